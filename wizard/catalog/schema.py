"""The shape of the catalog's files, which every content must fit. Every entry names its source and date.

What the fields mean stands in ``facts``, what must hold between them in ``agreement``. Loaded only to validate:
pydantic is most of a short command's start-up.
"""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from wizard.catalog.facts import Thinking
from wizard.text.visible import HIDDEN

Tokens = Annotated[int, Field(gt=0, le=100_000_000)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=100)]
Host = Annotated[str, StringConstraints(max_length=253, pattern=r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$")]
HttpsPage = Annotated[str, StringConstraints(pattern=rf"^https://[^\s{HIDDEN}]+$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=f"^[^{HIDDEN}]+$")]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+){1,3}$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Entry(_Frozen):
    """A fact with its ``source`` and the day it was last ``checked``."""

    source: Line
    checked: date


class RegionEntry(Entry):
    """``[regions.<id>]``."""

    name: Line
    host: Host
    key_page: HttpsPage


class EndpointEntry(Entry):
    """``[endpoints.<id>]``."""

    protocol: Line
    path: Annotated[str, StringConstraints(pattern=r"^(/[a-z0-9-]+)+$")]


class ModelEntry(Entry):
    """``[models.<id>]``."""

    context_window: Tokens
    max_output: Tokens
    max_output_in: dict[Identifier, Tokens] = {}
    max_thinking_budget: Tokens | None = None
    thinking: Thinking
    images: bool


class ForeignKeyEntry(_Frozen):
    """``[key.foreign.<id>]``."""

    prefix: Line
    service: Line


class KeyEntry(Entry):
    """``[key]``."""

    prefix: Line
    placeholders: tuple[Line, ...] = Field(strict=False)
    foreign: dict[Identifier, ForeignKeyEntry]


class ForeignHostEntry(Entry):
    """``[foreign_hosts.<pattern>]``."""

    service: Line
    region: Identifier | None = None


class ToolEntry(Entry):
    """``[tools.<id>]``, in the built-in catalog a file a tool."""

    name: Line
    position: int
    endpoint: Identifier
    command: Identifier
    files: tuple[Line, ...] = Field(strict=False)
    traces: tuple[Line, ...] = Field(default=(), strict=False)
    install: Line | None = None
    oldest_version: Version | None = None
    newest_version: Version | None = None
    default_max_output: Tokens | None = None
    default_thinking_budget: Tokens | None = None
    model_names: dict[Identifier, Identifier] = {}


class CatalogFile(_Frozen):
    """A whole catalog. ``removed_models`` are for a user's file: models that shall no longer be offered."""

    default_model: Identifier
    removed_models: tuple[Identifier, ...] = Field(default=(), strict=False)
    key: KeyEntry
    regions: dict[Identifier, RegionEntry]
    endpoints: dict[Identifier, EndpointEntry]
    models: dict[Identifier, ModelEntry]
    foreign_hosts: dict[Line, ForeignHostEntry]
    tools: dict[Identifier, ToolEntry]
