"""The ways through the doctor's screens: problems, answers, an error message, and from each of them to the repair."""

from wizard.doctor.diagnose import diagnose
from wizard.doctor.examine import Examination, examine
from wizard.doctor.finding import Finding
from wizard.errors import WizardError
from wizard.key import Credential
from wizard.plan.choices import Wanted
from wizard.plan.diff import harmless
from wizard.steps.answers import first_answers, offered_key
from wizard.steps.findings import answer_offers, finding_row, tools_of
from wizard.text import say
from wizard.tui.flow import Flow, sentences
from wizard.tui.screens.answers import AnswersScreen
from wizard.tui.screens.doctor import ANSWERS, EXPLAIN, DoctorScreen
from wizard.tui.screens.explain import FINDINGS, PasteScreen
from wizard.tui.widgets.rail import Progress


async def run_doctor(flow: Flow) -> bool:
    """Show what is wrong until the user goes back (False) or a repair was written (True).

    Raises:
        GivenUpError: the user did not want to wait.
    """
    message = at = ""
    mended: tuple[Finding, ...] = ()
    while True:
        examination = await flow.patiently(say("tui.doctor.looking"), lambda: examine(flow.session.detect_all()))
        screen = DoctorScreen(examination, message, _row_of(mended, examination) or at)
        chosen = at = await flow.ask(screen)
        mended = screen.mended
        message = ""
        if not chosen:
            return False
        if chosen == ANSWERS:
            await flow.ask(AnswersScreen(answer_offers(flow.session.catalog)))
        elif chosen == EXPLAIN:
            if await explain_error(flow, screen.pasted):
                return True
        else:
            written, message = await _repaired(flow, screen.mended)
            if written:
                return True


async def explain_error(flow: Flow, pasted: str = "") -> bool:
    """Explain an error message until the user goes back (False) or a repair was written (True).

    Raises:
        GivenUpError: the user did not want to wait.
    """
    message = ""
    while True:
        examination = await flow.patiently(say("tui.doctor.looking"), lambda: examine(flow.session.detect_all()))
        now = flow.app.now()
        screen = PasteScreen(
            examination,
            lambda text: diagnose(text, examination, flow.session.environment, now),  # noqa: B023  asked in this round only
            pasted,
            message,
        )
        chosen = await flow.ask(screen)
        message, pasted = "", screen.pasted
        if not chosen:
            return False
        if chosen == ANSWERS:
            await flow.ask(AnswersScreen(answer_offers(flow.session.catalog)))
        elif chosen == FINDINGS:
            if await run_doctor(flow):
                return True
        else:
            written, message = await _repaired(flow, screen.mended)
            if written:
                return True


async def _repaired(flow: Flow, chosen: tuple[Finding, ...] = ()) -> tuple[bool, str]:
    """Show the repair of the findings ``chosen`` (all where none are named) and write it; else what to say."""
    from wizard.doctor.repair import needs_key, repair

    session = flow.session

    def examined() -> Examination:
        whole = examine(session.detect_all(), tools_of(chosen))
        return whole.only(chosen) if chosen else whole

    try:
        examination = await flow.patiently(say("tui.doctor.looking"), examined)
        answers = first_answers(session.catalog, examination.found)
        usual = offered_key(session.catalog, session.environment, examination.found, answers)
        if needs_key(examination, session.catalog, Wanted(usual_credential=usual)):
            usual = await _key(flow, examination, _title(chosen))
            if usual is None:
                return False, ""
        wanted = Wanted(usual_credential=usual)
        return await flow.reviewed(lambda: repair(examined(), session.catalog, wanted), title=_title(chosen)), ""
    except WizardError as error:
        return False, sentences(error)


def _row_of(mended: tuple[Finding, ...], examination: Examination) -> str:
    """The row of the one finding whose repair was looked at, empty where it is gone or was another."""
    findings = examination.findings
    return finding_row(findings.index(mended[0])) if len(mended) == 1 and mended[0] in findings else ""


def _title(chosen: tuple[Finding, ...]) -> str:
    return say("tui.doctor.repair-one" if len(chosen) == 1 else "tui.doctor.repair")


async def _key(flow: Flow, examination: Examination, title: str) -> Credential | None:
    """The key that a repair needs, typed by the user; None where the user goes back."""
    from wizard.tui.screens.key import KeyStep
    from wizard.tui.screens.step import ON

    catalog = flow.session.catalog
    needing = [finding for finding in examination.findings if finding.facts.needs_key and finding.tool]
    states = [examination.found[finding.tool].state for finding in needing if finding.tool]
    meant = [state.region or state.meant_region for state in states]
    region = next((region for region in meant if region), next(iter(catalog.regions)))
    why = harmless(needing[0].cause) if needing else ""
    screen = KeyStep(Progress("key", {}), catalog, region, None, complaint=why, title=title)
    return screen.answer if await flow.ask(screen) is ON else None
