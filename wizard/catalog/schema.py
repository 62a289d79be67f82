"""The shape of the catalog. Every entry names its source and the day it was checked."""

import re
from datetime import date
from fnmatch import fnmatchcase
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Thinking = Literal["default-on", "supported", "always-on", "unsupported"]
Tokens = Annotated[int, Field(gt=0, le=100_000_000)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=100)]
Host = Annotated[str, StringConstraints(max_length=253, pattern=r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$")]
HttpsPage = Annotated[str, StringConstraints(pattern=r"^https://[^\s]+$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]+$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Entry(_Frozen):
    """A fact with its ``source`` and the day it was last ``checked``."""

    source: Line
    checked: date


class Region(Entry):
    """One region of the plan; keys are bound to it."""

    name: Line
    host: Host
    key_page: HttpsPage


class Endpoint(Entry):
    """A protocol and its path after the host; tools name it by its id."""

    protocol: Line
    path: Annotated[str, StringConstraints(pattern=r"^(/[a-z0-9-]+)+$")]


class Model(Entry):
    """A model of the plan. All limits are tokens.

    ``max_output_in`` holds tools whose vendor page gives another output limit than ``max_output``.
    ``max_thinking_budget`` is absent where the model does not think or takes no budget.
    """

    context_window: Tokens
    max_output: Tokens
    max_output_in: dict[Identifier, Tokens] = {}
    max_thinking_budget: Tokens | None = None
    thinking: Thinking
    images: bool

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

    @model_validator(mode="after")
    def _limits_agree(self) -> "Model":
        takes_budget = self.thinking in {"default-on", "supported"}
        if takes_budget != (self.max_thinking_budget is not None):
            raise ValueError(f"thinking {self.thinking!r} and max_thinking_budget do not agree")
        if self.max_output > self.context_window:
            raise ValueError("max_output is larger than context_window")
        return self


class ForeignKey(_Frozen):
    """The key prefix of a service that is not the plan."""

    prefix: Line
    service: Line


class KeyFacts(Entry):
    """How plan keys begin, what people paste instead, and whose keys look alike."""

    prefix: Line
    placeholders: tuple[Line, ...] = Field(strict=False)
    foreign: dict[Identifier, ForeignKey]


class ForeignHost(Entry):
    """A service whose host is confused with the plan's."""

    service: Line


class ToolFacts(Entry):
    """What is known of a tool. Versions are dotted numbers, token counts are tokens.

    ``default_max_output`` is what the client asks for where it is not told otherwise, or the most it asks for.
    ``traces`` are paths (``~`` and ``*`` allowed) that show a tool without a command to be installed.
    ``position`` orders the tools wherever they are listed. ``oldest_version`` and
    ``newest_version`` bound the versions that work with the plan.
    """

    name: Line
    position: int
    endpoint: Identifier
    command: Identifier
    files: tuple[Line, ...] = Field(strict=False)
    traces: tuple[Line, ...] = Field(default=(), strict=False)
    install: Line | None = None
    oldest_version: Line | None = None
    newest_version: Line | None = None
    default_max_output: Tokens | None = None
    default_thinking_budget: Tokens | None = None
    model_names: dict[Identifier, Identifier] = {}

    @property
    def by_hand(self) -> bool:
        """Whether the tool has no file the wizard may write."""
        return not self.files


class Catalog(_Frozen):
    """All facts of the plan, keyed by id, in the order they are shown."""

    default_model: Identifier
    key: KeyFacts
    regions: dict[Identifier, Region]
    endpoints: dict[Identifier, Endpoint]
    models: dict[Identifier, Model]
    foreign_hosts: dict[str, ForeignHost]
    tools: dict[Identifier, ToolFacts]

    @model_validator(mode="after")
    def _names_resolve(self) -> "Catalog":
        if self.default_model not in self.models:
            raise ValueError(f"default_model: there is no model {self.default_model!r}")
        for tool_id, tool in self.tools.items():
            if tool.endpoint not in self.endpoints:
                raise ValueError(f"tools.{tool_id}.endpoint: there is no endpoint {tool.endpoint!r}")
        for region_id, region in self.regions.items():
            service = self.foreign_service(region.host)
            if service:
                raise ValueError(f"regions.{region_id}.host: {region.host} belongs to {service}, not to the plan")
        return self

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
        fits = (entry.service for pattern, entry in self.foreign_hosts.items() if fnmatchcase(host, pattern))
        return next(fits, None)


def version_of(text: str) -> tuple[int, ...]:
    """A version written as dotted numbers, to be compared."""
    return tuple(map(int, text.split(".")))


def host_of(base_url: str) -> str:
    """The host that ``base_url`` names, in lower case; empty where it names none."""
    match = re.match(r"(?i)\s*https?://(?:[^/@]*@)?([^/:?#\s]+)", base_url)
    return match.group(1).lower() if match else ""
