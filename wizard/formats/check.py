"""The last word on an edit: a reader with no part in it must see exactly the old value with the edits made."""

from collections.abc import Sequence

from wizard.formats.document import Document, family
from wizard.formats.edits import Edit, FormatError


def verify(
    before: bytes,
    after: bytes,
    format_name: str,
    edits: Sequence[Edit],
    document: Document | None = None,
) -> None:
    """Do nothing if ``after`` reads as ``before`` with ``edits`` made; ``document`` is ``before`` opened, if it is.

    Raises:
        FormatError: it does not (``formats.check``); ``after`` must not be written.
    """
    try:
        holds = _reads_as_edited(before, after, format_name, edits, document)
    except (ValueError, LookupError, TypeError, FormatError):
        holds = False
    if not holds:
        raise FormatError("formats.check")


def _reads_as_edited(
    before: bytes, after: bytes, format_name: str, edits: Sequence[Edit], document: Document | None
) -> bool:
    # Each reader is imported when it is needed: they cost start-up time.
    match family(format_name):
        case "toml":
            from wizard.formats.toml import check as toml

            return toml.reads_as_edited(before, after, edits, document)
        case "yaml":
            from wizard.formats.yaml import check as yaml

            return yaml.reads_as_edited(before, after, edits)
        case "env":
            from wizard.formats.env import check as env

            return env.reads_as_edited(before, after, format_name, edits)
        case _:
            from wizard.formats.json import check as json

            return json.reads_as_edited(before, after, format_name, edits, document)
