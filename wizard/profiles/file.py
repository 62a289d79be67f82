"""The plans that save and delete profiles. Their file is patched like a tool's: what the user wrote in it stays."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from wizard.environment import Environment
from wizard.formats import Delete, DocumentPath, Set, Value
from wizard.plan.build import change_of
from wizard.plan.detect import opened_file
from wizard.plan.plan import Plan
from wizard.profiles.profile import Profile, ProfileError
from wizard.profiles.read import LONGEST_NAME, named_well, profiles
from wizard.tools.base import PlannedEdit, ToolFile

OWNER: Final = "coding-plan-wizard"
"""Stands where a changed file's tool is named: the file is the wizard's own."""
COMMAND: Final = "profile"
"""The command that the history names."""


def saved(environment: Environment, profile: Profile) -> Plan:
    """The plan that puts ``profile`` into the file, in the place of one with its name.

    Raises:
        ProfileError: the file cannot be used, or the name is none.
    """
    if not named_well(profile.name):
        raise ProfileError("profiles.name", longest=LONGEST_NAME)
    wanted = dict(_values(profile))
    present = next((dict(_values(one)) for one in profiles(environment) if one.name == profile.name), {})
    values = {"name": profile.name}
    edits = [PlannedEdit(Delete(path), "profiles.saved", values) for path in present if path not in wanted]
    edits += [PlannedEdit(Set(path, value), "profiles.saved", values) for path, value in wanted.items()]
    return _plan(environment, edits)


def deleted(environment: Environment, names: Iterable[str]) -> Plan:
    """The plan that takes the profiles ``names`` out of the file; a file with nothing left in it goes.

    Raises:
        WizardError: the file cannot be edited.
    """
    return _plan(environment, [PlannedEdit(Delete((name,)), "profiles.deleted", {"name": name}) for name in names])


def _plan(environment: Environment, edits: list[PlannedEdit]) -> Plan:
    change = change_of(OWNER, opened_file(ToolFile("profiles", environment.profiles_file, "toml")), edits, ())
    if change.planned_bytes is not None and not change.planned_bytes.strip():
        change = replace(change, planned_bytes=None, planned_mode=None, replacements=None)
    return Plan(COMMAND, (), {}, (change,))


def _values(profile: Profile) -> Iterator[tuple[DocumentPath, Value]]:
    """What the file holds of ``profile``, by place."""
    name = profile.name
    if profile.region:
        yield (name, "region"), profile.region
    if profile.tools:
        yield (name, "tools"), list(profile.tools)
    if profile.model:
        yield (name, "model"), profile.model
    if profile.small_model:
        yield (name, "small_model"), profile.small_model
    if profile.thinking:
        yield (name, "thinking"), profile.thinking.label
    if profile.key:
        yield (name, profile.key.kind), profile.key.place
    for tool, own in profile.by_tool.items():
        if own.model:
            yield (name, "tool", tool, "model"), own.model
        if own.thinking:
            yield (name, "tool", tool, "thinking"), own.thinking.label
