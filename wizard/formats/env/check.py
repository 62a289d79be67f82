"""The check of an edited ``.env`` file: each program that reads it must see what was asked for, all else as before."""

from collections.abc import Sequence

from wizard.formats.edits import Edit
from wizard.formats.env.readers import missed_names, seen_by_all, wanted_by


def reads_as_edited(before: bytes, after: bytes, format_name: str, edits: Sequence[Edit]) -> bool:
    """Whether each of the programs that read ``format_name`` sees ``after`` as ``before`` with ``edits`` made.

    Raises:
        ValueError: one of the two is not UTF-8 text.
    """
    text = before.decode()
    seen = seen_by_all(text, format_name), seen_by_all(after.decode(), format_name)
    return not missed_names(*seen, wanted_by(edits), lambda: seen_by_all(text, None))
