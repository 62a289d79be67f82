"""Asking, waiting, planning, reviewing, writing: what every way through the screens is made of."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from wizard.errors import WizardError
from wizard.plan.detect import Detected
from wizard.plan.diff import harmless
from wizard.plan.plan import Plan, PlanRefusedError
from wizard.runs.write import check_plan, write_plan
from wizard.session import Session
from wizard.steps.offers import Offer
from wizard.steps.profiles import offered_profiles
from wizard.text import say
from wizard.tui.background import in_background, watch_for
from wizard.tui.ending import LEAVE, UNDO, Written
from wizard.tui.screens.frame import Frame
from wizard.tui.screens.working import Working

if TYPE_CHECKING:
    from wizard.doctor.examine import Examination
    from wizard.tui.app import WizardApp

Result = TypeVar("Result")

_PATIENCE = 0.2
"""Seconds after which work says that it is going on."""
LONG_ENOUGH_TO_READ = 20


class GivenUpError(Exception):
    """The user did not want to wait for the end of some work that only reads."""


class Flow:
    """Leads through the screens of ``app``. Each one stays in sight until the next one is ready.

    ``follow_ups`` are the ways from the last screen, by its choices; each says whether something was done there.
    """

    def __init__(self, app: "WizardApp", session: Session, follow_ups: "Mapping[str, FollowUp]") -> None:
        self.app = app
        self.session = session
        self.follow_ups = follow_ups
        self.found: Mapping[str, Detected] = {}
        self.profiles: tuple[Offer, ...] = ()
        self.fault = ""
        """Why the saved profiles cannot be used, empty where they can."""

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
        from wizard.tui.screens.review import ReviewStep
        from wizard.tui.screens.step import ON

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
            check_plan(self.session, plan)
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
        """The last screen, and where its choice leads; leaves the app unless the user wants to go on at the start."""
        from wizard.tui.screens.done import DoneScreen

        self.app.finished = True
        chosen, message = LEAVE, ""
        if not self.app.leave_after_write:  # else what was done is told once the terminal is given back
            home, open_still = self.session.environment.home, await self._open_still(plan)
            while True:
                screen = DoneScreen(plan, change, repeat, home, can_save=bool(plan.choices), open_still=open_still)
                if message:
                    self.app.notify(message, severity="error", timeout=LONG_ENOUGH_TO_READ, markup=False)
                chosen = await self.ask(screen)
                if chosen != UNDO:
                    break
                is_undone, message = await self._undone(change)
                if is_undone:
                    return
        if chosen in self.follow_ups:
            await self.follow_ups[chosen](self, change)
        elif chosen == LEAVE:
            self.app.exit(0)
            await asyncio.Event().wait()

    async def _undone(self, change: str | None) -> tuple[bool, str]:
        """Undo what was just written; whether it was done, else why it cannot be."""
        try:
            return await self.follow_ups[UNDO](self, change), ""
        except WizardError as error:
            return False, sentences(error)
        except GivenUpError:
            return False, ""

    async def _open_still(self, plan: Plan) -> "Examination | None":
        """What is wrong with the tools of ``plan`` even now; None where that says nothing about it."""
        from wizard.doctor.examine import examine
        from wizard.steps.findings import should_recheck

        if not should_recheck(plan):
            return None
        try:
            return await self.patiently(
                say("tui.doctor.looking"), lambda: examine(self.session.detect_all(), plan.tools)
            )
        except GivenUpError:
            return None

    def _write(self, plan: Plan) -> str | None:
        change = write_plan(self.session, plan, now=self.app.now())
        if change:
            # Here and not in the interface's thread, which may be ended meanwhile.
            self.app.written = Written(len(plan.pending), change.id)
        return change.id if change else None


FollowUp: TypeAlias = Callable[[Flow, str | None], Awaitable[bool]]


def sentences(error: WizardError) -> str:
    """An error as it is shown in its place: what is wrong with single tools, then with the whole."""
    if isinstance(error, PlanRefusedError):
        parts = [f"{failure.tool}: {failure.error.text}" for failure in error.failures]
        return "\n".join(map(harmless, [*parts, error.message]))
    return harmless(error.text)
