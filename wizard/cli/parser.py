"""The standard parser of command lines in the program's own words: its headings, and what it has to complain about."""

import argparse
import re
from collections.abc import Iterable
from typing import Final, NoReturn

from wizard.errors import UsageError
from wizard.show.output import Output
from wizard.text import say

# The sentences of Python 3.11 to 3.14. One that is not known is shown as it is, in English.
_COMPLAINTS: Final = {
    "unknown": re.compile(r"unrecognized arguments: (?P<words>.+)", re.DOTALL),
    "required": re.compile(r"the following arguments are required: (?P<words>.+)", re.DOTALL),
    "choice": re.compile(
        r"argument (?P<flag>.+?): invalid choice: (?P<words>.+) \(choose from (?P<known>.+)\)", re.DOTALL
    ),
    "value": re.compile(r"argument (?P<flag>.+?): expected one argument"),
    "no-value": re.compile(r"(?:argument (?P<flag>.+?): )?ignored explicit argument (?P<words>.+)", re.DOTALL),
    "together": re.compile(r"argument (?P<flag>.+?): not allowed with argument (?P<words>.+)", re.DOTALL),
    "one-of": re.compile(r"one of the arguments (?P<words>.+) is required", re.DOTALL),
    "other": re.compile(r"argument (?P<flag>.+?): (?P<words>.+)", re.DOTALL),
}


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help as the texts are laid out, under a heading in the language in force."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: "Iterable[argparse._MutuallyExclusiveGroup]",
        prefix: str | None = None,
    ) -> None:
        """The line that begins the help."""
        super().add_usage(usage, actions, groups, f"{say('cli.help.usage')} " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Raises instead of leaving, so that ``--json`` can answer usage errors too."""

    def __init__(
        self,
        *,
        prog: str | None = None,
        description: str | None = None,
        epilog: str | None = None,
        parents: "Iterable[argparse.ArgumentParser]" = (),
        **others: object,
    ) -> None:
        del others  # what a sub-parser is given beside these is the same as here
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            parents=list(parents),
            formatter_class=Formatter,
            allow_abbrev=False,
            add_help=False,
        )
        self.color = False  # from Python 3.14 on it would put colours of its own into the text
        self._positionals.title = say("cli.help.arguments")
        self._optionals.title = say("cli.help.options")

    def error(self, message: str) -> NoReturn:
        """Refuse the command line.

        Raises:
            UsageError: always.
        """
        refuse(message, self.prog)

    def _print_message(self, message: str, file: object = None) -> None:
        """Print help or the version, which are results.

        Raises:
            NotPrintedError: standard output takes nothing any more.
        """
        del file
        Output().result(message)


def refuse(message: str, program: str) -> NoReturn:
    """Refuse the command line with the standard parser's ``message``; the help to read is that of ``program``.

    Raises:
        UsageError: always.
    """
    from wizard.key import masked_text

    raise UsageError("cli.usage", reason=masked_text(_in_own_words(message)), command=program)


def _in_own_words(message: str) -> str:
    for name, pattern in _COMPLAINTS.items():
        if found := pattern.fullmatch(message):
            return say(f"cli.complaint.{name}", **{key: value or "" for key, value in found.groupdict().items()})
    return message
