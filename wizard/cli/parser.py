"""The standard parser of command lines in the program's own words: its headings, and what it has to complain about."""

import argparse
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from wizard.errors import UsageError
from wizard.show.output import Output
from wizard.text import say


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help as the texts are laid out, under a heading in the current language."""

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
    """Raises instead of leaving, so that ``--json`` can answer usage errors too.

    What is wrong is told by what was given, never by the words of the standard parser, which each Python changes.
    """

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
            exit_on_error=False,
        )
        self.color = False  # from Python 3.14 on it would put colours of its own into the text
        self._positionals.title = say("cli.help.arguments")
        self._optionals.title = say("cli.help.options")

    def parse_known_args(  # type: ignore[override]  # of several forms only the one that is called
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """The flags that are known, and the words that are not.

        Raises:
            UsageError: the command line is wrong.
        """
        try:
            return super().parse_known_args(args, namespace)
        except argparse.ArgumentError as error:
            self._refuse(error, list(args or ()))

    def error(self, message: str) -> NoReturn:
        """Refuse what is missing: the one thing that is never an ``ArgumentError``, before Python 3.12.

        Raises:
            UsageError: always.
        """
        del message
        missing = ", ".join(_name(action) for action in self._actions if action.required and not action.option_strings)
        refuse("required", self.prog, words=missing)

    def _match_argument(self, action: argparse.Action, arg_strings_pattern: str) -> int:
        try:
            return super()._match_argument(action, arg_strings_pattern)
        except argparse.ArgumentError:
            refuse("value", self.prog, flag=_name(action))

    def _check_value(self, action: argparse.Action, value: Any) -> None:  # noqa: ANN401  as the standard parser has it
        known = action.choices
        if known is not None and value not in known:
            refuse("choice", self.prog, flag=_name(action), words=repr(value), known=", ".join(map(repr, known)))

    def _refuse(self, error: argparse.ArgumentError, words: Sequence[str]) -> NoReturn:
        """Refuse ``words`` for a value that a flag does not take or does not allow, or for two flags that clash."""
        action = next((each for each in self._actions if _name(each) == error.argument_name), None)
        if action is None:
            self.error(error.message)
        flag = _name(action)
        values = [word.removeprefix(name) for name in action.option_strings for word in words if word.startswith(name)]
        added = next((value.removeprefix("=") for value in values if value), None)
        if action.nargs == 0 and added is not None:
            refuse("no-value", self.prog, flag=flag, words=repr(added))
        for group in self._mutually_exclusive_groups:
            members = group._group_actions  # noqa: SLF001  argparse has no public way to ask what is in a group
            others = [each for word in words for each in members if word.partition("=")[0] in each.option_strings]
            first = next((each for each in others if each is not action), None)
            if action in members and first:
                refuse("together", self.prog, flag=flag, words=_name(first))
        refuse("other", self.prog, flag=flag, words=error.message)

    def _print_message(self, message: str, file: object = None) -> None:
        """Print help or the version, which are results.

        Raises:
            NotPrintedError: standard output takes nothing any more.
        """
        del file
        Output().result(message)


def refuse(complaint: str, program: str, **values: str) -> NoReturn:
    """Refuse the command line with one of the texts ``cli.complaint``; the help to read is that of ``program``.

    Raises:
        UsageError: always.
    """
    from wizard.key import masked_text

    reason = masked_text(say(f"cli.complaint.{complaint}", **values))
    raise UsageError("cli.usage", reason=reason, command=program)


def _name(action: argparse.Action) -> str:
    return argparse.ArgumentError(action, "").argument_name or ""
