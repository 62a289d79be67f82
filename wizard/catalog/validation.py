"""Everything that is wrong with a catalog's content, each problem with file, key, line and reason."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, Final, TypeAlias

from wizard.catalog.agreement import disagreements
from wizard.errors import WizardError
from wizard.formats import lines_in_toml
from wizard.text import has, say
from wizard.text.visible import hidden_in

_PATTERN: Final = "string_pattern_mismatch"
_Key: TypeAlias = tuple[str | int, ...]
_NEEDS_QUOTES: Final = frozenset(". '\"*")


class CatalogError(WizardError):
    """A catalog file cannot be used; the message names file, key and reason.

    For ``catalog.invalid`` the ``values`` hold ``key`` (as it would be written in TOML), ``reason`` and ``line``
    (from 1; None where the file does not name the key). Where the file is no TOML or no text, they hold the ``line``
    where it stops being one.
    """


def problems(
    content: Mapping[str, Any],
    path: Path,
    source: bytes,
    tools: AbstractSet[str] | None = None,
    at: tuple[str, ...] = (),
) -> list[CatalogError]:
    """What the schema and the values beside each other forbid in ``content``, in the order of the file's lines.

    ``source`` is the file at ``path`` that is to blame, for the lines. ``tools`` are the ids that a catalog may
    describe; all where None. ``at`` is the key below which the file's content stands in ``content``.
    """
    disagreeing = list(disagreements(content, tools))
    unknown = {one.key for one in disagreeing if one.reason == "catalog.reason.no-tool"}
    hidden = dict(_hidden(content))
    found = [(key, reason) for key, reason in _of_shape(content) if key[:2] not in unknown and key not in hidden]
    found += hidden.items()
    found += [(one.key, say(one.reason, **one.values)) for one in disagreeing]
    if not found:
        return []
    found = [(key[len(at) :] if key[: len(at)] == at else key, reason) for key, reason in found]
    lines = lines_in_toml(source, (key for key, _ in found))
    errors = [
        CatalogError(
            "catalog.invalid",
            path=path,
            key=in_toml(key),
            reason=reason,
            line=line,
            place=say("catalog.on-line", line=line) if line else "",
        )
        for (key, reason), line in zip(found, lines, strict=True)
    ]
    return sorted(errors, key=lambda error: int(str(error.values["line"] or 0)))


def hidden_characters(content: Mapping[str, Any], source: bytes) -> Iterator[tuple[str, int | None, str]]:
    """Where ``content``, as read from ``source``, has characters that cannot be seen: key, line (from 1) and reason.

    A text may have several lines.
    """
    found = dict(_hidden(content, "\n"))
    if not found:
        return
    for (key, reason), line in zip(found.items(), lines_in_toml(source, found), strict=True):
        yield in_toml(key), line, reason


def _hidden(content: object, but: str = "", at: _Key = ()) -> Iterator[tuple[_Key, str]]:
    """Keys and reasons; a character of ``but`` is no fault."""
    if isinstance(content, str):
        if char := hidden_in(content.translate({ord(each): None for each in but})):
            yield at, say("catalog.reason.hidden", char=char)
    elif isinstance(content, Mapping):
        for name, value in content.items():
            if char := hidden_in(name):
                yield (*at, name), say("catalog.reason.hidden-name", char=char)
            yield from _hidden(value, but, (*at, name))
    elif isinstance(content, list | tuple):
        for index, value in enumerate(content):
            yield from _hidden(value, but, (*at, index))


def _of_shape(content: Mapping[str, Any]) -> Iterator[tuple[_Key, str]]:
    from pydantic import ValidationError

    from wizard.catalog.schema import CatalogFile

    try:
        CatalogFile.model_validate(content)
    except ValidationError as error:
        for one in error.errors(include_url=False, include_input=False):
            key = tuple(step for step in one["loc"] if step != "[key]")
            texts = (f"catalog.form.{key[-1]}" if one["type"] == _PATTERN else "", f"catalog.reason.{one['type']}")
            text = next((text for text in texts if text and has(text)), None)
            yield key, say(text, **one.get("ctx", {})) if text else one["msg"]


def in_toml(key: Iterable[str | int]) -> str:
    """``key`` as it would be written in the file."""
    steps = [f'"{step}"' if _NEEDS_QUOTES & set(str(step)) else str(step) for step in key]
    return ".".join(steps) or say("catalog.top")
