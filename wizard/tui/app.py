"""The full-screen wizard reads as one function: ``_flow``."""

import asyncio
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from wizard.errors import UsageError, WizardError
from wizard.plan.detect import Detected
from wizard.plan.plan import Plan, PlanRefusedError
from wizard.session import Session
from wizard.text import say
from wizard.tui.answers import STEPS, Answers, first_answers, offered_key
from wizard.tui.choosing import ModelStep, RegionStep, ThinkingStep, ToolsStep
from wizard.tui.key_step import KeyStep
from wizard.tui.review import DoneScreen, ReviewStep
from wizard.tui.step import Way

_CANCELLED = 130


def run(session: Session) -> int:
    """Show the wizard and return the exit code: 0 done or nothing to do, 130 left without a change, 1 or 4 failed.

    Where tools are on the plan already, it starts at the model, which is all that most later runs change; going back
    from there leads to the other steps.
    """
    app = WizardApp(session)
    code = app.run()
    if app.crashed:
        raise WizardError("cli.unexpected", kind=app.crashed)
    return _CANCELLED if code is None else code


class Problem(ModalScreen[None]):
    """An error in a sentence, with the next step."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,escape", "close", say("tui.keys.close"))]

    def __init__(self, error: WizardError) -> None:
        super().__init__()
        failures = error.failures if isinstance(error, PlanRefusedError) else ()
        sentences = [f"{failure.tool}: {failure.error.message} {failure.error.hint}" for failure in failures]
        self._sentences = [*sentences, f"{error.message} {error.hint if not failures else ''}".rstrip()]

    def compose(self) -> ComposeResult:
        """The sentences, and how to go on."""
        text = Text("\n\n".join(self._sentences))
        text.append(f"\n\n{say('tui.problem.close')}", "dim")
        with VerticalScroll(id="problem-box"):
            yield Static(text)

    def action_close(self) -> None:
        """Back to the step."""
        self.dismiss(None)


class WizardApp(App[int]):
    """The app holds the session and the answers; the steps hold only what they show."""

    CSS_PATH = "wizard.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", say("tui.keys.quit"), priority=True),
        Binding("ctrl+c", "leave", show=False, priority=True),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.switch = False
        """Whether only the model is being changed, for the tools on the plan."""
        self.crashed = ""
        self.writing = False

    def compose(self) -> ComposeResult:
        """Shown while the tools are looked at."""
        yield Static(say("tui.looking"), id="looking")

    def on_mount(self) -> None:
        """Start the flow."""
        self.title = say("tui.title")
        self.run_worker(self._flow(), exclusive=True)

    def action_leave(self) -> None:
        """Leave at once, with nothing changed; a write that has begun is waited for, and its end is shown."""
        if self.writing:
            self.notify(say("tui.writing"), markup=False)
        else:
            self.exit(_CANCELLED)

    def _fatal_error(self) -> None:
        # Textual's own report prints local variables, and a key may be in one.
        self.crashed = type(self._exception).__name__
        self._close_messages_no_wait()

    async def _flow(self) -> None:
        found = await asyncio.to_thread(self.session.detect_all)
        answers = first_answers(self.session.catalog, found)
        on_plan = tuple(name for name in found if found[name].state.configured)
        self.switch = bool(on_plan)
        if self.switch:
            answers = replace(answers, tools=on_plan)
        at = STEPS.index("model") if self.switch else 0
        while True:
            step = STEPS[at]
            if step == "review":
                outcome = await self._reviewed(found, answers)
                if outcome is None:
                    return
                at = outcome
                continue
            way, answers = await self._asked(step, found, answers)
            if self.switch and way is Way.ON:
                at = STEPS.index("review")
                continue
            self.switch = False
            at += 1 if way is Way.ON else -1
            if at < 0:
                self.exit(_CANCELLED)
                return

    async def _asked(self, step: str, found: Mapping[str, Detected], answers: Answers) -> tuple[Way, Answers]:
        catalog = self.session.catalog
        rail = rail_of(answers, step, catalog.regions[answers.region].name)
        states = [found[name].state for name in found if found[name].state.configured]
        if step == "region":
            region = RegionStep(rail, catalog, answers.region, states[0].region if states else None)
            way = await self.push_screen_wait(region)
            # A key works in one region only.
            typed = answers.typed_key if region.answer == answers.region else None
            return way, replace(answers, region=region.answer, typed_key=typed)
        if step == "tools":
            tools = ToolsStep(rail, found, answers.tools)
            return await self.push_screen_wait(tools), replace(answers, tools=tools.answer)
        if step == "model":
            model = ModelStep(rail, catalog, answers.model, states[0].model if states else None)
            way = await self.push_screen_wait(model)
            return way, answers.with_model(catalog, model.answer)
        if step == "thinking":
            thinking = ThinkingStep(rail, catalog, answers.model, answers.thinking)
            way = await self.push_screen_wait(thinking)
            chosen = answers.thinking_chosen or way is Way.ON
            return way, replace(answers, thinking=thinking.answer, thinking_chosen=chosen)
        offered = answers.typed_key or offered_key(catalog, self.session.environment, found, answers)
        key = KeyStep(rail, catalog, answers.region, offered)
        way = await self.push_screen_wait(key)
        return way, replace(answers, typed_key=key.answer or answers.typed_key)

    async def _reviewed(self, found: Mapping[str, Detected], answers: Answers) -> int | None:
        """The step to go on with, or None where the wizard is done."""
        before = STEPS.index("model" if self.switch else "key")
        try:
            plan = await asyncio.to_thread(self._plan, found, answers)
            await asyncio.to_thread(self.session.check, plan)
        except WizardError as error:
            await self.push_screen_wait(Problem(error))
            key_missing = isinstance(error, UsageError) and error.code == "choices.key-missing"
            if key_missing:
                # The model alone is not enough: from here on all steps count, so that the typed key is used.
                self.switch = False
                return STEPS.index("key")
            return before if self.switch else STEPS.index("tools")
        change: str | None = None
        if plan.pending:
            rail = rail_of(answers, "review", self.session.catalog.regions[answers.region].name)
            way = await self.push_screen_wait(ReviewStep(rail, plan))
            if way is Way.BACK:
                return before
        if plan.pending:
            self.writing = True
            try:
                written = await asyncio.to_thread(self._write, plan)
            except WizardError as error:
                await self.push_screen_wait(Problem(error))
                # The files are read again: what changed in between is shown in the next diff.
                return STEPS.index("review")
            finally:
                self.writing = False
            change = written
        await self.push_screen_wait(DoneScreen(plan, change, repeating(answers)))
        self.exit(0)
        return None

    def _plan(self, found: Mapping[str, Detected], answers: Answers) -> Plan:
        fresh = {name: self.session.detect(name) for name in found}
        if self.switch:
            wanted = replace(answers.wanted(None), region=None, thinking=None)
            return self.session.plan(wanted, answers.tools, fresh, command="switch")
        offered = offered_key(self.session.catalog, self.session.environment, fresh, answers)
        wanted = answers.wanted(answers.typed_key)
        return self.session.plan(replace(wanted, usual_credential=offered), answers.tools, fresh)

    def _write(self, plan: Plan) -> str | None:
        change = self.session.write(plan, now=datetime.now(UTC))
        return change.id if change else None


def rail_of(answers: Answers, current: str, region: str) -> dict[str, str]:
    """The short answers of the steps before ``current``."""
    texts = {
        "region": region.partition(" ")[0],
        "tools": say("tui.rail.tools", count=len(answers.tools)),
        "model": answers.model,
        "thinking": str(answers.thinking.label),
        "key": say("tui.rail.key"),
    }
    before = STEPS[: STEPS.index(current)]
    return {step: text for step, text in texts.items() if step in before}


def repeating(answers: Answers) -> str:
    """The one command line that does this run again."""
    tools: Sequence[str] = [word for tool in answers.tools for word in ("--tool", tool)]
    words = ["coding-plan-wizard", "apply", "--region", answers.region, *tools, "--model", answers.model]
    return shlex.join([*words, "--thinking", str(answers.thinking.label)])
