"""Asking on a terminal, line by line."""

from collections.abc import Sequence
from typing import Final

from wizard.errors import CancelledError, WizardError
from wizard.key import masked_text
from wizard.plan.diff import harmless
from wizard.show import asking
from wizard.show.output import Output
from wizard.steps.offers import Offer
from wizard.text import say

BACK: Final = ""
"""The answer that leads one question back; no offer has this id."""
END: Final = "."
"""The line that ends a text of several lines: an empty one may be part of it."""


class Prompts:
    """Asks questions through ``output``."""

    def __init__(self, output: Output) -> None:
        self.output = output

    def say(self, text: str = "") -> None:
        """A line of talk; also with ``--quiet``, as a question cannot be answered unseen."""
        self.output.error(text)

    def one(self, question: str, help_words: str, offers: Sequence[Offer], default: str) -> str:
        """The id of the chosen offer, or BACK.

        Raises:
            CancelledError: the user left.
        """
        self._list(question, offers)
        number = next((at for at, offer in enumerate(offers, 1) if offer.id == default and not offer.barred), None)
        while True:
            text = self._line(say("plain.choose", default=number) if number else say("plain.choose-one"), help_words)
            if text is None:
                return BACK
            chosen = offers[number - 1] if not text and number else self._meant(text, offers)
            if chosen is None:
                continue
            if chosen.barred:
                self.say(chosen.barred)
                continue
            return chosen.id

    def some(self, question: str, help_words: str, offers: Sequence[Offer], ticked: Sequence[str]) -> tuple[str, ...]:
        """The ids of the chosen offers, in their order; none to go back.

        Raises:
            CancelledError: the user left.
        """
        return self._several(question, help_words, offers, ticked, can_be_none=False) or ()

    def any_of(
        self, question: str, help_words: str, offers: Sequence[Offer], ticked: Sequence[str]
    ) -> tuple[str, ...] | None:
        """The ids of the chosen offers, in their order, where none may be chosen; None to go back.

        Raises:
            CancelledError: the user left.
        """
        return self._several(question, help_words, offers, ticked, can_be_none=True)

    def _several(
        self, question: str, help_words: str, offers: Sequence[Offer], ticked: Sequence[str], *, can_be_none: bool
    ) -> tuple[str, ...] | None:
        self._list(question, offers)
        numbers = [str(at) for at, offer in enumerate(offers, 1) if offer.id in ticked and not offer.barred]
        none = say("plain.none-word")
        default = " ".join(numbers) or (none if can_be_none else "–")
        prompt = say("plain.choose-any" if can_be_none else "plain.choose-some", default=default, none=none)
        while True:
            text = self._line(prompt, help_words)
            if text is None:
                return None
            if can_be_none and (text.casefold() == none or not (text or numbers)):
                return ()
            chosen: list[Offer | None] = [
                self._meant(word, offers) for word in (text.replace(",", " ").split() or numbers)
            ]
            wanted = [offer for offer in chosen if offer]
            if len(wanted) < len(chosen):
                continue
            barred = [offer.barred for offer in wanted if offer.barred]
            if barred or not wanted:
                self.say(barred[0] if barred else say("plain.none"))
                continue
            return tuple(offer.id for offer in offers if offer in wanted)

    def text(self, question: str, help_words: str, default: str = "") -> str | None:
        """A typed line, ``default`` where it is left empty; None to go back."""
        prompt = f"{question} [{default}]:" if default else f"{question}:"
        typed = self._line(prompt, help_words)
        return None if typed is None else typed or default

    def lines(self, question: str, help_words: str) -> str | None:
        """Typed or pasted lines up to one with a full stop alone; None to go back.

        A key among them is masked where it stands on the screen, or the user is told that it stands there.

        Raises:
            CancelledError: the user left.
        """
        first = self._line(question, help_words)
        if first is None:
            return None
        typed: list[str] = []
        line, prompt = first, f"{question} "
        seen = False
        try:
            while line.strip() != END:
                typed.append(line)
                seen = not self._hidden(prompt, line) or seen
                line, prompt = asking.line(), ""
        except EOFError:
            self.say()
        except KeyboardInterrupt:
            raise CancelledError("cli.cancelled") from None
        if seen:
            self.say(say("plain.key-seen"))
        return "\n".join(typed)

    def _hidden(self, prompt: str, line: str) -> bool:
        """Mask a key in the ``line`` that was just typed behind ``prompt``; False where it stays on the screen."""
        masked = masked_text(line)
        return masked == line or self.output.typed_over(prompt + line, prompt + masked)

    def hidden(self, question: str, help_words: str) -> str | None:
        """A typed line that is not shown; None to go back."""
        return self._line(question, help_words, hidden=True)

    def yes(self, question: str) -> bool | None:
        """Whether the user says yes; None to go back."""
        text = self._line(question, say("plain.yes-help"))
        return None if text is None else text.lower() in say("cli.yes-answers").split()

    def _list(self, question: str, offers: Sequence[Offer]) -> None:
        self.say()
        self.say(question)
        group = ""
        for number, offer in enumerate(offers, 1):
            if offer.group != group:
                group = offer.group
                self.say(f"  {group}:")
            parts = [offer.label]
            if offer.current:
                parts.append(f"({say('tui.current')})")
            if offer.remark or offer.barred:
                parts.append(f"– {offer.barred or offer.remark}")
            self.say(f"  {number}. {' '.join(parts)}")

    def _meant(self, text: str, offers: Sequence[Offer]) -> Offer | None:
        """The offer of that number, of that name, or the only one that matches; says what is wrong where none is."""
        if text.isascii() and text.isdecimal():
            if 1 <= int(text) <= len(offers):
                return offers[int(text) - 1]
            self.say(say("plain.no-number", last=len(offers)))
            return None
        exact = [offer for offer in offers if text.casefold() in {offer.id.casefold(), offer.label.casefold()}]
        found = exact or [offer for offer in offers if text.casefold() in f"{offer.label} {offer.id}".casefold()]
        if len(found) == 1:
            return found[0]
        names = ", ".join(offer.label for offer in found)
        self.say(say("plain.several", names=names) if found else say("tui.search.nothing", query=masked_text(text)))
        return None

    def _line(self, prompt: str, help_words: str, *, hidden: bool = False) -> str | None:
        while True:
            try:
                text = self._typed(prompt, hidden=hidden).strip()
            except (EOFError, KeyboardInterrupt):
                self.say()
                raise CancelledError("cli.cancelled") from None
            if text == "?":
                self.say(help_words)
                self.say(say("plain.keys"))
                continue
            if text.lower() == say("plain.quit"):
                raise CancelledError("cli.cancelled")
            return None if text.lower() == say("plain.back") else text

    def _typed(self, prompt: str, *, hidden: bool) -> str:
        if hidden:
            typed = asking.hidden(lambda: self.output.ask(prompt))
            self.say()
            return typed
        self.output.ask(prompt)
        return asking.line()


def sentence(error: WizardError) -> str:
    """An error in one line: what is wrong and what to do next."""
    return harmless(error.text)
