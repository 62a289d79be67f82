"""Reading and patching configuration files without touching a byte that was not asked for."""

from collections.abc import Iterable, Sequence
from tomllib import TOMLDecodeError
from typing import NamedTuple

from wizard.formats.document import FORMATS, Document, Format, family
from wizard.formats.edits import Delete, DocumentPath, Edit, FormatError, Replacement, Set, Value, replace
from wizard.formats.equality import equal, paired
from wizard.formats.expected import apply_edits
from wizard.formats.paths import path_text

__all__ = [
    "FORMATS",
    "Delete",
    "Document",
    "DocumentPath",
    "Edit",
    "Format",
    "FormatError",
    "Patched",
    "Replacement",
    "Set",
    "Value",
    "apply_edits",
    "edit",
    "equal",
    "family",
    "is_read_alike",
    "lines_in_toml",
    "malformed_toml",
    "open_document",
    "paired",
    "patched",
    "path_text",
    "replace",
    "strict_replacements",
]


def open_document(source: bytes, format_name: str) -> Document:
    """Parse ``source``; an empty or comment-only source is an empty document.

    Raises:
        FormatError: the source is not well formed, with line and column, or ``format_name`` is not one of ``FORMATS``.
    """
    # Each format is imported when it is met: PyYAML, tomlkit and json5 cost start-up time.
    if format_name in {"json", "jsonc", "json5"}:
        from wizard.formats.json.document import JsonDocument

        return JsonDocument(source, format_name)
    if format_name == "toml":
        from wizard.formats.toml.document import TomlDocument

        return TomlDocument(source)
    if format_name == "yaml":
        from wizard.formats.yaml.document import YamlDocument

        return YamlDocument(source)
    if family(format_name) == "env":
        from wizard.formats.env.document import EnvDocument

        return EnvDocument(source, format_name)
    raise FormatError("formats.unknown", format=format_name, known=", ".join(FORMATS))


class Patched(NamedTuple):
    """A source after edits, and the replacements that led there: in order, none where all edits held already."""

    content: bytes
    replacements: tuple[Replacement, ...]


def patched(
    source: bytes,
    format_name: str,
    edits: Sequence[Edit],
    document: Document | None = None,
) -> Patched:
    """``source`` with ``edits`` made and every other byte as it was.

    ``document`` is ``source`` opened in this format, where the caller has it already.

    An independent reader has read the result and seen exactly the old value with the edits made.

    Deleting members or rows that were set new gives the source back, byte for byte, with two exceptions in JSON, JSONC
    and JSON5: where the source held no value (nothing, or comments only) an empty object stays, and so it does where
    ``null`` was filled. The result would else not tell these sources from ``{}``; whoever needs them back keeps them.

    Raises:
        FormatError: the source is not well formed, or an edit cannot be done safely.
    """
    document = document or open_document(source, format_name)
    replacements = document.replacements(edits)
    if not replacements:
        return Patched(source, ())
    from wizard.formats.check import verify

    content = replace(source, replacements)
    verify(source, content, format_name, edits, document)
    return Patched(content, replacements)


def edit(source: bytes, format_name: str, edits: Sequence[Edit]) -> bytes:
    """The new content alone; the same promises as ``patched``."""
    return patched(source, format_name, edits).content


def strict_replacements(source: bytes, *, keep_comments: bool = False) -> tuple[Replacement, ...]:
    """The removals that make a JSONC source strict JSON; none where it is strict already.

    With ``keep_comments`` only trailing commas go, for readers that know comments but not those.

    Raises:
        FormatError: the source is no well-formed JSONC, with line and column.
    """
    from wizard.formats.json import strict

    return strict.strict_replacements(source, keep_comments=keep_comments)


def is_read_alike(document: Document | None, path: DocumentPath) -> bool:
    """Whether readers of YAML 1.1 and 1.2 see the same at ``path`` of a YAML document."""
    from wizard.formats.yaml.document import YamlDocument

    return not isinstance(document, YamlDocument) or document.is_read_alike(path)


def malformed_toml(text: str, error: TOMLDecodeError) -> FormatError:
    """Why ``tomllib`` refused ``text``, with line and column."""
    from wizard.formats.toml.errors import malformed

    return malformed(text, error)


def lines_in_toml(source: bytes, paths: Iterable[DocumentPath]) -> list[int | None]:
    """The line of each path in a TOML source, or of the nearest thing above it that is there."""
    from wizard.formats.toml.find import lines_of

    return lines_of(source, paths)
