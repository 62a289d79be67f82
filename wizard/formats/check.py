"""The last word on an edit: a reader with no part in it must see exactly the old value with the edits made."""

from collections.abc import Sequence
from typing import cast

from wizard.formats.document import Document, family
from wizard.formats.edits import Edit, FormatError, Value


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
    if not _holds(before, after, format_name, edits, document):
        raise FormatError("formats.check")


def _holds(
    before: bytes,
    after: bytes,
    format_name: str,
    edits: Sequence[Edit],
    document: Document | None,
) -> bool:
    # Each reader is imported when it is needed: they cost start-up time.
    if format_name in {"json", "jsonc", "json5"}:
        from wizard.formats.json.check import reads_as_edited
        from wizard.formats.json.document import JsonDocument

        known = document.known if isinstance(document, JsonDocument) else None
        return reads_as_edited(before, after, format_name, edits, known)
    if family(format_name) == "env":
        from wizard.formats.env import check as env_check

        return env_check.reads_as_edited(before, after, format_name, edits)
    from wizard.formats.equal import equal
    from wizard.formats.expected import apply_edits

    try:
        if format_name == "toml":
            return _toml_holds(before, after, edits, document)
        value, expected = _read(after), apply_edits(_read(before), edits)
        # A document that was null is so again without its last value.
        if not equal(value, expected) and (value is not None or expected not in ({}, [])):
            return False
        from wizard.formats.yaml.check import core_agrees

        return core_agrees(after, edits)
    except (ValueError, LookupError, TypeError, FormatError):
        return False


def _toml_holds(before: bytes, after: bytes, edits: Sequence[Edit], document: Document | None) -> bool:
    from wizard.formats.equal import equal
    from wizard.formats.expected import apply_edits
    from wizard.formats.toml.check import read_toml
    from wizard.formats.toml.document import TomlDocument

    known = document if isinstance(document, TomlDocument) else TomlDocument(before)
    is_kept_strict = not known.is_strict(before) or known.is_strict(after)
    return is_kept_strict and equal(read_toml(after), apply_edits(cast("Value", known.values), edits))


def _read(source: bytes) -> Value:
    from wizard.formats.yaml.check import read_yaml

    return read_yaml(source)
