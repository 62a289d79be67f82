"""The wizard from its first question to its end, readable from ``Start.run`` on."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final

from wizard.errors import WizardError
from wizard.plan.choices import Wanted
from wizard.runs.choose import make_plan
from wizard.runs.take_back import plan_removal
from wizard.runs.write import find_broken_off, recover
from wizard.session import Session
from wizard.steps.answers import first_answers, present_answers
from wizard.steps.start import ALL, DOCTOR, EXPLAIN, has_errors
from wizard.text import say
from wizard.tui.background import in_background, watch_for
from wizard.tui.ending import PROBLEMS, SAVE, UNDO
from wizard.tui.flow import LONG_ENOUGH_TO_READ, Flow, FollowUp, GivenUpError, sentences
from wizard.tui.set_up import SetUp

if TYPE_CHECKING:
    from wizard.tui.app import WizardApp
    from wizard.tui.screens.home import HomeScreen

_LONG_PATIENCE = 1.5


class Start:
    """The start of the wizard, and where the choices of the start screen lead."""

    def __init__(self, app: "WizardApp", session: Session) -> None:
        self.app = app
        self.session = session
        self.flow = Flow(app, session, _FOLLOW_UPS)

    async def run(self) -> None:
        """Look at what is there; set the tools up, or begin with their state where some are on the plan."""
        await self._settle()
        try:
            # The first screen says already what is going on; only real waiting is worth another word.
            await self.flow.look(_LONG_PATIENCE)
        except GivenUpError:
            self.app.leave_now()
            return
        if self.app.recovered:
            self.app.notify(self.app.recovered, timeout=LONG_ENOUGH_TO_READ, markup=False)
        await self._from_the_start()

    async def _settle(self) -> None:
        """Ask about a change that was broken off in a home named by hand: what lies there may be somebody else's."""
        if not self.session.environment.home_given:
            return
        try:
            broken = await in_background(lambda: find_broken_off(self.session))
            if broken is None:
                return
            from wizard.tui.screens.broken_off import BrokenOffScreen

            if await self.flow.ask(BrokenOffScreen(broken, self.session.environment.home)):
                recovery = await in_background(lambda: recover(self.session))
                self.app.recovered = recovery.message if recovery else ""
        except WizardError as error:
            self.app.recovered = sentences(error)

    async def _from_the_start(self) -> None:
        from wizard.tui.screens.home import HomeScreen

        at = message = ""
        while True:
            if not self.flow.on_plan and not self.flow.profiles and not has_errors(self.flow.found):
                answers = first_answers(self.session.catalog, self.flow.found)
                if await SetUp(self.flow, answers, first=True).run() is None:
                    self.app.leave_now()
                    return
                await self.flow.look()
                continue
            at = at or (DOCTOR if has_errors(self.flow.found) else "")
            home = HomeScreen(self.flow.found, self.flow.profiles, at, message or self.flow.fault)
            await self.app.show(home)
            versions = asyncio.ensure_future(self._versions(home))
            at = await home.outcome
            versions.cancel()
            if not at:
                self.app.leave_now()
                return
            try:
                message = await self._open_choice(at, home.pasted)
                await self.flow.look()
            except WizardError as error:
                message = sentences(error)
            except GivenUpError:
                message = ""

    async def _versions(self, home: "HomeScreen") -> None:
        """The tools' versions, which take their time, told to the start screen when they are there."""
        watch = watch_for(home.waits_for)
        try:
            found = await in_background(lambda: watch.over(lambda: self.session.detect_all(ask_version=True)))
        finally:
            watch.stop()
        if home.is_current and not home.outcome.done():
            self.flow.found = found
            home.update(found)

    async def _open_choice(self, chosen: str, pasted: str) -> str:
        """Where the choice on the start screen leads; what to say on coming back. ``pasted`` is an error message."""
        from wizard.tui.doctoring import explain_error, run_doctor

        answers = first_answers(self.session.catalog, self.flow.found)
        if chosen == ALL or chosen in self.flow.found:
            tools = self.flow.on_plan if chosen == ALL else (chosen,)
            present = present_answers(self.session.catalog, self.flow.found, answers, tools)
            await SetUp(self.flow, present, only_model=True).run()
        elif chosen == "set-up":
            await SetUp(self.flow, answers).run()
        elif chosen == "look":
            return await self._preview()
        elif chosen == DOCTOR:
            await run_doctor(self.flow)
        elif chosen == EXPLAIN:
            await explain_error(self.flow, pasted)
        elif chosen == "undo":
            from wizard.tui.undoing import undo_change

            await undo_change(self.flow, None)
        elif chosen == "history":
            await self._history()
        elif chosen == "remove":
            await self._remove()
        else:
            from wizard.tui.profile_steps import ProfileSteps

            await ProfileSteps(self.flow).open_choice(chosen)
        return ""

    async def _preview(self) -> str:
        """The diff that the present choices mean; what to say where there is none."""
        make = partial(make_plan, self.session, Wanted(), self.flow.on_plan)
        plan = await self.flow.planned(make)
        if not plan.pending:
            return say("cli.nothing-to-change")
        await self.flow.reviewed(make, title=say("steps.start.look"))
        return ""

    async def _history(self) -> None:
        from wizard.apply.history import changes as load_changes
        from wizard.tui.screens.history import HistoryScreen
        from wizard.tui.undoing import undo_change

        message = ""
        while True:
            changes = await self.flow.patiently(say("tui.looking"), lambda: load_changes(self.session.state_folder))
            chosen = await self.flow.ask(HistoryScreen(changes, self.session.environment.home, message))
            if not chosen:
                return
            try:
                if await undo_change(self.flow, chosen):
                    return
                message = ""
            except WizardError as error:
                message = sentences(error)

    async def _remove(self) -> None:
        from wizard.steps.offers import tool_offer
        from wizard.tui.screens.pick import PickScreen

        complaint = ""
        ticks = self.flow.on_plan
        while True:
            offers = [
                tool_offer(name, self.flow.found[name], self.flow.found[name].state.region or "")
                for name in self.flow.on_plan
            ]
            chosen = await self.flow.ask(PickScreen("tui.remove", offers, ticks, complaint))
            if not chosen:
                return
            ticks = chosen
            try:
                if await self.flow.reviewed(lambda: plan_removal(self.session, chosen), title=say("tui.remove.title")):  # noqa: B023  awaited in this round
                    return
                complaint = ""
            except WizardError as error:
                complaint = sentences(error)


async def _save(flow: Flow, _change: str | None) -> bool:
    from wizard.tui.profile_steps import ProfileSteps

    await flow.look()
    await ProfileSteps(flow).save()
    return True


async def _problems(flow: Flow, _change: str | None) -> bool:
    from wizard.tui.doctoring import run_doctor

    await flow.look()
    await run_doctor(flow)
    return True


async def _undo(flow: Flow, change: str | None) -> bool:
    from wizard.tui.undoing import undo_change

    return await undo_change(flow, change)


_FOLLOW_UPS: Final[dict[str, FollowUp]] = {SAVE: _save, PROBLEMS: _problems, UNDO: _undo}
