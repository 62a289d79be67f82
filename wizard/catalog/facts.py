"""The facts of the plan as the program uses them: plain values, made from content that the schema has accepted.

Named tuples, since they cost a tenth of a frozen dataclass at start-up, and every command pays it.
"""

import re
from collections.abc import Mapping
from datetime import date
from fnmatch import fnmatchcase
from typing import Any, Final, Literal, NamedTuple

_NEARLY: Final = 0.88
"""How alike two hosts are (difflib's ratio) of which one is the other misspelt."""

Thinking = Literal["default-on", "supported", "always-on", "unsupported"]


class Region(NamedTuple):
    """One region of the plan; keys are bound to it."""

    name: str
    host: str
    key_page: str
    source: str
    checked: date


class Endpoint(NamedTuple):
    """A protocol and its path after the host; tools name it by its id."""

    protocol: str
    path: str
    source: str
    checked: date


class Model(NamedTuple):
    """A model of the plan. All limits are tokens.

    ``max_output_in`` holds tools whose vendor page gives another output limit than ``max_output``.
    ``max_thinking_budget`` is absent where the model does not think or takes no budget.
    """

    context_window: int
    max_output: int
    thinking: Thinking
    images: bool
    source: str
    checked: date
    max_output_in: Mapping[str, int] = {}
    max_thinking_budget: int | None = None

    @property
    def can_think(self) -> bool:
        """Whether the model ever thinks."""
        return self.thinking != "unsupported"

    @property
    def always_thinks(self) -> bool:
        """Whether thinking cannot be switched off."""
        return self.thinking == "always-on"

    def output_limit(self, tool: str) -> int:
        """The most output tokens that may be asked for through ``tool``."""
        return self.max_output_in.get(tool, self.max_output)


class ForeignKey(NamedTuple):
    """The key prefix of a service that is not the plan."""

    prefix: str
    service: str


class KeyFacts(NamedTuple):
    """How plan keys begin, what people paste instead, and whose keys look alike."""

    prefix: str
    placeholders: tuple[str, ...]
    foreign: dict[str, ForeignKey]
    source: str
    checked: date


class ForeignHost(NamedTuple):
    """A service whose host is confused with the plan's; ``region`` is the plan's region its users mean, where known."""

    service: str
    source: str
    checked: date
    region: str | None = None


class ToolFacts(NamedTuple):
    """What is known of a tool. Versions are dotted numbers, token counts are tokens.

    ``default_max_output`` is what the client asks for where it is not told otherwise, or the most it asks for.
    ``traces`` are paths (``~`` and ``*`` allowed) that show a tool without a command to be installed.
    ``position`` orders the tools wherever they are listed. ``oldest_version`` and
    ``newest_version`` bound the versions that work with the plan.
    """

    name: str
    position: int
    endpoint: str
    command: str
    files: tuple[str, ...]
    source: str
    checked: date
    traces: tuple[str, ...] = ()
    install: str | None = None
    oldest_version: str | None = None
    newest_version: str | None = None
    default_max_output: int | None = None
    default_thinking_budget: int | None = None
    model_names: Mapping[str, str] = {}

    @property
    def by_hand(self) -> bool:
        """Whether the tool has no file the wizard may write."""
        return not self.files


class Catalog(NamedTuple):
    """All facts of the plan, keyed by id, in the order they are shown."""

    default_model: str
    key: KeyFacts
    regions: dict[str, Region]
    endpoints: dict[str, Endpoint]
    models: dict[str, Model]
    foreign_hosts: dict[str, ForeignHost]
    tools: dict[str, ToolFacts]

    def base_url(self, region: str, tool: str) -> str:
        """The base URL that ``tool`` needs in ``region``, without a trailing slash."""
        return f"https://{self.regions[region].host}{self.endpoints[self.tools[tool].endpoint].path}"

    def region_of(self, base_url: str) -> str | None:
        """The id of the region whose host ``base_url`` names, or None where it is not the plan's."""
        host = host_of(base_url)
        return next((name for name, region in self.regions.items() if region.host == host), None)

    def probable_model(self, name: str) -> str | None:
        """The model that a misspelt ``name`` (wrong case, blanks around it) probably means, or None."""
        return {known.lower(): known for known in self.models}.get(name.strip().lower())

    def foreign_service(self, host: str) -> str | None:
        """The other service that ``host`` belongs to, or None where it is not a known neighbour."""
        return service_of(host, {pattern: entry.service for pattern, entry in self.foreign_hosts.items()})

    def meant_region(self, base_url: str) -> str | None:
        """The region that a ``base_url`` off the plan's hosts probably means: a neighbour's or a misspelt host."""
        host = host_of(base_url)
        for pattern, entry in self.foreign_hosts.items():
            if fnmatchcase(host, pattern):
                return entry.region
        return self.misspelt_region(base_url)

    def misspelt_region(self, base_url: str) -> str | None:
        """The region whose host is nearly the one of ``base_url``; None where none is near, or one is the same."""
        host = host_of(base_url)
        if not host or self.region_of(base_url) or self.foreign_service(host):
            return None
        from difflib import get_close_matches

        hosts = {region.host: name for name, region in self.regions.items()}
        same_words = [known for known in hosts if sorted(re.split("[.-]", known)) == sorted(re.split("[.-]", host))]
        near = same_words or get_close_matches(host, hosts, 1, _NEARLY)
        return hosts[near[0]] if near else None


def catalog_of(content: Mapping[str, Any]) -> Catalog:
    """The catalog that accepted ``content`` (as in the files, ``tools`` by id) describes."""
    key = content["key"]
    foreign = {name: ForeignKey(**entry) for name, entry in key["foreign"].items()}
    removed = content.get("removed_models", ())
    return Catalog(
        default_model=content["default_model"],
        key=KeyFacts(**{**key, "placeholders": tuple(key["placeholders"]), "foreign": foreign}),
        regions={name: Region(**entry) for name, entry in content["regions"].items()},
        endpoints={name: Endpoint(**entry) for name, entry in content["endpoints"].items()},
        models={name: Model(**entry) for name, entry in content["models"].items() if name not in removed},
        foreign_hosts={name: ForeignHost(**entry) for name, entry in content["foreign_hosts"].items()},
        tools={name: ToolFacts(**_tuples(entry)) for name, entry in content["tools"].items()},
    )


def service_of(host: str, patterns: Mapping[str, str]) -> str | None:
    """The service of the first pattern (``*`` stands for anything) that ``host`` fits, or None."""
    return next((service for pattern, service in patterns.items() if fnmatchcase(host, pattern)), None)


def version_of(text: str) -> tuple[int, ...]:
    """A version written as dotted numbers, to be compared."""
    return tuple(map(int, text.split(".")))


def host_of(base_url: str) -> str:
    """The host that ``base_url`` names, in lower case; empty where it names none."""
    match = re.match(r"(?i)\s*https?://(?:[^/@]*@)?([^/:?#\s]+)", base_url)
    return match.group(1).lower() if match else ""


def _tuples(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
