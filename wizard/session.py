"""One session over catalog, surroundings, plan and apply: what every front end calls."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.catalog import Catalog, load
from wizard.environment import Environment
from wizard.errors import UsageError, WizardError
from wizard.key import Credential, LiteralKey
from wizard.plan.build import Draft, configured
from wizard.plan.choices import Wanted, checked_model, checked_region, resolve
from wizard.plan.detect import Detected, detect, detect_all, installed, started_fresh
from wizard.plan.plan import Plan, ToolNotice
from wizard.plan.retired import ContentsOf, with_retired
from wizard.plugins import load_tools
from wizard.tools import tool
from wizard.tools.base import Notice

if TYPE_CHECKING:
    from wizard.apply.change import Change, FileWrite
    from wizard.apply.history import History
    from wizard.apply.reach import Reach
    from wizard.apply.recovery import BrokenOff, Recovery
    from wizard.apply.state import StateFolder
    from wizard.doctor.diagnose import Diagnosis
    from wizard.doctor.examine import Examination
    from wizard.doctor.finding import Finding
    from wizard.key_source import KeySource
    from wizard.plan.plan import FileChange
    from wizard.profiles import Profile
    from wizard.tools.base import Choice, Proposal

USER_CATALOG = ("coding-plan-wizard", "catalog.toml")
"""Where a user's own catalog lies below the folder of configuration files."""


@dataclass(frozen=True, slots=True)
class Session:
    """A run over one home folder with one catalog. Its methods decide; only ``write`` and ``recover`` act."""

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

    def examine(self, tools: Sequence[str] = (), *, ask_version: bool = False) -> "Examination":
        """What is wrong with ``tools``, all of them where none are named. All tools are looked at together.

        Versions are asked for where they matter, or of all tools on request.
        """
        from wizard.doctor.examine import examine

        return examine(self.detect_all(ask_version=ask_version), tools)

    def diagnose(
        self, pasted: str, examination: "Examination", now: datetime, zone: tzinfo | None = None
    ) -> "tuple[Diagnosis, ...]":
        """What the error text ``pasted`` means, best first, with what the set-up says about it.

        ``now`` is aware; times of quotas are told in ``zone``, the system's where None.
        """
        from wizard.doctor.diagnose import diagnose

        return diagnose(pasted, examination, self.environment, now, zone)

    def repair(self, examination: "Examination", wanted: Wanted) -> Plan:
        """The plan that mends what files can mend; ``wanted`` gives what is missing, such as a key.

        Raises:
            PlanRefusedError: a file cannot be edited.
        """
        from wizard.doctor.repair import repair

        return repair(examination, self.catalog, wanted)

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

    def plan(
        self,
        wanted: Wanted,
        tools: Sequence[str],
        found: Mapping[str, Detected] | None = None,
        *,
        command: str = "apply",
        skip_failing: bool = False,
        start_fresh: bool = False,
        mending: "Sequence[Finding]" = (),
    ) -> Plan:
        """The plan that makes ``wanted`` hold for ``tools``; without tools, for those already on the plan.

        ``found`` are tools that were detected already. ``start_fresh`` gives up the content of files that cannot
        be parsed. The edits that the findings
        ``mending`` carry are made along with it.

        Raises:
            UsageError: a choice is missing.
            PlanRefusedError: a tool cannot be done.
        """
        if wanted.region:
            checked_region(self.catalog, wanted.region)
        for model in (wanted.model, wanted.small_model, *(own.model for own in wanted.by_tool.values())):
            if model:
                checked_model(self.catalog, model)
        key = wanted.credential or wanted.usual_credential
        needs_others = not tools or not (wanted.region and key)
        known = dict(found or {})
        for name in self.catalog.tools if needs_others else tools:
            if name not in known:
                known[name] = self.detect(name)
        names = tuple(tools) or tuple(name for name in known if known[name].state.configured)
        if not names:
            raise UsageError("choices.tool-missing", known=", ".join(self.catalog.tools))
        chosen = {name: started_fresh(known[name]) if start_fresh else known[name] for name in names}
        users = self._of_user() if self.environment.project else None
        able = {name: detected for name, detected in chosen.items() if not detected.error}
        choices, told = resolve(self.catalog, wanted, able, (users or known).values(), users)
        draft = Draft(command)
        for name, detected in chosen.items():
            if name not in able and detected.error:
                draft.add(name, partial(_refused, detected.error))
                continue
            mends = [finding for finding in mending if finding.tool == name]
            draft.add(name, partial(_configured, detected, choices[name], mends, self._contents_of))
        secrets = _secrets([*known.values(), *(users or {}).values()], wanted)
        told = (*told, *_about_key(key), *self._about_git(draft.files))
        return draft.finished(choices, secrets, told, skip_failing=skip_failing)

    def switch(self, wanted: Wanted, tools: Sequence[str], *, skip_failing: bool = False) -> Plan:
        """The plan that gives the tools already on the plan (or those of them named) another model.

        Raises:
            PlanRefusedError: a tool cannot be done, or a named one is not on the plan.
            WizardError: no tool is on the plan.
        """
        found = self.detect_all()
        on_plan = tuple(name for name in found if found[name].state.configured)
        unread = tuple(name for name in found if found[name].error)
        names = tuple(tools) or on_plan or unread
        if not names:
            raise WizardError("choices.nothing-on-plan")
        for name in names:
            if name not in {*on_plan, *unread}:
                found[name] = replace(found[name], error=WizardError("choices.not-on-plan", tool=name))
        plan = self.plan(wanted, names, found, command="switch", skip_failing=skip_failing)
        return plan if tools else _with_unread(plan, found)

    def profiles(self) -> "tuple[Profile, ...]":
        """The saved choices, in their file's order.

        Raises:
            WizardError: their file cannot be used.
        """
        from wizard.profiles.read import profiles

        return profiles(self.environment)

    def use_profile(
        self,
        name: str,
        wanted: Wanted,
        tools: Sequence[str] = (),
        *,
        command: str = "apply",
        skip_failing: bool = False,
        start_fresh: bool = False,
    ) -> Plan:
        """The plan that makes the profile ``name`` hold for its tools; ``wanted`` and ``tools`` go before it.

        Raises:
            UsageError: there is no such profile, its key is not there, or a choice is missing.
            PlanRefusedError: a tool cannot be done.
            WizardError: the profile cannot be used.
        """
        from wizard.profiles.use import laid_over, named, others_stay

        profile = named(name, self.profiles(), self.catalog, self.environment)
        chosen = laid_over(profile, wanted, self.environment, self.catalog)
        found = self.detect_all()
        names = tuple(tools) or profile.tools
        chosen_tools = names or tuple(name for name in found if found[name].state.configured)
        if not wanted.small_model and not any(found[name].tool.has_small_model for name in chosen_tools):
            chosen = replace(chosen, small_model=None)
        plan = self.plan(chosen, names, found, command=command, skip_failing=skip_failing, start_fresh=start_fresh)
        return replace(plan, warnings=(*plan.warnings, *others_stay(profile, plan, found)))

    def save_profile(
        self, name: str, wanted: Wanted, tools: Sequence[str] = (), key: "KeySource | None" = None
    ) -> Plan:
        """The plan that saves what ``tools`` are set to now, ``wanted`` laid over it, as the profile ``name``.

        Without ``tools`` it is all that are on the plan; without ``key`` the place named so far stays.

        Raises:
            WizardError: something of it is not possible, or the file of profiles cannot be used.
        """
        from wizard.profiles.file import saved
        from wizard.profiles.use import as_it_is

        found = self.detect_all()
        profile, told = as_it_is(name, found, self.profiles(), self.environment, wanted, tools, key)
        return replace(saved(self.environment, profile), warnings=tuple(ToolNotice(None, one) for one in told))

    def delete_profiles(self, names: Sequence[str]) -> Plan:
        """The plan that deletes the profiles ``names``.

        Raises:
            UsageError: there is no such profile.
            WizardError: the file of profiles cannot be used.
        """
        from wizard.profiles.file import deleted
        from wizard.profiles.use import existing

        return deleted(self.environment, [existing(name, self.profiles()).name for name in names])

    def _of_user(self) -> dict[str, Detected]:
        """The tools as the user has them, whatever a project says."""
        return detect_all(self.catalog, replace(self.environment, project=None))

    def _about_git(self, files: "Iterable[FileChange]") -> Iterator[ToolNotice]:
        if not self.environment.project:
            return
        from wizard.plan.tracked import git_notices

        written = {change.path: change.tool for change in files if change.action in {"create", "modify"}}
        for notice in git_notices(written, self.environment):
            yield ToolNotice(written[notice.path] if notice.path else None, notice)

    def _contents_of(self, resolved_path: Path) -> "Iterable[tuple[bytes | None, bytes | None]]":
        from wizard.apply.baseline import Baselines

        return Baselines(self.state_folder).contents(resolved_path)

    def remove(self, tools: Sequence[str], *, skip_failing: bool = False) -> Plan:
        """The plan that takes the Coding Plan out of ``tools`` again; without tools, out of all that hold it."""
        from wizard.apply.baseline import Baselines
        from wizard.plan.certain import holds_plan
        from wizard.plan.withdraw import withdrawn

        found = self.detect_all()
        names = tuple(tools) or tuple(name for name in found if found[name].state.configured or holds_plan(found[name]))
        baselines = Baselines(self.state_folder)
        draft = Draft("remove")
        for name in names:
            draft.add(name, partial(withdrawn, found[name], baselines.of))
        secrets = _secrets(found.values(), Wanted())
        plan = draft.finished({}, secrets, skip_failing=skip_failing) if names else None
        plan = replace(plan, tools=names) if plan else Plan("remove", (), {}, ())
        return plan if tools else _with_unread(plan, found)

    def history(self) -> "tuple[Change, ...]":
        """All changes made so far, newest first."""
        from wizard.apply.history import changes

        return changes(self.state_folder)

    def history_read(self) -> "History":
        """``history``, with the files of those entries that cannot be read."""
        from wizard.apply.history import load

        return load(self.state_folder)

    def outdated(self, *, keep: int, max_age_days: int, now: datetime) -> "tuple[Change, ...]":
        """The changes behind the newest ``keep``, and those older than ``max_age_days``; ``now`` is aware."""
        from wizard.apply.retention import outdated

        return outdated(self.state_folder, keep=keep, max_age_days=max_age_days, now=now)

    def unneeded_backups(self, forgotten: "Sequence[Change]") -> tuple[str, ...]:
        """The kept contents that nothing needs once ``forgotten`` are."""
        from wizard.apply.retention import unneeded

        return unneeded(self.state_folder, forgotten)

    def prune(self, forgotten: "Sequence[Change]") -> None:
        """Forget exactly these changes, and remove the contents that nothing needs then.

        Raises:
            WriteError: something could not be removed.
        """
        from wizard.apply.retention import prune

        prune(self.state_folder, forgotten)

    def undo(self, change_id: str | None, *, force: bool = False, skip_failing: bool = False) -> "tuple[Plan, Change]":
        """The plan that takes one change back, the newest that is not undone where none is named.

        ``force`` takes back also those of its values that were changed since, ``skip_failing`` leaves them.

        Raises:
            WizardError: there is no such change, or it cannot be taken back.
        """
        from wizard.plan.undo import chosen_change, owners_of, undo_plan

        state = self.state_folder
        change = chosen_change(state, change_id)
        self.reach.require(change)
        owners = owners_of(change, self.catalog, self.environment)
        plan = undo_plan(
            state, owners, change, force=force, skip_failing=skip_failing, in_project=bool(self.environment.project)
        )
        return plan, change

    def write(self, plan: Plan, *, now: datetime, summary: Mapping[str, str] | None = None) -> "Change | None":
        """Write what ``plan`` shows, all files or none; None where nothing was to be written.

        Raises:
            ChangedSinceError: a file is not what it was when the plan was made.
            WriteError: writing failed and everything was put back.
        """
        if not plan.pending:
            return None
        from wizard.apply.writer import apply

        noted = {**plan.summary, **(summary or {})}
        return apply(
            _writes(plan),
            state=self.state_folder,
            command=plan.command,
            tools=plan.tools,
            summary=noted,
            now=now,
            reach=None if self.environment.home_given else lambda: self.reach,
        )

    def check(self, plan: Plan) -> None:
        """Find whatever would stop ``plan`` from being written, before anyone is asked.

        Raises:
            WizardError: a file cannot be written, or changed since.
        """
        if not plan.pending:
            return
        from wizard.apply.check import check, check_inside, check_state

        self.environment.require_own_home()
        check_state(self.state_folder)
        # What an undo may reach is settled already; it may be a project's file.
        folder = self.environment.project or (self.environment.home if self.environment.home_given else None)
        if folder and plan.command != "undo":
            check_inside(_writes(plan), folder)
        check(_writes(plan))

    @property
    def reach(self) -> "Reach":
        """The files that history and journal are believed about."""
        from wizard.plan.reach import reach_of

        return reach_of(self.catalog, self.environment)

    def broken_off(self) -> "BrokenOff | None":
        """What an earlier run left half-done, without touching it; None where there is nothing.

        Raises:
            StateRefusedError: the wizard's own folder is not the user's alone.
        """
        folder = self.state_folder
        folder.require_own()
        if not folder.unsettled:
            return None
        from wizard.apply.recovery import find_broken_off

        return find_broken_off(folder, self.reach)

    def recover(self) -> "Recovery | None":
        """Finish or undo what an earlier run left half-done; None where there is nothing.

        Raises:
            HomeError: the home is another user's.
            StateRefusedError: the wizard's own folder is not the user's alone.
            WriteError: a file could not be put back.
        """
        folder = self.state_folder
        if not folder.unsettled:
            return None
        from wizard.apply.recovery import recover

        self.environment.require_own_home()
        return recover(folder, self.reach)


def _about_hosts(catalog: Catalog, built_in: Catalog, path: Path) -> Iterator[Notice]:
    """That the catalog in a home named by hand, which may be somebody else's, sends the key to hosts of its own."""
    known = {region.host for region in built_in.regions.values()}
    own = sorted({region.host for region in catalog.regions.values()} - known)
    if own:
        yield Notice("catalog.other-hosts", {"hosts": ", ".join(own)}, path)


def _with_unread(plan: Plan, found: Mapping[str, Detected]) -> Plan:
    """``plan`` for all tools on the plan, with a warning for each whose files do not say whether it is one of them."""
    unread = ((name, detected) for name, detected in found.items() if detected.error)
    told = [ToolNotice(name, problem) for name, detected in unread for problem in detected.state.problems]
    return replace(plan, warnings=(*plan.warnings, *told))


def _writes(plan: Plan) -> "list[FileWrite]":
    from wizard.apply.change import FileWrite

    return [FileWrite(change.snapshot, change.planned_bytes, change.planned_mode) for change in plan.pending]


def _configured(
    detected: Detected, choice: "Choice", mends: "Sequence[Finding]", contents_of: ContentsOf
) -> "tuple[Proposal, list[FileChange]]":
    detected = with_retired(detected, contents_of)
    if not mends:
        return configured(detected, choice)
    from wizard.doctor.repair import configured_and_mended

    return configured_and_mended(detected, choice, mends)


def _refused(error: WizardError) -> "tuple[Proposal, list[FileChange]]":
    raise error


def _about_key(key: Credential | None) -> Iterator[ToolNotice]:
    if isinstance(key, LiteralKey) and key.trimmed:
        yield ToolNotice(None, Notice("key.trimmed"))


def _secrets(found: Iterable[Detected], wanted: Wanted) -> frozenset[str]:
    secrets = frozenset[str]().union(*(detected.secrets for detected in found))
    given = (wanted.credential, wanted.usual_credential)
    return secrets | {key.secret.get_secret_value() for key in given if isinstance(key, LiteralKey)}
