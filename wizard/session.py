"""What a run is over: one home folder, its surroundings, and the catalog that counts there."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.catalog import Catalog, load
from wizard.environment import Environment
from wizard.errors import UsageError
from wizard.plan.detect import Detected, detect, detect_all, installed
from wizard.plugins import load_tools
from wizard.tools import tool
from wizard.tools.base import Notice

if TYPE_CHECKING:
    from wizard.apply.reach import Reach
    from wizard.apply.state import StateFolder

USER_CATALOG = ("coding-plan-wizard", "catalog.toml")
"""Where a user's own catalog lies below the folder of configuration files."""


@dataclass(frozen=True)
class Session:
    """One home folder with one catalog."""

    environment: Environment
    catalog: Catalog
    notices: tuple[Notice, ...] = ()
    """What to tell about the session itself, whatever it is used for."""

    @classmethod
    def start(cls, environment: Environment, catalog_file: Path | None = None) -> "Session":
        """A session with the built-in catalog, all tools, and the user's own catalog laid over both.

        Raises:
            CatalogError: a catalog file cannot be used.
        """
        usual = environment.config_home.joinpath(*USER_CATALOG)
        # Unlike Path.exists, this takes a folder that may not be looked into for one without the file.
        overlay = catalog_file or (usual if os.path.exists(usual) else None)  # noqa: PTH110  as said
        tools = load_tools()
        catalog = load(tools.facts, overlay)
        notices = tools.notices
        if environment.home_given and overlay == usual:
            notices = (*notices, *_about_hosts(catalog, load(tools.facts), usual))
        return cls(environment, catalog, notices)

    @property
    def state_folder(self) -> "StateFolder":
        """Where history and backups of this home folder are kept."""
        from wizard.apply.state import StateFolder

        environment = self.environment
        if environment.home_given:
            return replace(StateFolder.of(environment.home, {}, environment.platform), within=environment.home)
        return StateFolder.of(environment.home, environment.variables, environment.platform)

    def detect(self, tool_id: str, *, ask_version: bool = False) -> Detected:
        """What there is of one tool."""
        return detect(tool_id, self.catalog, self.environment, ask_version=ask_version)

    def detect_all(self, *, ask_version: bool = False) -> dict[str, Detected]:
        """What there is of every tool, by id, in the catalog's order."""
        return detect_all(self.catalog, self.environment, ask_version=ask_version)

    @property
    def tools_in_scope(self) -> tuple[str, ...]:
        """The ids of all tools; for a project, of those that read a file of it."""
        return tuple(name for name in self.catalog.tools if not self.environment.project or tool(name).has_project_file)

    def named_tools(self, names: Sequence[str]) -> tuple[str, ...]:
        """The tool ids that ``names`` mean, each once; ``detected`` stands for every installed tool.

        Raises:
            UsageError: a name is unknown, or nothing is installed.
        """
        known = ", ".join(self.catalog.tools)
        chosen: list[str] = []
        for name in names:
            if name == "detected":
                there = [tool for tool in self.catalog.tools if installed(tool, self.catalog, self.environment).found]
                if not there:
                    raise UsageError("choices.none-detected", known=known)
                chosen += there
            elif name in self.catalog.tools:
                chosen.append(name)
            else:
                raise UsageError("choices.tool-unknown", tool=name, known=known)
        return tuple(dict.fromkeys(chosen))

    @property
    def reach(self) -> "Reach":
        """The files that history and journal are believed about."""
        from wizard.plan.reach import reach_of

        return reach_of(self.catalog, self.environment)


def _about_hosts(catalog: Catalog, built_in: Catalog, path: Path) -> Iterator[Notice]:
    """That the catalog in a home named by hand, which may be somebody else's, sends the key to hosts of its own."""
    known = {region.host for region in built_in.regions.values()}
    own = sorted({region.host for region in catalog.regions.values()} - known)
    if own:
        yield Notice("catalog.other-hosts", {"hosts": ", ".join(own)}, path)
