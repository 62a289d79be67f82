"""The steps as questions, forth and back."""

from collections.abc import Mapping
from dataclasses import replace

from wizard.doctor.examine import Examination, examine
from wizard.doctor.finding import Finding
from wizard.errors import UsageError, WizardError
from wizard.key import Credential, taken_in
from wizard.plain.prompts import BACK, Prompts, sentence
from wizard.plan.detect import Detected
from wizard.plan.plan import Plan
from wizard.runs.write import check_plan
from wizard.session import Session
from wizard.steps import NAMES
from wizard.steps.answers import Answers, offered_key
from wizard.steps.findings import finding_offers, mendable
from wizard.steps.offers import model_offers, region_offers, thinking_id, thinking_offers, tool_offers
from wizard.steps.run import plan_answers
from wizard.steps.small_model import ROW, preselected, small_model_offers, small_model_row, with_small_model
from wizard.steps.thinking import typed_budget
from wizard.text import say
from wizard.text.names import region_name
from wizard.tools.base import Thinking


class SetUp:
    """One run over the steps; with ``only_model`` only the model is asked for."""

    def __init__(
        self,
        prompts: Prompts,
        session: Session,
        found: Mapping[str, Detected],
        answers: Answers,
        *,
        only_model: bool = False,
    ) -> None:
        self.prompts = prompts
        self.session = session
        self.found = found
        self.answers = answers
        self.only_model = only_model

    def run(self) -> Plan | None:
        """The plan for what was answered; None where the user went back out of the first question.

        Raises:
            CancelledError: the user left.
        """
        steps = ["model"] if self.only_model else list(NAMES[:-1])
        at = 0
        while True:
            while at < len(steps):
                at += 1 if self._asked(steps[at]) else -1
                if at < 0:
                    return None
            try:
                examination = None if self.only_model else examine(self.session.detect_all(), self.answers.tools)
                findings = self._findings(examination) if examination else ()
                if findings is None:
                    at = len(steps) - 1
                    continue
                # Where something was asked, time has passed.
                found = examination.found if examination and not mendable(examination) else None
                plan = plan_answers(self.session, self.answers, found, only_model=self.only_model, mending=findings)
                check_plan(self.session, plan)
            except WizardError as error:
                self.prompts.say(sentence(error))
                if isinstance(error, UsageError) and error.code == "choices.key-missing":
                    # The model alone is not enough: from here on all steps count, so that the typed key is used.
                    self.only_model, steps = False, list(NAMES[:-1])
                    at = steps.index("key")
                else:
                    at = len(steps) - 1 if self.only_model else steps.index("tools")
            else:
                return plan

    def _findings(self, examination: Examination) -> tuple[Finding, ...] | None:
        """The findings in the chosen tools that are to be repaired along with the set-up; None to go back."""
        findings = mendable(examination)
        if not findings:
            return ()
        offers = finding_offers(replace(examination, findings=findings))
        ticked = [offer.id for offer, finding in zip(offers, findings, strict=True) if finding.severity != "info"]
        chosen = self.prompts.any_of(say("plain.findings"), say("steps.findings.help"), offers, ticked)
        if chosen is None:
            return None
        return tuple(finding for offer, finding in zip(offers, findings, strict=True) if offer.id in chosen)

    def _asked(self, step: str) -> bool:
        """Ask one step; whether to go on."""
        ask = {
            "region": self._region,
            "tools": self._tools,
            "model": self._model,
            "thinking": self._thinking,
            "key": self._key,
        }
        return ask[step]()

    def _region(self) -> bool:
        catalog = self.session.catalog
        present = self._present()
        offers = region_offers(catalog, present.state.region if present else None)
        chosen = self.prompts.one(*_words("region"), offers, self.answers.region)
        if chosen != BACK:
            self.answers = self.answers.with_region(chosen)
        return chosen != BACK

    def _tools(self) -> bool:
        offers = tool_offers(self.found, self.answers.region)
        chosen = self.prompts.some(*_words("tools"), offers, self.answers.tools)
        if chosen:
            self.answers = replace(self.answers, tools=chosen)
        return bool(chosen)

    def _model(self) -> bool:
        catalog, present = self.session.catalog, self._present()
        models = model_offers(catalog, present.state.model if present else None)
        while True:
            offers = (*models, *small_model_row(self.found, self.answers))
            chosen = self.prompts.one(*_words("model"), offers, self.answers.model)
            if chosen == BACK:
                return False
            if chosen != ROW:
                self.answers = self.answers.with_model(catalog, chosen)
                return True
            self._small_model()

    def _small_model(self) -> None:
        offers = small_model_offers(self.session.catalog, self.found, self.answers)
        chosen = self.prompts.one(*_words("small-model"), offers, preselected(self.found, self.answers))
        if chosen != BACK:
            self.answers = with_small_model(self.found, self.answers, chosen)

    def _thinking(self) -> bool:
        catalog, present, answers = self.session.catalog, self._present(), self.answers
        current = present.state.thinking if present and present.state.model == answers.model else None
        offers = thinking_offers(catalog, answers.model, current)
        question, help_words = _words("thinking")
        while True:
            chosen = self.prompts.one(question, help_words, offers, thinking_id(answers.thinking))
            if chosen == BACK:
                return False
            thinking = self._budget() if chosen == "budget" else Thinking(enabled=chosen == "on")
            if thinking:
                self.answers = replace(answers, thinking=thinking, thinking_chosen=True)
                return True

    def _budget(self) -> Thinking | None:
        present = self.answers.thinking.budget
        while True:
            question = say("steps.thinking.budget-question")
            text = self.prompts.text(question, say("steps.thinking.help"), str(present or ""))
            if text is None:
                return None
            try:
                return typed_budget(self.session.catalog, self.answers.model, text)
            except WizardError as error:
                self.prompts.say(sentence(error))

    def _key(self) -> bool:
        catalog, answers = self.session.catalog, self.answers
        region = catalog.regions[answers.region]
        offered = answers.typed_key or offered_key(catalog, self.session.environment, self.found, answers)
        self.prompts.say()
        self.prompts.say(f"{say('steps.key.page', region=region_name(region.name))} {region.key_page}")
        if offered:
            self.prompts.say(say("steps.key.offered", key=offered.masked))
        while True:
            text = self.prompts.hidden(say("plain.key"), say("steps.key.help"))
            if text is None:
                return False
            if not text and offered:
                return True
            key = self._taken_in(text)
            if key:
                self.prompts.say(say("steps.key.fits", key=key.masked))
                self.answers = replace(answers, typed_key=key)
                return True

    def _taken_in(self, text: str) -> Credential | None:
        try:
            return taken_in(text, self.session.catalog.key)
        except WizardError as error:
            self.prompts.say(sentence(error))
            return None

    def _present(self) -> Detected | None:
        on_plan = (self.found[name] for name in self.answers.tools if self.found[name].state.configured)
        return next(on_plan, None)


def _words(step: str) -> tuple[str, str]:
    """The question of a step and its help."""
    return say(f"steps.{step}.question"), say(f"steps.{step}.help")
