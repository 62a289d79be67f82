"""The flags. Values that depend on the catalog are checked later, by the core."""

import argparse
import re
from collections.abc import Sequence
from typing import Final

from wizard import __version__
from wizard.apply.kept import KEPT_CHANGES, KEPT_DAYS
from wizard.cli.parser import Parser, refuse
from wizard.errors import UsageError
from wizard.text import LANGUAGES, say

_LOOKS_LIKE_KEY: Final = re.compile(r"(?:^|=)(?:sk|ms)-\S{6,}")
_KEY_FLAGS: Final = ("--key", "--api-key", "--apikey", "--token")
SHELLS: Final = ("bash", "zsh", "fish")
_MOST_DIGITS: Final = 5
PROFILE_ACTIONS: Final = ("list", "save", "use", "delete")
SCOPES: Final = ("user", "project")
COLORS: Final = ("auto", "always", "never")
COMMANDS: Final = ("plan", "apply", "switch", "status", "doctor", "history", "undo", "remove", "profile", "catalog")
_VALUES_BEFORE: Final = ("--home", "--catalog", "--lang", "--color", "--completion")
"""The flags that may stand before the command and take the next word as their value."""
_NEVER_EMPTY: Final = {
    "home": "--home", "catalog_file": "--catalog", "region": "--region", "tool": "--tool", "model": "--model",
    "small_model": "--small-model", "thinking": "--thinking", "key_env": "--key-env", "key_file": "--key-file",
    "key_ref": "--key-ref", "profile": "--profile", "check_file": "--check", "id": "ID", "name": "NAME",
}  # fmt: skip
"""What has no meaning when empty: an empty value is a script's unset variable, not a value left out."""


def parsed(argv: Sequence[str]) -> argparse.Namespace:
    """The flags of ``argv``, all present with None or False where not given.

    Raises:
        UsageError: the command line is wrong, or carries a key.
        SystemExit: help or version was asked for and printed.
    """
    for before, argument in zip(["", *argv], argv, strict=False):
        if before == "--message" or argument.startswith("--message="):
            continue  # an error text may quote a key; it is masked wherever it is shown
        if _LOOKS_LIKE_KEY.search(argument) or argument.partition("=")[0] in _KEY_FLAGS:
            raise UsageError("cli.key-on-command-line")
    parser = whole_parser()
    flags, left = parser.parse_known_args(list(argv))
    if flags.command == "profile" and flags.name is None and len(left) == 1 and not left[0].startswith("-"):
        # argparse takes both words at once or none: the name may stand behind a flag too.
        flags.name, left = left[0], []
    program = " ".join(filter(None, (parser.prog, flags.command)))
    if left:
        refuse("unknown", program, words=" ".join(left))
    for name, shown in _NEVER_EMPTY.items():
        value = getattr(flags, name)
        if value == "" or (name == "tool" and "" in value):
            where = "MODEL" if (flags.command, name) == ("switch", "model") else shown
            refuse("value", program, flag=where)
    return flags


def command_in(argv: Sequence[str]) -> str | None:
    """The command that ``argv`` means, right or wrong as the rest of it may be; None where it names none."""
    before = ""
    for word in argv:
        if before not in _VALUES_BEFORE and not word.startswith("-"):
            return word if word in COMMANDS else None
        before = word
    return None


def whole_parser() -> argparse.ArgumentParser:
    """The parser of all commands; completions and the manual page are made from it too."""
    common = _common()
    parser = Parser(
        prog="coding-plan-wizard",
        description=say("cli.help.description"),
        epilog=say("cli.help.examples"),
    )
    _add_common(parser, suppress=False)
    parser.set_defaults(
        command=None, region=None, tool=[], model=None, thinking=None, key_env=None, key_file=None, key_stdin=False,
        key_ref=None, yes=False, dry_run=False, skip_failing=False, exit_code=False, id=None, force=False,
        scope="user", profile=None, small_model=None, action=None, name=None, check_file=None, schema=False,
        plain=False, completion=None, manual=False, start_fresh=False, prune=False,
    )  # fmt: skip
    parser.add_argument("--plain", action="store_true", default=False, help=say("cli.help.plain"))
    parser.add_argument("--completion", choices=SHELLS, default=None, help=say("cli.help.completion"))
    _flag(parser, "--manual", "manual")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title=say("cli.help.commands"))

    def command(name: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            parents=[common],
            help=say(f"cli.help.{name}"),
            description=say(f"cli.help.{name}"),
            epilog=say(f"cli.help.{name}-examples"),
        )

    plan = command("plan")
    _add_choices(plan)
    _add_profile(plan)
    _add_scope(plan)
    _flag(plan, "--exit-code", "exit-code-plan")
    apply = command("apply")
    _add_choices(apply)
    _add_profile(apply)
    _add_scope(apply)
    _add_writing(apply)
    switch = command("switch")
    switch.add_argument("model", metavar="MODEL", help=say("cli.help.model"))
    _add_tools(switch)
    _add_scope(switch)
    _add_small_model(switch)
    switch.add_argument("--thinking", metavar="on|off|TOKENS", help=say("cli.help.thinking"))
    _add_writing(switch)
    status = command("status")
    _add_tools(status)
    _add_scope(status)
    _flag(status, "--exit-code", "exit-code-status")
    doctor = command("doctor")
    _add_tools(doctor)
    asked = doctor.add_mutually_exclusive_group()
    asked.add_argument("--message", metavar="TEXT|-", help=say("cli.help.message"))
    asked.add_argument("--list", nargs="?", const="", metavar="WORDS", help=say("cli.help.list"))
    asked.add_argument("--fix", action="store_true", help=say("cli.help.fix"))
    _add_key(doctor)
    _add_writing(doctor, skip=False)
    _add_pruning(command("history"))
    _add_undo(command("undo"))
    remove = command("remove")
    _add_tools(remove)
    _add_scope(remove)
    _add_writing(remove)
    _add_profile_actions(command("profile"))
    _add_catalog_files(command("catalog"))
    return parser


def _common() -> Parser:
    common = Parser()
    _add_common(common, suppress=True)
    return common


def _add_common(parser: argparse.ArgumentParser, *, suppress: bool) -> None:
    """Flags allowed before and after the command; those after must not reset those before."""
    off = argparse.SUPPRESS if suppress else False
    none = argparse.SUPPRESS if suppress else None
    group = parser.add_argument_group(say("cli.help.everywhere"))
    group.add_argument("--home", metavar="DIR", default=none, help=say("cli.help.home"))
    group.add_argument(
        "--catalog", dest="catalog_file", metavar="FILE", default=none, help=say("cli.help.catalog-file")
    )
    group.add_argument("--json", action="store_true", default=off, help=say("cli.help.json"))
    group.add_argument("--lang", choices=LANGUAGES, default=none, help=say("cli.help.lang"))
    group.add_argument(
        "--color",
        choices=COLORS,
        default=argparse.SUPPRESS if suppress else "auto",
        help=say("cli.help.color"),
    )
    group.add_argument("--quiet", action="store_true", default=off, help=say("cli.help.quiet"))
    group.add_argument("--debug", action="store_true", default=off, help=say("cli.help.debug"))
    group.add_argument("-h", "--help", action="help", help=say("cli.help.help"))
    version = f"coding-plan-wizard {__version__}"
    group.add_argument("--version", action="version", version=version, help=say("cli.help.version"))


def _add_tools(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tool", action="append", default=[], metavar="TOOL", help=say("cli.help.tool"))


def _add_choices(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--region", metavar="REGION", help=say("cli.help.region"))
    _add_tools(parser)
    parser.add_argument("--model", metavar="MODEL", help=say("cli.help.model"))
    _add_small_model(parser)
    parser.add_argument("--thinking", metavar="on|off|TOKENS", help=say("cli.help.thinking"))
    _add_key(parser)
    _flag(parser, "--start-fresh", "start-fresh")
    _flag(parser, "--skip-failing", "skip-failing")


def _add_small_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--small-model", metavar="MODEL", help=say("cli.help.small-model"))


def _add_profile(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", metavar="NAME", help=say("cli.help.profile-flag"))


def _add_profile_actions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=PROFILE_ACTIONS, default="list", help=say("cli.help.action"))
    parser.add_argument("name", nargs="?", metavar="NAME", help=say("cli.help.name"))
    _add_choices(parser)
    _add_writing(parser)


def _add_scope(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--scope", choices=SCOPES, default="user", help=say("cli.help.scope"))


def _add_key(parser: argparse.ArgumentParser) -> None:
    key = parser.add_mutually_exclusive_group()
    key.add_argument("--key-env", metavar="NAME", help=say("cli.help.key-env"))
    key.add_argument("--key-file", metavar="PATH", help=say("cli.help.key-file"))
    key.add_argument("--key-stdin", action="store_true", help=say("cli.help.key-stdin"))
    key.add_argument("--key-ref", metavar="NAME", help=say("cli.help.key-ref"))


def _add_writing(parser: argparse.ArgumentParser, *, skip: bool = True) -> None:
    _flag(parser, "--yes", "yes")
    _flag(parser, "--dry-run", "dry-run")
    if skip and "--skip-failing" not in parser.format_usage():
        _flag(parser, "--skip-failing", "skip-failing")


def _add_undo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="ID", help=say("cli.help.id"))
    _flag(parser, "--force", "force")
    _flag(parser, "--skip-failing", "undo-skip-failing")
    _add_scope(parser)
    _add_writing(parser)


def _add_pruning(parser: argparse.ArgumentParser) -> None:
    _flag(parser, "--prune", "prune")
    for flag, default in (("keep", KEPT_CHANGES), ("days", KEPT_DAYS)):
        text = say(f"cli.help.{flag}", default=default)
        parser.add_argument(f"--{flag}", type=_count, default=default, metavar="NUMBER", help=text)
    _add_writing(parser, skip=False)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise argparse.ArgumentTypeError(say("cli.not-a-count", value=text))
    return int(text)


def _add_catalog_files(parser: argparse.ArgumentParser) -> None:
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--check", dest="check_file", metavar="FILE", help=say("cli.help.check"))
    either.add_argument("--schema", action="store_true", help=say("cli.help.schema"))


def _flag(parser: argparse.ArgumentParser, name: str, text: str) -> None:
    parser.add_argument(name, action="store_true", help=say(f"cli.help.{text}"))
