"""The wizard in plain lines, from the first question to the end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from wizard.apply.errors import ChangedSinceError
from wizard.doctor.diagnose import diagnose, where_to_look
from wizard.doctor.examine import Examination, examine
from wizard.doctor.repair import needs_key, repair
from wizard.errors import CancelledError, WizardError
from wizard.key import taken_in
from wizard.plain.prompts import BACK, Prompts, sentence
from wizard.plain.set_up import SetUp
from wizard.plain.undo import change_asked, undo_asked
from wizard.plan.choices import Wanted
from wizard.plan.detect import Detected
from wizard.plan.diff import harmless, unified
from wizard.plan.plan import Plan
from wizard.runs.choose import make_plan
from wizard.runs.profiles import plan_deleted_profiles, plan_saved_profile
from wizard.runs.take_back import plan_removal
from wizard.runs.write import check_plan, find_broken_off, recover, write_plan
from wizard.session import Session
from wizard.show import as_text
from wizard.show.findings import finding_text, findings_text
from wizard.show.output import Output
from wizard.steps.answers import first_answers, offered_key, present_answers
from wizard.steps.findings import repairable, should_recheck, to_mend, tools_of
from wizard.steps.offers import Offer, tool_offer
from wizard.steps.profiles import ROW, offered_profiles, source_of, use_profile_command, used
from wizard.steps.run import equivalent_command
from wizard.steps.start import ALL, DOCTOR, EXPLAIN, has_errors, start_offers
from wizard.text import say
from wizard.text.own_command import own_command
from wizard.text.visible import visible


def run(session: Session, output: Output, prompts: Prompts | None = None) -> int:
    """Ask, show, write; 0 when that is done or nothing was to be done.

    Raises:
        CancelledError: the user left; nothing was changed.
        WizardError: something cannot be done.
    """
    return Plain(session, prompts or Prompts(output)).run()


class Plain:
    """One run over the questions."""

    def __init__(self, session: Session, prompts: Prompts) -> None:
        self.session = session
        self.prompts = prompts
        self.output = prompts.output
        self.has_written = False

    def run(self) -> int:
        """The first question depends on whether tools are on the plan."""
        self.prompts.say(say("tui.title"))
        self.prompts.say(say("plain.keys"))
        try:
            self._settle()
            while not self._round():
                pass
        except (CancelledError, KeyboardInterrupt):
            if not self.has_written:
                raise
        return 0

    def _settle(self) -> None:
        """Ask about a change that was broken off in a home named by hand: what lies there may be somebody else's."""
        if not self.session.environment.home_given:
            return
        try:
            broken = find_broken_off(self.session)
            if broken is None:
                return
            self.prompts.say(harmless(broken.question))
            for file in broken.files:
                self.prompts.say(f"  {visible(str(file))}")
            if self.prompts.yes(say("cli.settle-question")):
                recovery = recover(self.session)
                self.prompts.say(harmless(recovery.message) if recovery else "")
        except CancelledError:
            raise
        except WizardError as error:
            self.prompts.say(sentence(error))

    def _round(self) -> bool:
        """One way from the start to a written plan or back; whether all is done."""
        found = self.session.detect_all()
        on_plan = tuple(name for name in found if found[name].state.configured)
        answers = first_answers(self.session.catalog, found)
        chosen = "set-up"
        profiles = self._profiles(found)
        if on_plan or profiles or has_errors(found):
            question, words = say("steps.start.standing", count=len(on_plan)), say("steps.start.help")
            offers = start_offers(found, profiles)
            chosen = self.prompts.one(question, words, offers, offers[0].id if on_plan or profiles else DOCTOR)
            if chosen == BACK:
                raise CancelledError("cli.cancelled")
        try:
            if chosen == "set-up":
                leave = not (on_plan or profiles or has_errors(found))
                return self._set_up(SetUp(self.prompts, self.session, found, answers), leave=leave)
            if chosen == ALL or chosen in found:
                tools = on_plan if chosen == ALL else (chosen,)
                present = present_answers(self.session.catalog, found, answers, tools)
                return self._set_up(SetUp(self.prompts, self.session, found, present, only_model=True))
            if chosen in {"undo", "history"}:
                return self._undone(ask_which=chosen == "history")
            makes: dict[str, Callable[[], Plan | None]] = {
                "look": lambda: make_plan(self.session, Wanted(), on_plan),
                DOCTOR: self._repaired,
                EXPLAIN: self._explained,
                "remove": lambda: self._removed(on_plan),
                "save-profile": self._saved,
                "delete-profiles": lambda: self._deleted(profiles),
            }
            if chosen.startswith(ROW):
                return self._used(chosen.removeprefix(ROW))
            plan = makes[chosen]()
            return plan is not None and self._finished(plan, lambda: makes[chosen]() or plan)
        except CancelledError:
            raise
        except WizardError as error:
            self.prompts.say(sentence(error))
            return False

    def _set_up(self, steps: SetUp, *, leave: bool = False) -> bool:
        while True:
            plan = steps.run()
            if plan is None:
                if leave:
                    raise CancelledError("cli.cancelled")
                return False
            if self._finished(plan):
                self.prompts.say(say("tui.done.repeat"))
                self.prompts.say(
                    f"  {equivalent_command(steps.answers, only_model=steps.only_model, found=steps.found)}"
                )
                return True

    def _repaired(self) -> Plan | None:
        examination = examine(self.session.detect_all())
        for line in findings_text(examination):
            self.prompts.say(line)
        if not repairable(examination) or not self.prompts.yes(say("plain.repair")):
            return None
        return self._repair(examination)

    def _explained(self) -> Plan | None:
        pasted = self.prompts.lines(say("plain.paste"), say("plain.paste-help"))
        if pasted is None or not pasted.strip():
            return None
        examination = examine(self.session.detect_all())
        diagnoses = diagnose(pasted, examination, self.session.environment, datetime.now(UTC))
        self.prompts.say()
        for diagnosis in diagnoses:
            for line in finding_text(diagnosis):
                self.prompts.say(line)
        for line in () if diagnoses else where_to_look(examination.findings):
            self.prompts.say(line)
        chosen = to_mend(diagnoses)
        if not chosen or not self.prompts.yes(say("plain.repair")):
            return None
        return self._repair(examine(self.session.detect_all(), tools_of(chosen)).only(chosen))

    def _repair(self, examination: Examination) -> Plan | None:
        """The repair, with the key asked for where it needs one; None where the user goes back."""
        session = self.session
        answers = first_answers(session.catalog, examination.found)
        usual = offered_key(session.catalog, session.environment, examination.found, answers)
        while needs_key(examination, session.catalog, Wanted(usual_credential=usual)):
            text = self.prompts.hidden(say("plain.key"), say("steps.key.help"))
            if text is None:
                return None
            try:
                usual = taken_in(text, session.catalog.key)
            except WizardError as error:
                self.prompts.say(sentence(error))
        return repair(examination, session.catalog, Wanted(usual_credential=usual))

    def _undone(self, *, ask_which: bool) -> bool:
        chosen = change_asked(self.session, self.prompts) if ask_which else None
        make = undo_asked(self.session, self.prompts, chosen) if chosen or not ask_which else None
        return make is not None and self._finished(make(), make)

    def _removed(self, on_plan: tuple[str, ...]) -> Plan | None:
        found = self.session.detect_all()
        offers = [tool_offer(name, found[name], found[name].state.region or "") for name in on_plan]
        chosen = self.prompts.some(say("tui.remove.question"), say("tui.remove.help"), offers, on_plan)
        return plan_removal(self.session, chosen) if chosen else None

    def _profiles(self, found: Mapping[str, Detected]) -> tuple[Offer, ...]:
        try:
            return offered_profiles(self.session, found, group=say("steps.profiles.use"))
        except WizardError as error:
            self.prompts.say(sentence(error))
            return ()

    def _used(self, name: str) -> bool:
        if not self._finished(used(self.session, name), lambda: used(self.session, name)):
            return False
        self.prompts.say(say("tui.done.repeat"))
        self.prompts.say(f"  {use_profile_command(name)}")
        return True

    def _saved(self) -> Plan | None:
        name = self.prompts.text(say("tui.profile.name"), say("tui.profile.help"))
        place = self.prompts.text(say("tui.profile.place"), say("tui.profile.help")) if name else None
        if not name or place is None:
            return None
        return plan_saved_profile(self.session, name, Wanted(), (), source_of(place))

    def _deleted(self, profiles: Sequence[Offer]) -> Plan | None:
        question, words = say("tui.delete-profiles.question"), say("tui.delete-profiles.help")
        chosen = self.prompts.some(question, words, [replace(one, barred="") for one in profiles], ())
        return plan_deleted_profiles(self.session, [row.removeprefix(ROW) for row in chosen]) if chosen else None

    def _finished(self, plan: Plan, again: Callable[[], Plan] | None = None) -> bool:
        """Show ``plan``, ask, write it, say what comes next; False where the user wants to go back."""
        self._show(plan)
        if not plan.pending:
            return True
        check_plan(self.session, plan)
        if not self.prompts.yes(say("cli.question")):
            return False
        try:
            change = write_plan(self.session, plan, now=datetime.now(UTC))
        except ChangedSinceError as error:
            self.prompts.say(sentence(error))
            return self._finished(again(), again) if again else False
        self.has_written = True
        undo = own_command("undo", *([change.id] if change else []))
        self.prompts.say(say("cli.done", count=len(plan.pending), undo=undo))
        for step in plan.next_steps:
            self.prompts.say(say("cli.next-step", step=step))
        if should_recheck(plan):
            for line in findings_text(examine(self.session.detect_all(), plan.tools)):
                self.prompts.say(line)
        return True

    def _show(self, plan: Plan) -> None:
        self.prompts.say()
        for change in plan.pending:
            self.prompts.say(as_text.file_heading(change))
            for reason in as_text.reasons(change):
                self.prompts.say(f"    {reason}")
            self.output.diff(unified(change, plan.secrets))
        for line in (*as_text.by_hand(plan), *as_text.notices(plan)):
            self.prompts.say(line)
        if not plan.pending:
            self.prompts.say(say("cli.nothing-to-change"))
