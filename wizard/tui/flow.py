"""The wizard from its first question to its end, readable from ``Flow.run`` on."""

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from wizard.errors import WizardError
from wizard.plan.choices import Wanted
from wizard.plan.detect import Detected
from wizard.plan.diff import harmless
from wizard.plan.plan import Plan, PlanRefusedError
from wizard.session import Session
from wizard.steps.answers import first_answers, present_answers
from wizard.steps.offers import Offer
from wizard.steps.profiles import offered_profiles
from wizard.steps.start import ALL, DOCTOR, EXPLAIN, has_errors
from wizard.text import say
from wizard.tui.background import in_background, watch_for
from wizard.tui.frame import Frame
from wizard.tui.set_up import SetUp
from wizard.tui.working import Working

if TYPE_CHECKING:
    from wizard.doctor.examine import Examination
    from wizard.tui.app import WizardApp
    from wizard.tui.home import HomeScreen

Result = TypeVar("Result")

_PATIENCE = 0.2
"""Seconds after which work says that it is going on."""
_LONG_PATIENCE = 1.5
_LONG_ENOUGH_TO_READ = 20


class GivenUpError(Exception):
    """The user did not want to wait for the end of some work that only reads."""


class Flow:
    """Leads through the screens of ``app``. Each one stays in sight until the next one is ready."""

    def __init__(self, app: "WizardApp", session: Session) -> None:
        self.app = app
        self.session = session
        self.found: Mapping[str, Detected] = {}
        self.profiles: tuple[Offer, ...] = ()
        self.fault = ""
        """Why the saved profiles cannot be used, empty where they can."""

    async def run(self) -> None:
        """Look at what is there; set the tools up, or begin with their state where some are on the plan."""
        await self._settle()
        try:
            # The first screen says already what is going on; only real waiting is worth another word.
            await self.look(_LONG_PATIENCE)
        except GivenUpError:
            self.app.leave_now()
            return
        if self.app.recovered:
            self.app.notify(self.app.recovered, timeout=_LONG_ENOUGH_TO_READ, markup=False)
        await self._from_the_start()

    async def _settle(self) -> None:
        """Ask about a change that was broken off in a home named by hand: what lies there may be somebody else's."""
        if not self.session.environment.home_given:
            return
        try:
            broken = await in_background(self.session.broken_off)
            if broken is None:
                return
            from wizard.tui.broken_off import BrokenOffScreen

            if await self.ask(BrokenOffScreen(broken, self.session.environment.home)):
                recovery = await in_background(self.session.recover)
                self.app.recovered = recovery.message if recovery else ""
        except WizardError as error:
            self.app.recovered = sentences(error)

    @property
    def on_plan(self) -> tuple[str, ...]:
        """The tools that are on the plan."""
        return tuple(name for name in self.found if self.found[name].state.configured)

    async def look(self, patience: float = _PATIENCE) -> None:
        """Read what is there."""
        self.found, self.profiles, self.fault = await self.patiently(say("tui.looking"), self._there, patience)

    def _there(self) -> tuple[Mapping[str, Detected], tuple[Offer, ...], str]:
        found = self.session.detect_all()
        try:
            return found, offered_profiles(self.session, found, group=say("steps.profiles.use")), ""
        except WizardError as error:
            return found, (), sentences(error)

    async def ask(self, screen: Frame[Result]) -> Result:
        """Show ``screen`` in place of the one before and wait for what the user decides."""
        await self.app.show(screen)
        return await screen.outcome

    async def patiently(self, words: str, work: Callable[[], Result], patience: float = _PATIENCE) -> Result:
        """What ``work`` returns or raises; after ``patience`` seconds ``words`` say what is going on.

        A client that is long in telling its version is named, and can be gone on without.

        Raises:
            GivenUpError: the user gave it up.
        """
        screen = Working(words)
        watch = watch_for(screen.waits_for)
        task = asyncio.ensure_future(in_background(lambda: watch.over(work)))
        try:
            await asyncio.wait({task}, timeout=patience)
            if not task.done():
                await self.app.push_screen(screen)
                while not task.done():
                    screen.given_up.clear()
                    given_up = asyncio.ensure_future(screen.given_up.wait())
                    await asyncio.wait({task, given_up}, return_when=asyncio.FIRST_COMPLETED)
                    given_up.cancel()
                    if not task.done() and not watch.skip():
                        break
                await screen.dismiss(None)
                if not task.done():
                    raise GivenUpError
            return task.result()
        finally:
            watch.stop()
            task.cancel()

    async def reviewed(
        self, make: Callable[[], Plan], *, title: str, repeat: Callable[[], str] = str, again: str = ""
    ) -> bool:
        """Plan, show, write, and show what was done; False where the user went back at the review.

        ``again`` is what went wrong the last time.

        Raises:
            WizardError: it cannot be planned.
            GivenUpError: the user gave the planning up.
        """
        from wizard.tui.review import ReviewStep
        from wizard.tui.step import ON

        plan = await self.planned(make)
        if plan.pending:
            if await self.ask(ReviewStep(plan, self.session, title=title, complaint=again)) is not ON:
                return False
            try:
                change = await self.written(plan)
            except WizardError as error:
                # The files are read again: what changed in between is shown in the next diff.
                return await self.reviewed(make, title=title, repeat=repeat, again=sentences(error))
            await self.done(plan, change, repeat())
        else:
            await self.done(plan, None, repeat())
        return True

    async def planned(self, make: Callable[[], Plan]) -> Plan:
        """The plan, found to be writable.

        Raises:
            WizardError: it cannot be planned or not be written.
            GivenUpError: the user gave it up.
        """

        def checked() -> Plan:
            plan = make()
            self.session.check(plan)
            return plan

        return await self.patiently(say("tui.planning"), checked)

    async def written(self, plan: Plan) -> str | None:
        """Write ``plan``; the id of the change.

        Raises:
            WizardError: nothing was written.
        """
        self.app.writing = True
        try:
            change = await asyncio.to_thread(self._write, plan)
        except WizardError as error:
            if self.app.leave_after_write:
                self.app.failure = error
                self.app.exit(error.exit_code)
                await asyncio.Event().wait()
            raise
        finally:
            self.app.writing = False
        return change

    async def done(self, plan: Plan, change: str | None, repeat: str) -> None:
        """The last screen; leaves the app unless the user wants to go on at the start."""
        from wizard.tui.done import LEAVE, PROBLEMS, SAVE, UNDO, DoneScreen
        from wizard.tui.profile_steps import ProfileSteps

        self.app.finished = True
        chosen, message = LEAVE, ""
        if not self.app.leave_after_write:  # else what was done is told once the terminal is given back
            home, open_still = self.session.environment.home, await self._open_still(plan)
            while True:
                screen = DoneScreen(plan, change, repeat, home, can_save=bool(plan.choices), open_still=open_still)
                if message:
                    self.app.notify(message, severity="error", timeout=_LONG_ENOUGH_TO_READ, markup=False)
                chosen = await self.ask(screen)
                if chosen != UNDO:
                    break
                is_undone, message = await self._undone(change)
                if is_undone:
                    return
        if chosen == SAVE:
            await self.look()
            await ProfileSteps(self).save()
        elif chosen == PROBLEMS:
            from wizard.tui.doctoring import doctored

            await self.look()
            await doctored(self)
        elif chosen == LEAVE:
            self.app.exit(0)
            await asyncio.Event().wait()

    async def _undone(self, change: str | None) -> tuple[bool, str]:
        """Undo what was just written; whether it was done, else why it cannot be."""
        from wizard.tui.undoing import undone

        try:
            return await undone(self, change), ""
        except WizardError as error:
            return False, sentences(error)
        except GivenUpError:
            return False, ""

    async def _open_still(self, plan: Plan) -> "Examination | None":
        """What is wrong with the tools of ``plan`` even now; None where that says nothing about it."""
        from wizard.steps.findings import worth_another_look

        if not worth_another_look(plan):
            return None
        try:
            return await self.patiently(say("tui.doctor.looking"), lambda: self.session.examine(plan.tools))
        except GivenUpError:
            return None

    def _write(self, plan: Plan) -> str | None:
        from wizard.tui.app import Written

        change = self.session.write(plan, now=self.app.now())
        if change:
            # Here and not in the interface's thread, which may be ended meanwhile.
            self.app.written = Written(len(plan.pending), change.id)
        return change.id if change else None

    # The start screen and what leads away from it

    async def _from_the_start(self) -> None:
        from wizard.tui.home import HomeScreen

        at = message = ""
        while True:
            if not self.on_plan and not self.profiles and not has_errors(self.found):
                if await SetUp(self, first_answers(self.session.catalog, self.found), first=True).run() is None:
                    self.app.leave_now()
                    return
                await self.look()
                continue
            at = at or (DOCTOR if has_errors(self.found) else "")
            home = HomeScreen(self.found, self.profiles, at, message or self.fault)
            await self.app.show(home)
            versions = asyncio.ensure_future(self._versions(home))
            at = await home.outcome
            versions.cancel()
            if not at:
                self.app.leave_now()
                return
            try:
                message = await self._led(at, home.pasted)
                await self.look()
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
            self.found = found
            home.update(found)

    async def _led(self, chosen: str, pasted: str) -> str:
        """Where the choice on the start screen leads; what to say on coming back. ``pasted`` is an error message."""
        from wizard.tui.doctoring import doctored, explained

        answers = first_answers(self.session.catalog, self.found)
        if chosen == ALL or chosen in self.found:
            tools = self.on_plan if chosen == ALL else (chosen,)
            present = present_answers(self.session.catalog, self.found, answers, tools)
            await SetUp(self, present, only_model=True).run()
        elif chosen == "set-up":
            await SetUp(self, answers).run()
        elif chosen == "look":
            return await self._looked()
        elif chosen == DOCTOR:
            await doctored(self)
        elif chosen == EXPLAIN:
            await explained(self, pasted)
        elif chosen == "undo":
            from wizard.tui.undoing import undone

            await undone(self, None)
        elif chosen == "history":
            await self._history()
        elif chosen == "remove":
            await self._removed()
        else:
            from wizard.tui.profile_steps import ProfileSteps

            await ProfileSteps(self).led(chosen)
        return ""

    async def _looked(self) -> str:
        """The diff that the present choices mean; what to say where there is none."""
        plan = await self.planned(lambda: self.session.plan(Wanted(), self.on_plan))
        if not plan.pending:
            return say("cli.nothing-to-change")
        await self.reviewed(lambda: self.session.plan(Wanted(), self.on_plan), title=say("steps.start.look"))
        return ""

    async def _history(self) -> None:
        from wizard.tui.history import HistoryScreen
        from wizard.tui.undoing import undone

        message = ""
        while True:
            changes = await self.patiently(say("tui.looking"), self.session.history)
            chosen = await self.ask(HistoryScreen(changes, self.session.environment.home, message))
            if not chosen:
                return
            try:
                if await undone(self, chosen):
                    return
                message = ""
            except WizardError as error:
                message = sentences(error)

    async def _removed(self) -> None:
        from wizard.steps.offers import tool_offer
        from wizard.tui.pick import PickScreen

        complaint = ""
        ticks = self.on_plan
        while True:
            offers = [tool_offer(name, self.found[name], self.found[name].state.region or "") for name in self.on_plan]
            chosen = await self.ask(PickScreen("tui.remove", offers, ticks, complaint))
            if not chosen:
                return
            ticks = chosen
            try:
                if await self.reviewed(lambda: self.session.remove(chosen), title=say("tui.remove.title")):  # noqa: B023  awaited in this round
                    return
                complaint = ""
            except WizardError as error:
                complaint = sentences(error)


def sentences(error: WizardError) -> str:
    """An error as it is shown in its place: what is wrong with single tools, then with the whole."""
    if isinstance(error, PlanRefusedError):
        parts = [f"{failure.tool}: {failure.error.text}" for failure in error.failures]
        return "\n".join(map(harmless, [*parts, error.message]))
    return harmless(error.text)
