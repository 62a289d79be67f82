"""The places where this run would look for files of the tools: what a record of an earlier run may name."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from wizard.apply.reach import Reach
from wizard.catalog import Catalog
from wizard.environment import Environment
from wizard.errors import WizardError
from wizard.tools import tool

_ANY_PROJECT: Final = ".coding-plan-wizard-any-project"
"""The name of a folder that stands for any project's while the tools are asked for their files in one."""


def reach_of(catalog: Catalog, environment: Environment) -> Reach:
    """All files of the catalog's tools, and the wizard's own."""
    project = environment.home / _ANY_PROJECT
    users = {environment.profiles_file, *_files(catalog, environment)}
    around = replace(environment, project=None, working_folder=project, home_given=False)
    in_projects = [*_files(catalog, around), *_files(catalog, replace(around, project=project))]
    return Reach(
        files=frozenset({*users, *(Path(os.path.realpath(path)) for path in users)}),
        project_files=frozenset(path.relative_to(project).parts for path in in_projects if project in path.parents),
        within=environment.home if environment.home_given else None,
        project=environment.project,
    )


def _files(catalog: Catalog, environment: Environment) -> Iterator[Path]:
    for name in catalog.tools:
        try:
            files = tool(name).files(environment)
        except (WizardError, OSError):  # its folder cannot be read; said where the tool is looked at
            continue
        yield from (file.path for file in files)
