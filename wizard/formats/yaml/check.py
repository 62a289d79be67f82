"""The check of an edited YAML file: libyaml reads it where it is there.

The spans of the edits come from PyYAML's own parser, which has no part in this.
"""

from collections.abc import Sequence
from typing import cast

from wizard.formats.edits import BYTE_ORDER_MARK, Delete, DocumentPath, Edit, Set, Value
from wizard.formats.equality import equal
from wizard.formats.expected import apply_edits, look
from wizard.formats.yaml.core import load_core
from wizard.formats.yaml.values import load


def read_yaml(source: bytes) -> Value:
    """The value of ``source``; a byte order mark is passed over.

    Dates and tagged values stay objects of their own, so that none is taken for a string of the same text.

    Raises:
        FormatError, ValueError: the source cannot be read.
    """
    return cast("Value", load(_text(source)))


def reads_as_edited(before: bytes, after: bytes, edits: Sequence[Edit]) -> bool:
    """Whether ``after`` is ``before`` with ``edits`` made, to readers of YAML 1.1 and, where it was set, of 1.2."""
    value, expected = read_yaml(after), apply_edits(read_yaml(before), edits)
    # A document that was null is so again without its last value.
    is_null_again = value is None and expected in ({}, [])
    return (is_null_again or equal(value, expected)) and _core_agrees(after, edits)


def _core_agrees(after: bytes, edits: Sequence[Edit]) -> bool:
    """Whether readers of YAML 1.2 see the values that were set where those of 1.1 do."""
    values = load_core(_text(after))
    for index, edit in enumerate(edits):
        stays = not any(_touches(later, edit.path) for later in edits[index + 1 :])
        found, value = look(values, edit.path) if isinstance(edit, Set) and stays else (False, None)
        if found and isinstance(edit, Set) and not equal(cast("Value", value), edit.value):
            return False
    return True


def _touches(edit: Edit, path: DocumentPath) -> bool:
    """Whether ``edit`` may change what is at ``path``, or move the row it is in."""
    shorter = min(len(edit.path), len(path))
    is_row = isinstance(edit, Delete) and bool(edit.path) and isinstance(edit.path[-1], int)
    return edit.path[:shorter] == path[:shorter] or is_row


def _text(source: bytes) -> str:
    return source.removeprefix(BYTE_ORDER_MARK).decode()
