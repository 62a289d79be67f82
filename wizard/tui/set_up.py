"""The steps in their order, forth and back, with what was answered kept."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from wizard.doctor.finding import Finding
from wizard.errors import UsageError, WizardError
from wizard.plan.detect import Detected
from wizard.plan.plan import PlanRefusedError
from wizard.steps import NAMES
from wizard.steps.answers import Answers, offered_key
from wizard.steps.offers import model_offers, region_offers, thinking_offers, thinking_words, tool_offers
from wizard.steps.run import equivalent_command, plan_answers
from wizard.steps.small_model import preselected, small_model_offers, small_model_row, with_small_model
from wizard.text import say
from wizard.text.names import short_region_name
from wizard.tui.flow import Flow, GivenUpError, sentences
from wizard.tui.screens.step import BACK, EXPLAIN, ON, SMALL_MODEL, ModelStep, RegionStep, SmallModelStep, Step, Way
from wizard.tui.widgets.rail import Progress

LEFT = Way("left")
"""The steps were left because something else was written."""


class SetUp:
    """One run over the steps; with ``only_model`` it asks for the model alone, and the rail leads to the others.

    ``first`` says that no screen comes before it.
    """

    def __init__(self, flow: Flow, answers: Answers, *, only_model: bool = False, first: bool = False) -> None:
        self.flow = flow
        self.session = flow.session
        self.answers = answers
        self.only_model = only_model
        self.first = first
        self.furthest = NAMES.index("review") if only_model else 0
        self.complaint = ""
        self.taken: dict[tuple[str | None, str, Path | None], bool] = {}
        """For each finding that was shown (tool, code, file), whether its repair goes into the diff."""

    async def run(self) -> bool | None:
        """True when the plan was written or nothing was to be done, None when the user went back out of it."""
        at = NAMES.index("model") if self.only_model else 0
        while True:
            self.furthest = max(self.furthest, at)
            way = await self._reviewed() if NAMES[at] == "review" else await self._asked(NAMES[at])
            if way is None or way is LEFT:
                return True
            if way is ON:
                at = NAMES.index("review") if self.only_model else at + 1
            elif way is BACK:
                if self.only_model and NAMES[at] == "model":
                    return None
                at = NAMES.index("model") if self.only_model else at - 1
            else:
                # A step of the rail: from there on all steps count.
                self.only_model = self.only_model and way.to in {"model", "review"}
                at = NAMES.index(way.to)
            if at < 0:
                return None

    def _progress(self, here: str) -> Progress:
        answers, catalog = self.answers, self.session.catalog
        texts = {
            "region": short_region_name(catalog.regions[answers.region].name),
            "tools": self._tools_in_short(),
            "model": answers.model,
            "thinking": thinking_words(answers.thinking),
            "key": answers.typed_key.masked if answers.typed_key else say("tui.rail.key"),
        }
        reached = NAMES[: self.furthest + 1]
        kept = {step: text for step, text in texts.items() if step in reached and step != here}
        doing = say("tui.switching") if self.only_model else say("steps.start.set-up")
        return Progress(here, kept, frozenset(reached), doing)

    def _tools_in_short(self) -> str:
        tools = self.answers.tools
        if len(tools) == 1:
            return self.session.catalog.tools[tools[0]].name
        return say("tui.rail.tools", count=len(tools))

    async def _asked(self, step: str) -> Way:
        complaint, self.complaint = self.complaint, ""
        while True:
            screen = self._screen(step, self._progress(step), complaint)
            way = await self.flow.ask(screen)
            self._keep(screen, way)
            if way is SMALL_MODEL:
                way = await self._small_model()
                if way not in {ON, BACK}:
                    return way
            elif way is not EXPLAIN or not isinstance(screen, RegionStep):
                return way
            elif await self._explained(screen.pasted):
                return LEFT

    async def _small_model(self) -> Way:
        """Ask for the model for quick work; on and back both lead to the models again."""
        found = self.flow.found
        offers = small_model_offers(self.session.catalog, found, self.answers)
        screen = SmallModelStep(self._progress("model"), offers, preselected(found, self.answers))
        way = await self.flow.ask(screen)
        if way is ON:
            self.answers = with_small_model(found, self.answers, screen.answer)
        return way

    async def _explained(self, pasted: str) -> bool:
        """Explain an error message; whether a repair was written, so that the start has other things to show."""
        from wizard.tui.doctoring import explain_error

        try:
            return await explain_error(self.flow, pasted)
        except GivenUpError:
            return False

    def _screen(self, step: str, progress: Progress, complaint: str) -> Step:
        answers, catalog, found = self.answers, self.session.catalog, self.flow.found
        states = [found[name].state for name in answers.tools if found[name].state.configured]
        present = states[0] if states else None
        if step == "region":
            offers = region_offers(catalog, present.region if present else None)
            return RegionStep(progress, offers, answers.region, complaint, first=self.first)
        if step == "tools":
            from wizard.tui.screens.tools import ToolsStep

            return ToolsStep(progress, tool_offers(found, answers.region), answers.tools, complaint)
        if step == "model":
            offers = model_offers(catalog, present.model if present else None)
            offers = (*offers, *small_model_row(found, answers))
            return ModelStep(progress, offers, answers.model, complaint)
        if step == "thinking":
            from wizard.tui.screens.thinking import ThinkingStep

            current = present.thinking if present and present.model == answers.model else None
            offers = thinking_offers(catalog, answers.model, current)
            return ThinkingStep(progress, catalog, answers.model, offers, answers.thinking)
        from wizard.tui.screens.key import KeyStep

        offered = answers.typed_key or offered_key(catalog, self.session.environment, found, answers)
        return KeyStep(progress, catalog, answers.region, offered, answers.begun_key, complaint)

    def _keep(self, screen: Step, way: Way) -> None:
        from wizard.tui.screens.key import KeyStep
        from wizard.tui.screens.thinking import ThinkingStep
        from wizard.tui.screens.tools import ToolsStep

        answers = self.answers
        if isinstance(screen, RegionStep):
            answers = answers.with_region(screen.answer)
        elif isinstance(screen, ToolsStep):
            answers = replace(answers, tools=screen.answer)
        elif isinstance(screen, ModelStep):
            answers = answers.with_model(self.session.catalog, screen.answer)
        elif isinstance(screen, ThinkingStep):
            chosen = answers.thinking_chosen or way is ON
            answers = replace(answers, thinking=screen.answer, thinking_chosen=chosen)
        elif isinstance(screen, KeyStep):
            answers = replace(answers, typed_key=screen.answer or answers.typed_key, begun_key=screen.begun)
        self.answers = answers

    async def _reviewed(self) -> Way | None:
        """Where to go on, or None where all is done."""
        from wizard.tui.screens.review import ReviewStep

        complaint, self.complaint = self.complaint, ""
        answers, only_model = self.answers, self.only_model
        try:
            repairs = _NO_REPAIRS if only_model else await self._repairs()
            if isinstance(repairs, Way):
                return repairs
            plan = await self.flow.planned(
                lambda: plan_answers(
                    self.session, answers, repairs.found, only_model=only_model, mending=repairs.findings
                )
            )
        except GivenUpError:
            return BACK
        except WizardError as error:
            self.complaint = sentences(error)
            return _to_mend(error, only_model=only_model)
        change = None
        if plan.pending:
            screen = ReviewStep(plan, self.session, progress=self._progress("review"), complaint=complaint)
            way = await self.flow.ask(screen)
            if way is not ON:
                return way
            try:
                change = await self.flow.written(plan)
            except WizardError as error:
                # The files are read again: what changed in between is shown in the next diff.
                self.complaint = sentences(error)
                return Way("review")
        await self.flow.done(plan, change, equivalent_command(answers, only_model=only_model, found=self.flow.found))
        return None

    async def _repairs(self) -> "_Repairs | Way":
        """What is to be repaired along in the chosen tools; the way where the user does not go on."""
        from wizard.doctor.examine import examine
        from wizard.steps.findings import finding_offers, mendable

        tools = self.answers.tools
        examination = await self.flow.patiently(
            say("tui.doctor.looking"), lambda: examine(self.session.detect_all(), tools)
        )
        findings = mendable(examination)
        found: Mapping[str, Detected] | None = examination.found
        if any(_known_as(finding) not in self.taken for finding in findings):
            from wizard.tui.screens.findings import FindingsStep

            offers = finding_offers(replace(examination, findings=findings))
            ticks = [
                offer.id
                for offer, finding in zip(offers, findings, strict=True)
                if self.taken.get(_known_as(finding), finding.severity != "info")
            ]
            screen = FindingsStep(self._progress("review"), offers, ticks)
            way = await self.flow.ask(screen)
            if way is not ON:
                return way
            found = None  # time has passed
            for offer, finding in zip(offers, findings, strict=True):
                self.taken[_known_as(finding)] = offer.id in screen.answer
        return _Repairs(tuple(finding for finding in findings if self.taken[_known_as(finding)]), found)


class _Repairs(NamedTuple):
    """Findings to repair, and the tools as they were found just now; None where they are to be looked at anew."""

    findings: tuple[Finding, ...]
    found: Mapping[str, Detected] | None


_NO_REPAIRS: Final = _Repairs((), None)


def _known_as(finding: Finding) -> tuple[str | None, str, Path | None]:
    return finding.tool, finding.code, finding.path


def _to_mend(error: WizardError, *, only_model: bool) -> Way:
    """The step where what is wrong can be put right."""
    if isinstance(error, UsageError) and error.code == "choices.key-missing":
        # The model alone is not enough: from there on all steps count, so that the typed key is used.
        return Way("key")
    if isinstance(error, PlanRefusedError) and not only_model:
        return Way("tools")
    return BACK
