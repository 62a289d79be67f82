"""Loading the catalog and laying a user's file over it.

Every content is validated by the schema before it is used. The built-in files were validated when they were sealed:
while their digest is the one in ``sealed.txt``, they are not validated again, which halves a short command's time.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from wizard.catalog.facts import Catalog, catalog_of
from wizard.errors import WizardError

BUILT_IN: Final = Path(__file__).parent
"""The folder of the built-in catalog: ``plan.toml``, ``tools/*.toml`` and ``sealed.txt``."""
_MAX_BYTES: Final = 1_000_000


class CatalogError(WizardError):
    """A catalog file cannot be used; the message names file, key and reason."""


def load(overlay: Path | None = None, *, built_in: Path = BUILT_IN) -> Catalog:
    """The built-in catalog, with the user's ``overlay`` file laid over it where one is given.

    Tables are merged key by key, so a user's file may add an entry or correct one value of an entry.

    Raises:
        CatalogError: a file cannot be read, is not TOML, or the result breaks the schema.
    """
    files = _built_in_files(built_in)
    content = _built_in_content(files)
    if overlay:
        content = _laid_over(content, _parsed(overlay, _read(overlay)))
    if overlay or digest(files) != _sealed(built_in):
        _validate(content, overlay or built_in / "plan.toml")
    return catalog_of(content)


def sealed_digest(built_in: Path = BUILT_IN) -> str:
    """The digest to stand in ``sealed.txt``, once the schema has accepted the built-in files.

    Raises:
        CatalogError: a file cannot be read, is not TOML, or breaks the schema.
    """
    files = _built_in_files(built_in)
    _validate(_built_in_content(files), built_in / "plan.toml")
    return digest(files)


def digest(files: Mapping[Path, bytes]) -> str:
    """The SHA-256 over names and contents of ``files``, in hexadecimal digits, whatever their line ends."""
    hashed = hashlib.sha256()
    for path in sorted(files):
        content = files[path].replace(b"\r\n", b"\n")
        hashed.update(f"{path.name} {len(content)}\n".encode() + content)
    return hashed.hexdigest()


def _built_in_files(folder: Path) -> dict[Path, bytes]:
    return {path: _read(path) for path in (folder / "plan.toml", *sorted((folder / "tools").glob("*.toml")))}


def _built_in_content(files: Mapping[Path, bytes]) -> dict[str, Any]:
    plan, *tools = (_parsed(path, content) for path, content in files.items())
    named = zip((path.stem for path in list(files)[1:]), tools, strict=True)
    # A tool without a position is for the schema to refuse.
    plan["tools"] = dict(sorted(named, key=lambda tool: str(tool[1].get("position")).zfill(9)))
    return plan


def _sealed(folder: Path) -> str:
    try:
        return (folder / "sealed.txt").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _validate(content: Mapping[str, Any], source: Path) -> None:
    from pydantic import ValidationError

    from wizard.catalog.schema import CatalogFile

    try:
        CatalogFile.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in first["loc"]) or "(top)"
        raise CatalogError("catalog.invalid", path=source, key=key, reason=first["msg"]) from None


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CatalogError("catalog.unreadable", path=path, reason=error.strerror) from None
    if len(content) > _MAX_BYTES:
        raise CatalogError("catalog.too-large", path=path, limit=_MAX_BYTES)
    return content


def _parsed(path: Path, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise CatalogError("catalog.not-utf-8", path=path) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CatalogError("catalog.not-toml", path=path, reason=error) from None


def _laid_over(base: Mapping[str, Any], overlay: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in overlay.items():
        old = merged.get(key)
        merged[key] = _laid_over(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged
