"""Loading the catalog and laying a user's file over it.

A test validates the built-in files, so that no run does: the schema would double a short command's time. What comes
from elsewhere is validated when it is read.
"""

import errno
import os
import tomllib
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, Final, NamedTuple

from wizard.catalog.facts import Catalog, catalog_of
from wizard.catalog.validation import CatalogError, problems
from wizard.files.snapshot import FileRefusedError, content_of
from wizard.formats import malformed_toml

PLAN: Final = Path(__file__).parent / "plan.toml"
"""The built-in catalog but for the tools, whose facts stand in their folders."""
_MAX_BYTES: Final = 1_000_000
Tools = Mapping[str, Mapping[str, Any]]
"""Facts of tools by id, as their files have them."""


class Difference(NamedTuple):
    """A value that a user's file adds to the built-in catalog (``built_in`` is then None) or corrects."""

    key: tuple[str, ...]
    built_in: Any
    value: Any


class Checked(NamedTuple):
    """What there is to say about a user's file: every problem, and without one, what it changes."""

    problems: tuple[CatalogError, ...]
    differences: tuple[Difference, ...]


def load(tools: Tools, overlay: Path | None = None) -> Catalog:
    """The built-in catalog of the plan with these ``tools``, and the user's ``overlay`` laid over it if there is one.

    Tables are merged key by key, so a user's file may add an entry or correct one value of an entry.

    Raises:
        CatalogError: a file cannot be read, is not TOML, or the result breaks the schema.
    """
    content = catalog_content(tools)
    if overlay:
        source = _read(overlay)
        content = _laid_over(content, _parsed(overlay, source))
        _require_valid(content, overlay, source, tools.keys())
    try:
        return catalog_of(content)
    except (AttributeError, KeyError, TypeError):  # of a built-in file that no test has seen
        _require_valid(content, PLAN, _read(PLAN))
        raise


def check(overlay: Path, tools: Tools) -> Checked:
    """All that is wrong with the user's ``overlay`` file, or what it adds and corrects. ``tools`` are as in ``load``.

    Raises:
        CatalogError: the built-in catalog cannot be used.
    """
    base = catalog_content(tools)
    try:
        source = _read(overlay)
        own = _parsed(overlay, source)
    except CatalogError as error:
        return Checked((error,), ())
    merged = _laid_over(base, own)
    found = tuple(problems(merged, overlay, source, tools.keys()))
    return Checked(found, () if found else tuple(_differences(base, merged, own)))


def catalog_content(tools: Tools) -> dict[str, Any]:
    """What the plan's file and the facts of ``tools`` say together.

    Raises:
        CatalogError: the plan's file cannot be read or is not TOML.
    """
    return {**_parsed(PLAN, _read(PLAN)), "tools": _in_order(tools)}


def read_facts(path: Path) -> Mapping[str, Any]:
    """The facts of a tool as the file at ``path`` has them.

    Raises:
        CatalogError: it cannot be read or is not TOML.
    """
    return _parsed(path, _read(path))


def validated_facts(tool_id: str, path: Path) -> Mapping[str, Any]:
    """The facts of a tool, once the schema has accepted them.

    Raises:
        CatalogError: the file at ``path`` cannot be read, is not TOML, or breaks the schema.
    """
    source = _read(path)
    facts = _parsed(path, source)
    _require_valid(catalog_content({tool_id: facts}), path, source, at=("tools", tool_id))
    return facts


def _in_order(tools: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    # A tool without a position is for the schema to refuse.
    return dict(sorted(tools.items(), key=lambda tool: (str(tool[1].get("position")).zfill(9), tool[0])))


def _require_valid(
    content: Mapping[str, Any],
    path: Path,
    source: bytes,
    tools: AbstractSet[str] | None = None,
    at: tuple[str, ...] = (),
) -> None:
    found = problems(content, path, source, tools, at)
    if found:
        raise found[0]


def _read(path: Path) -> bytes:
    try:
        content = content_of(path, max_bytes=_MAX_BYTES)
    except FileRefusedError as error:
        if error.code == "files.large":
            raise CatalogError("catalog.too-large", path=path, limit=_MAX_BYTES) from None
        if isinstance(error.__cause__, OSError):
            raise CatalogError("catalog.unreadable", path=path, reason=error.__cause__.strerror) from None
        raise CatalogError(error.code, path=path, **error.values) from None
    if content is None:
        raise CatalogError("catalog.unreadable", path=path, reason=os.strerror(errno.ENOENT))
    return content


def _parsed(path: Path, content: bytes) -> dict[str, Any]:
    try:
        text = content.decode("utf-8")
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        before = content[: error.start]
        raise CatalogError("catalog.not-utf-8", path=path, line=before.count(b"\n") + 1) from None
    except tomllib.TOMLDecodeError as error:
        line = malformed_toml(text, error).values["line"]
        raise CatalogError("catalog.not-toml", path=path, reason=error, line=line) from None
    except (RecursionError, ValueError) as error:  # also a number of thousands of digits
        raise CatalogError("catalog.not-toml", path=path, reason=error) from None


def _laid_over(base: Mapping[str, Any], overlay: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in overlay.items():
        old = merged.get(key)
        merged[key] = _laid_over(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _differences(
    base: Mapping[str, Any], merged: Mapping[str, Any], own: Mapping[str, Any], at: tuple[str, ...] = ()
) -> Iterator[Difference]:
    """What ``merged`` has and ``base`` has not, by the keys of the user's ``own`` tables; a new entry is one."""
    for key in own:
        was, value = base.get(key), merged[key]
        if isinstance(was, dict) and isinstance(value, dict):
            yield from _differences(was, value, own[key], (*at, key))
        elif was != value:
            yield Difference((*at, key), was, value)
