"""The last word on an edit: a reader with no part in it must see exactly the old value with the edits made."""

from collections.abc import Sequence

from wizard.formats.document import Document, family
from wizard.formats.edits import Edit, FormatError, Value


def verify(
    before: bytes,
    after: bytes,
    format: str,  # noqa: A002  the contract's name
    edits: Sequence[Edit],
    document: Document | None = None,
) -> None:
    """Do nothing if ``after`` reads as ``before`` with ``edits`` made; ``document`` is ``before`` opened, if it is.

    Raises:
        FormatError: it does not (``formats.check``); ``after`` must not be written.
    """
    if not _holds(before, after, format, edits, document):
        raise FormatError("formats.check")


def _holds(
    before: bytes,
    after: bytes,
    format: str,  # noqa: A002  as above
    edits: Sequence[Edit],
    document: Document | None,
) -> bool:
    # Each reader is imported when it is needed: they cost start-up time.
    if format in {"json", "jsonc", "json5"}:
        from wizard.formats.json_check import reads_as_edited
        from wizard.formats.json_document import JsonDocument

        known = document.known if isinstance(document, JsonDocument) else None
        return reads_as_edited(before, after, format, edits, known)
    if family(format) == "env":
        from wizard.formats import env_check

        return env_check.reads_as_edited(before, after, format, edits)
    from wizard.formats.expected import applied
    from wizard.formats.json_equal import equal

    try:
        value, expected = _read(after, format), applied(_read(before, format), edits)
        if format != "yaml":
            return equal(value, expected)
        # A document that was null is so again without its last value.
        if not equal(value, expected) and (value is not None or expected not in ({}, [])):
            return False
        from wizard.formats.yaml_check import core_agrees

        return core_agrees(after, edits)
    except (ValueError, LookupError, TypeError, FormatError):
        return False


def _read(source: bytes, format: str) -> Value:  # noqa: A002  as above
    if format == "toml":
        from wizard.formats.toml_check import read_toml

        return read_toml(source)
    from wizard.formats.yaml_check import read_yaml

    return read_yaml(source)
