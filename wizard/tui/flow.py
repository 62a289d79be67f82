"""The wizard from its first question to its end, readable as one function: ``Flow.run``."""

import asyncio
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from wizard.errors import UsageError, WizardError
from wizard.plan.detect import Detected
from wizard.plan.plan import Plan
from wizard.session import Session
from wizard.steps import NAMES
from wizard.steps.answers import Answers, first_answers, offered_key
from wizard.text import say
from wizard.tui.app import CANCELLED
from wizard.tui.background import in_background
from wizard.tui.step import Way

if TYPE_CHECKING:
    from wizard.tui.app import WizardApp


class Flow:
    """Leads through the screens. Where tools are on the plan already, it starts at the model."""

    def __init__(self, app: "WizardApp", session: Session) -> None:
        self.app = app
        self.session = session
        self.switch = False
        """Whether only the model is being changed, for the tools on the plan."""

    async def run(self) -> None:
        """Lead from the first question to the last screen, then end the app."""
        found = await in_background(self.session.detect_all)
        answers = first_answers(self.session.catalog, found)
        on_plan = tuple(name for name in found if found[name].state.configured)
        self.switch = bool(on_plan)
        if self.switch:
            answers = replace(answers, tools=on_plan)
        at = NAMES.index("model") if self.switch else 0
        while True:
            step = NAMES[at]
            if step == "review":
                outcome = await self._reviewed(found, answers)
                if outcome is None:
                    return
                at = outcome
                continue
            way, answers = await self._asked(step, found, answers)
            if self.switch and way is Way.ON:
                at = NAMES.index("review")
                continue
            self.switch = False
            at += 1 if way is Way.ON else -1
            if at < 0:
                self.app.exit(CANCELLED)
                return

    async def _asked(self, step: str, found: Mapping[str, Detected], answers: Answers) -> tuple[Way, Answers]:
        from wizard.tui.choosing import ModelStep, RegionStep, ThinkingStep, ToolsStep
        from wizard.tui.key_step import KeyStep

        catalog = self.session.catalog
        rail = rail_of(answers, step, catalog.regions[answers.region].name)
        states = [found[name].state for name in found if found[name].state.configured]
        if step == "region":
            region = RegionStep(rail, catalog, answers.region, states[0].region if states else None)
            way = await self.app.push_screen_wait(region)
            # A key works in one region only.
            if region.answer != answers.region:
                answers = replace(answers, typed_key=None, begun_key=None)
            return way, replace(answers, region=region.answer)
        if step == "tools":
            tools = ToolsStep(rail, found, answers.tools)
            return await self.app.push_screen_wait(tools), replace(answers, tools=tools.answer)
        if step == "model":
            model = ModelStep(rail, catalog, answers.model, states[0].model if states else None)
            way = await self.app.push_screen_wait(model)
            return way, answers.with_model(catalog, model.answer)
        if step == "thinking":
            thinking = ThinkingStep(rail, catalog, answers.model, answers.thinking)
            way = await self.app.push_screen_wait(thinking)
            chosen = answers.thinking_chosen or way is Way.ON
            return way, replace(answers, thinking=thinking.answer, thinking_chosen=chosen)
        offered = answers.typed_key or offered_key(catalog, self.session.environment, found, answers)
        key = KeyStep(rail, catalog, answers.region, offered, answers.begun_key)
        way = await self.app.push_screen_wait(key)
        return way, replace(answers, typed_key=key.answer or answers.typed_key, begun_key=key.begun)

    async def _reviewed(self, found: Mapping[str, Detected], answers: Answers) -> int | None:
        """The step to go on with, or None where the wizard is done."""
        from wizard.tui.problem import Problem
        from wizard.tui.review import DoneScreen, ReviewStep

        before = NAMES.index("model" if self.switch else "key")
        try:
            plan = await in_background(lambda: self._plan(found, answers))
            await in_background(lambda: self.session.check(plan))
        except WizardError as error:
            await self.app.push_screen_wait(Problem(error))
            key_missing = isinstance(error, UsageError) and error.code == "choices.key-missing"
            if key_missing:
                # The model alone is not enough: from here on all steps count, so that the typed key is used.
                self.switch = False
                return NAMES.index("key")
            return before if self.switch else NAMES.index("tools")
        change: str | None = None
        if plan.pending:
            rail = rail_of(answers, "review", self.session.catalog.regions[answers.region].name)
            way = await self.app.push_screen_wait(ReviewStep(rail, plan))
            if way is Way.BACK:
                return before
        if plan.pending:
            self.app.writing = True
            try:
                written = await asyncio.to_thread(self._write, plan)
            except WizardError as error:
                await self.app.push_screen_wait(Problem(error))
                # The files are read again: what changed in between is shown in the next diff.
                return NAMES.index("review")
            finally:
                self.app.writing = False
            change = written
        await self.app.push_screen_wait(DoneScreen(plan, change, repeating(answers)))
        self.app.exit(0)
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
    before = NAMES[: NAMES.index(current)]
    return {step: text for step, text in texts.items() if step in before}


def repeating(answers: Answers) -> str:
    """The one command line that does this run again."""
    tools: Sequence[str] = [word for tool in answers.tools for word in ("--tool", tool)]
    words = ["coding-plan-wizard", "apply", "--region", answers.region, *tools, "--model", answers.model]
    return shlex.join([*words, "--thinking", str(answers.thinking.label)])
