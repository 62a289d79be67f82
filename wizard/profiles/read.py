"""Reading the file of profiles, which the user may edit by hand: what is wrong in it is said with its place."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from wizard.environment import Environment
from wizard.files.snapshot import content_of
from wizard.key import masked_text
from wizard.key_source import KINDS, KeySource
from wizard.profiles.profile import OwnChoice, Profile, ProfileError
from wizard.text import say
from wizard.tools.base import Thinking

LONGEST_NAME: Final = 40
"""Characters of a profile's name."""
_TEXTS: Final = ("region", "model", "small_model", *KINDS)
_KEYS: Final = ("region", "tools", "model", "small_model", "thinking", *KINDS, "tool")
_OWN_KEYS: Final = ("model", "thinking")
_LARGEST_BUDGET: Final = 10**11
_MAX_BYTES: Final = 1024 * 1024


def profiles(environment: Environment) -> tuple[Profile, ...]:
    """All profiles, in the file's order; none where there is no file.

    Raises:
        ProfileError: the file cannot be used.
        WizardError: it cannot be read.
    """
    path = environment.profiles_file
    try:
        content = tomllib.loads((content_of(path, max_bytes=_MAX_BYTES) or b"").decode("utf-8"))
    except UnicodeDecodeError:
        raise ProfileError("catalog.not-utf-8", path=path) from None
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        raise ProfileError("catalog.not-toml", path=path, reason=error) from None
    return tuple(_profile(_Place(path, name), value) for name, value in content.items())


def named_well(name: str) -> bool:
    """Whether a profile can be called ``name``: short, printable, no blanks around it, no flag and no key."""
    good = name == name.strip() and name.isprintable() and 0 < len(name) <= LONGEST_NAME
    return good and not name.startswith("-") and masked_text(name) == name


class _Place(NamedTuple):
    path: Path
    name: str

    def refused(self, reason: str, *key: str, **values: object) -> ProfileError:
        said = say(f"profiles.reason.{reason}", **values)
        where = masked_text(".".join((self.name, *key)))
        return ProfileError("profiles.invalid", path=self.path, key=where, reason=said)


def _profile(at: _Place, value: Any) -> Profile:  # noqa: ANN401  whatever a user's file holds
    if not named_well(at.name):
        raise ProfileError("profiles.name", path=at.path, longest=LONGEST_NAME)
    table = _table(at, value, _KEYS)
    for key in _TEXTS:
        if key in table and not (isinstance(table[key], str) and table[key]):
            raise at.refused("text", key)
    tools = table.get("tools", [])
    if not (isinstance(tools, list) and all(isinstance(tool, str) for tool in tools)):
        raise at.refused("tools", "tools")
    own = {tool: _own(at, tool, inner) for tool, inner in _table(at, table.get("tool", {}), None, "tool").items()}
    thinking = _thinking(at, table, "thinking")
    source, small = _source(at, table), table.get("small_model")
    return Profile(at.name, table.get("region"), tuple(tools), table.get("model"), thinking, source, small, own)


def _own(at: _Place, tool: str, value: Any) -> OwnChoice:  # noqa: ANN401  as above
    table = _table(at, value, _OWN_KEYS, "tool", tool)
    model = table.get("model")
    if not (model is None or (isinstance(model, str) and model)):
        raise at.refused("text", "tool", tool, "model")
    return OwnChoice(model, _thinking(at, table, "tool", tool, "thinking"))


def _table(at: _Place, value: Any, known: tuple[str, ...] | None, *key: str) -> Mapping[str, Any]:  # noqa: ANN401  as above
    if not isinstance(value, Mapping):
        raise at.refused("table", *key)
    for name in value:
        if known and name not in known:
            raise at.refused("key" if "key" in name.lower() else "unknown", *key, name, known=", ".join(known))
    return value


def _source(at: _Place, table: Mapping[str, Any]) -> KeySource | None:
    sources = [KeySource(kind, table[kind]) for kind in KINDS if kind in table]
    if len(sources) > 1:
        raise at.refused("one-key", sources[1].kind, other=sources[0].kind)
    for source in sources:
        if not source.named_well() or masked_text(source.place) != source.place:
            raise at.refused("file" if source.kind == "key_file" else "variable", source.kind)
    return sources[0] if sources else None


def _thinking(at: _Place, table: Mapping[str, Any], *key: str) -> Thinking | None:
    value = table.get("thinking")
    if value is None:
        return None
    if value in ("on", "off"):
        return Thinking(enabled=value == "on")
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < _LARGEST_BUDGET:
        raise at.refused("thinking", *key)
    return Thinking(enabled=True, budget=value)
