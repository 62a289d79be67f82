"""What the flags are, as values: completions and the manual page are made from these."""

import argparse
from dataclasses import dataclass

from wizard.cli.arguments import whole_parser
from wizard.plugins import built_in_catalog

PROGRAM = "coding-plan-wizard"
_FILES = {"--home", "--catalog", "--key-file", "--check"}


@dataclass(frozen=True)
class Flag:
    """A flag: its names, what can follow it (known ``values``, or any word called ``metavar``), its help."""

    names: tuple[str, ...]
    metavar: str
    values: tuple[str, ...]
    help: str

    @property
    def takes_file(self) -> bool:
        """Whether a path follows it."""
        return not _FILES.isdisjoint(self.names)


@dataclass(frozen=True)
class Command:
    """A command with its flags; ``values`` are those of the word that follows it. The whole program has no name."""

    name: str
    help: str
    flags: tuple[Flag, ...]
    values: tuple[str, ...] = ()
    metavar: str = ""
    examples: str = ""


def program() -> tuple[Command, ...]:
    """The program without a command first, then all its commands."""
    catalog = built_in_catalog()
    known = {
        "--region": tuple(catalog.regions),
        "--tool": (*catalog.tools, "detected"),
        "--model": tuple(catalog.models),
        "--small-model": tuple(catalog.models),
        "--thinking": ("on", "off"),
    }
    parser = whole_parser()
    commands = [_command(parser, "", known)]
    for action in parser._actions:  # noqa: SLF001  argparse has no public way to look at what was added
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  as above
            commands += [_command(inner, name, known) for name, inner in action.choices.items()]
    return tuple(commands)


def _command(parser: argparse.ArgumentParser, name: str, known: dict[str, tuple[str, ...]]) -> Command:
    flags: list[Flag] = []
    values: tuple[str, ...] = ()
    metavar = ""
    for action in parser._actions:  # noqa: SLF001  argparse has no public way to look at what was added
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  as above
            continue
        if not action.option_strings:
            own = tuple(map(str, action.choices or ()))
            metavar = f"{metavar} {action.metavar or '|'.join(own)}".lstrip()
            values = values or own or known.get(f"--{action.dest}", ())
            continue
        long = next((each for each in action.option_strings if each.startswith("--")), "")
        choices = tuple(map(str, action.choices or known.get(long, ())))
        takes = "" if action.nargs == 0 else str(action.metavar or "|".join(choices))
        flags.append(Flag(tuple(action.option_strings), takes, choices if takes else (), action.help or ""))
    return Command(name, parser.description or "", tuple(flags), values, metavar, parser.epilog or "")
