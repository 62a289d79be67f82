"""Loading the catalog and laying a user's file over it."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from wizard.catalog.schema import Catalog
from wizard.errors import WizardError

_HERE = Path(__file__).parent
_MAX_BYTES = 1_000_000


class CatalogError(WizardError):
    """A catalog file cannot be used; the message names file, key and reason."""


def load(overlay: Path | None = None) -> Catalog:
    """The built-in catalog, with the user's ``overlay`` file laid over it where one is given.

    Tables are merged key by key, so a user's file may add an entry or correct one value of an entry.

    Raises:
        CatalogError: a file cannot be read, is not TOML, or the result breaks the schema.
    """
    built_in = _HERE / "plan.toml"
    content = _read(built_in)
    tools = {path.stem: _read(path) for path in (_HERE / "tools").glob("*.toml")}
    content["tools"] = dict(sorted(tools.items(), key=lambda tool: int(tool[1]["position"])))
    source = built_in
    if overlay:
        source = overlay
        content = _laid_over(content, _read(overlay))
    try:
        return Catalog.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in first["loc"]) or "(top)"
        raise CatalogError("catalog.invalid", path=source, key=key, reason=first["msg"]) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CatalogError("catalog.unreadable", path=path, reason=error.strerror) from None
    if len(content) > _MAX_BYTES:
        raise CatalogError("catalog.too-large", path=path, limit=_MAX_BYTES)
    try:
        return tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise CatalogError("catalog.not-toml", path=path, reason="it is not UTF-8 text") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CatalogError("catalog.not-toml", path=path, reason=error) from None


def _laid_over(base: Mapping[str, Any], overlay: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in overlay.items():
        old = merged.get(key)
        merged[key] = _laid_over(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged
