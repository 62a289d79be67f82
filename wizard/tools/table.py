"""A tool as a table of settings: each stands there once, and everything else is a reading of it.

The readings are what a choice writes, what a removal takes back, what the doctor finds, what of a project's file leads
away from the plan, and, since a finding knows the settings it is about, what repairs it.
"""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import ClassVar, Final, TypeAlias

from wizard.catalog import Model
from wizard.formats import Delete, DocumentPath, Set, Value
from wizard.key import Credential
from wizard.text import say
from wizard.tools.base import Choice, FileEdits, Notice, OpenedFile, PlannedEdit, Proposal, Thinking, Tool, View
from wizard.tools.checks import shadow_problems, whole
from wizard.tools.judgements import key_problems, model_problems, url_problems
from wizard.tools.ownership import BY_HISTORY, SURELY
from wizard.tools.values import Place, ToolState


class Want(Enum):
    """What a setting may want beside a value."""

    NOTHING = "nothing may stand there"
    ANYTHING = "what stands there stays"


class Owner(Enum):
    """Whose the present value is, for a removal."""

    PLAN = SURELY
    HISTORY = BY_HISTORY
    USER = "it stays"


NOTHING: Final = Want.NOTHING
ANYTHING: Final = Want.ANYTHING
Test: TypeAlias = Callable[[Value], bool]


def is_none(value: Value) -> bool:
    """Whether nothing stands there."""
    return value is None


def is_empty(value: Value) -> bool:
    """Whether nothing stands there, or nothing that says anything."""
    return not value


def is_no_number(value: Value) -> bool:
    """Whether no whole number stands there, also none as text."""
    return whole(value) is None


def only(wanted: Value) -> Test:
    """Whether ``wanted`` stands there, and nothing else."""
    return lambda value: value == wanted


@dataclass(frozen=True)
class Setting:
    """One setting: ``value`` is what the choice wants at ``path`` of the file ``role``, and ``reason`` says why.

    ``good`` tests what else may stand there; without it anything may, but where nothing is wanted. ``missing`` is the
    finding where there is only what is ``blank``, ``wrong`` the one where something else stands there than may.
    Without a ``reason`` it is never written, only judged.
    """

    path: DocumentPath
    value: "Value | Want"
    reason: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    role: str = "settings"
    good: Test | None = None
    blank: Test = is_none
    missing: Notice | None = None
    wrong: Notice | None = None
    owner: Owner = Owner.HISTORY

    def within(self, limit: int | None, code: str, model: str, present: Value) -> "Setting":
        """The same, with at most ``limit``: the finding ``code`` tells how much more the ``present`` number is."""
        wrong = Notice(code, {"model": model, "value": whole(present), "limit": limit})
        return replace(self, good=lambda value: limit is None or (whole(value) or 0) <= limit, wrong=wrong)

    def edit(self, file: OpenedFile) -> PlannedEdit | None:
        """What makes it hold in ``file``; None where there is nothing to do."""
        if not isinstance(self.value, Want):
            return PlannedEdit(Set(self.path, self.value), self.reason, self.values)
        unwanted = self.value is NOTHING and file.has(*self.path)
        return PlannedEdit(Delete(self.path), self.reason, self.values) if unwanted else None

    def fault(self, value: Value) -> Notice | None:
        """What is wrong with the present ``value``."""
        if self.blank(value):
            return self.missing
        fits = self.good(value) if self.good else self.value is not NOTHING
        return None if fits else self.wrong


@dataclass(frozen=True)
class Case:
    """What the settings follow from: the tool as it is, and a choice for it.

    ``judged`` is the model whose limits hold for what stands there; None where it is none of the plan.
    """

    view: View
    choice: Choice
    judged: Model | None

    def is_plans_model(self, value: Value) -> bool:
        """Whether ``value`` is the id of a model of the plan."""
        return isinstance(value, str) and value in self.view.catalog.models


class TableTool(Tool):
    """A tool that is its table. What does not fit a setting stands in the other methods."""

    next_step: ClassVar[str]
    """The text key of what to do after it was set up."""
    shadowed: ClassVar[str] = ""
    """The code of the finding that a project's file leads away from the plan."""
    deciding: ClassVar[tuple[DocumentPath, ...]] = ()
    """With what a project's file decides whether the plan is reached; with every tested setting where none is named."""
    model_at: ClassVar[DocumentPath] = ()
    """Where a project's file names another model, whose limits hold then."""
    no_thinking: ClassVar[str] = ""
    """The code of the warning that it has no setting for thinking."""

    @abstractmethod
    def settings(self, case: Case) -> Iterable[Setting]:
        """Every setting, in the order in which a new file gets them, and in which what is wrong is told."""

    @abstractmethod
    def present(self, view: View) -> ToolState | None:
        """What it is set to, with what is wrong with address, model and key; None where nothing is of the plan."""

    def findings(self, case: Case) -> Iterator[Notice]:
        """What is wrong beside the settings."""
        del case
        yield from ()

    def conflicts(self, case: Case) -> Iterator[Notice]:
        """What gets in the way whatever is chosen; ``case`` is the present one."""
        yield from self.shadows(case)

    def warnings(self, case: Case) -> Iterator[Notice]:
        """What to know of a choice before it is written."""
        thinking, can_think = case.choice.thinking, case.judged and case.judged.can_think
        if self.no_thinking and (thinking.budget is not None or (can_think and not thinking.enabled)):
            yield Notice(self.no_thinking)

    def require(self, view: View, choice: Choice) -> None:
        """Raise where this tool cannot be set up so.

        Raises:
            WizardError: it cannot.
        """

    def merged_with(self, view: View, role: str) -> tuple[str, ...]:
        """The roles of the files that are read as one with that of ``role``, the one that wins last."""
        del view
        return (role,)

    def why_kept(self, shadow: OpenedFile) -> str:
        """The text key of why a project's file is not for the doctor to change; empty where it is."""
        del shadow
        return ""

    def state(self, view: View) -> ToolState:
        """What it is set to, and what its settings find wrong with that."""
        state = self.present(view)
        if state is None:
            return ToolState()
        case = case_of(view, state)
        return replace(state, problems=(*state.problems, *self._faults(case), *self.conflicts(case)))

    def configure(self, view: View, choice: Choice) -> Proposal:
        """The settings as chosen.

        Raises:
            WizardError: this tool cannot be set up so.
        """
        self.require(view, choice)
        case = Case(view, choice, view.catalog.models[choice.model])
        edits: dict[str, list[PlannedEdit]] = {}
        for setting in self.settings(case):
            if setting.reason and (edit := setting.edit(view.files[setting.role])):
                edits.setdefault(setting.role, []).append(edit)
        warnings = (*self.conflicts(case_of(view, self.present(view))), *self.warnings(case))
        return Proposal(_files(view, edits), warnings, (say(self.next_step, command=view.facts.command),))

    def withdraw(self, view: View) -> Proposal:
        """The settings that are not the user's own, those first that are surely the plan's."""
        written = [each for each in self.settings(case_of(view, self.present(view))) if each.reason]
        edits: dict[str, list[PlannedEdit]] = {}
        for owner in (Owner.PLAN, Owner.HISTORY):
            for setting in written:
                if setting.owner is owner:
                    edits.setdefault(setting.role, []).append(PlannedEdit(Delete(setting.path), owner.value))
        return Proposal(_files(view, edits))

    def shadows(self, case: Case) -> Iterator[Notice]:
        """What a project's file says of the settings: what leads away from the plan, else what leads there as well."""
        view = case.view
        for shadow in view.of_role("shadow"):
            tested = self.tested(case, shadow)
            away = [path for path, is_good in tested.items() if not is_good]
            why = self.why_kept(shadow)
            yield from shadow_problems(view, shadow, self.shadowed, away=away, alike=tested, why=why)

    def tested(self, case: Case, shadow: OpenedFile) -> dict[DocumentPath, bool]:
        """Whether what a project's file says may stand there, by setting."""
        model = shadow.text(*self.model_at)
        there = replace(case, judged=case.view.catalog.models.get(model)) if model else case
        found = {each.path: each.good for each in self.settings(there) if each.good and shadow.has(*each.path)}
        return {path: good(shadow.get(*path)) for path, good in found.items() if path in (self.deciding or found)}

    def _faults(self, case: Case) -> Iterator[Notice]:
        found: dict[object, Notice] = {}
        for setting in self.settings(case):
            roles, file = self.merged_with(case.view, setting.role), case.view.files[setting.role]
            if len(roles) > 1:
                files = [case.view.files[role] for role in roles]
                file = next((each for each in reversed(files) if each.has(*setting.path)), file)
            if fault := setting.fault(file.get(*setting.path)):
                places = frozenset((role, setting.path) for role in roles)
                notice = replace(fault, path=fault.path or file.file.path, about=places | fault.about)
                # One sentence names all settings with the same fault.
                key = (notice.code, notice.path) if "names" in notice.values else len(found)
                found[key] = _joined(found[key], notice) if key in found else notice
        yield from found.values()
        yield from self.findings(case)


def about(notices: Iterable[Notice], *places: Place) -> Iterator[Notice]:
    """``notices``, about the settings at ``places``."""
    return (replace(notice, about=notice.about | frozenset(places)) for notice in notices)


def state_of(
    view: View,
    address: tuple[Place, str | None],
    model: tuple[Place, str | None],
    key: tuple[Place, Credential | None],
    unreached: Notice | None = None,
    also: Iterable[Notice] = (),
    key_in: Place | None = None,
) -> ToolState:
    """What a tool is set to by three settings, each with its value.

    ``unreached`` is told of a host that is neither the plan's nor a known one, and what is ``also`` wrong after it.
    ``key_in`` is where the key itself is, where ``key`` only names the place.
    """
    (at, base_url), (model_at, in_use), (key_at, credential) = address, model, key
    region, wrong = view.catalog.region_of(base_url or ""), url_problems(view, base_url, _path(view, at))
    if region is None and not wrong and unreached:
        wrong = [replace(unreached, path=_path(view, at))]
    return ToolState(
        configured=region is not None,
        region=region,
        model=in_use,
        credential=credential,
        problems=(
            *about(wrong, at),
            *also,
            *about(model_problems(view, in_use, _path(view, model_at)), model_at),
            *about(key_problems(view, credential, _path(view, key_at)), key_at, key_in or key_at),
        ),
        meant_region=view.catalog.meant_region(base_url or ""),
    )


def _path(view: View, place: Place) -> Path:
    return view.files[place[0]].file.path


def case_of(view: View, state: ToolState | None) -> Case:
    """The case in which a tool is set up as it is; where it is not, as the catalog's defaults say."""
    catalog, state = view.catalog, state or ToolState()
    judged = catalog.models.get(state.model or "")
    model = str(state.model) if judged else catalog.default_model
    region = state.region or state.meant_region or next(iter(catalog.regions))
    thinking = state.thinking or Thinking(catalog.models[model].can_think)
    return Case(view, Choice(region, model, thinking, state.credential, state.small_model), judged)


def owner(*, ours: bool, surely: bool) -> Owner:
    """Whose a value is that is ``ours`` as far as the tool's file says, and ``surely`` the plan's."""
    if not ours:
        return Owner.USER
    return Owner.PLAN if surely else Owner.HISTORY


def _joined(first: Notice, other: Notice) -> Notice:
    names = f"{first.values['names']}, {other.values['names']}"
    return replace(first, values={**first.values, "names": names}, about=first.about | other.about)


def _files(view: View, edits: Mapping[str, list[PlannedEdit]]) -> tuple[FileEdits, ...]:
    return tuple(FileEdits(role, tuple(edits[role])) for role in view.files if role in edits)
