"""The permission bits that a file ends with when a change is taken back."""

import re
from typing import Final

from wizard.apply.change import ChangedFile
from wizard.files import Snapshot
from wizard.tools.base import Notice

_KEYS: Final = re.compile(
    rb"""(?ix) (sk-[\w.~+/=-]{6,} | \bms-[0-9a-f-]{16,})
    | (?:api[_-]?key|token|secret|password) ["']? \s* [:=] \s* ["']? ([^\s"',}\]]{8,}) """
)
"""What may be a key in any of the formats: shaped like one, or named so."""


def mode_after(
    snapshot: Snapshot, changed: ChangedFile, content: bytes | None, before: bytes | None
) -> tuple[int | None, tuple[Notice, ...]]:
    """The permission bits that the file ends with, and what to say where they are not those of before.

    Bits that somebody changed since stay, and so do tight ones where a key stays in the file. A key that comes back is
    readable by nobody who could not read it before.
    """
    if content is None:
        return None, ()
    present, earlier = snapshot.mode, changed.before_mode
    if present is None or earlier is None or present == earlier:
        return (earlier if present is None else present), ()
    code = ""
    if present != changed.after_mode:
        code = "plan.undo-mode-changed"
    elif content != before and keys_in(content) - keys_in(before or b""):
        code = "plan.undo-mode-key"
    if not code:
        return earlier, ()
    # Also a file that the change deleted and that is there again: it is no more open than it was.
    brings_key = bool(keys_in(content) - keys_in(snapshot.content or b""))
    mode = present & earlier if brings_key or changed.after_mode is None else present
    return mode, () if mode == earlier else (Notice(code, {"mode": f"{mode:04o}"}, changed.path),)


def keys_in(content: bytes) -> set[bytes]:
    """Whatever in ``content`` may be a key."""
    return {match[1] or match[2] for match in _KEYS.finditer(content)}
