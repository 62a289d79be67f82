"""The completion scripts of bash, zsh and fish, made from the program's flags."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from wizard.cli.flags import PROGRAM, Command, Flag, program

_FUNCTION = "_coding_plan_wizard"


def completion(shell: str) -> str:
    """The script that completes the command line in ``shell`` (bash, zsh or fish)."""
    return _SCRIPTS[shell](program())


def _bash(commands: Sequence[Command]) -> str:
    """For bash; to be sourced, or put into its folder of completions."""
    whole, rest = commands[0], commands[1:]
    names = " ".join(command.name for command in rest)
    lines = [
        f"{_FUNCTION}() {{",
        '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" command="" word',
        '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
        f'    case "$word" in {names.replace(" ", "|")}) command="$word"; break ;; esac',
        "  done",
        '  case "$previous" in',
        *_cases(commands, lambda flag: f'COMPREPLY=($(compgen {_bash_values(flag)} -- "$current")); return'),
        "  esac",
        "  local words",
        '  case "$command" in',
        f'    "") words="{names} {_flag_words(whole)}" ;;',
        *(f'    {command.name}) words="{" ".join([*command.values, _flag_words(command)])}" ;;' for command in rest),
        "  esac",
        '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
        "}",
        f"complete -F {_FUNCTION} {PROGRAM}",
    ]
    return "\n".join(lines) + "\n"


def _zsh(commands: Sequence[Command]) -> str:
    """For zsh; a file of its own in a folder of ``fpath``, or sourced after ``compinit``."""
    whole, rest = commands[0], commands[1:]
    names = "|".join(command.name for command in rest)
    lines = [
        f"#compdef {PROGRAM}",
        f"{_FUNCTION}() {{",
        "  local command= word previous=${words[CURRENT-1]}",
        "  for word in ${words[2,CURRENT-1]}; do",
        f"    case $word in ({names}) command=$word; break ;; esac",
        "  done",
        "  case $previous in",
        *_cases(
            commands,
            lambda flag: "_files; return" if flag.takes_file else f"compadd -- {' '.join(flag.values)}; return",
            opening="(",
        ),
        "  esac",
        "  local -a all",
        "  case $command in",
        "    ('')",
        f"      all=({' '.join(_quoted(f'{each.name}:{each.help}') for each in rest)})",
        "      _describe command all",
        f"      all=({_zsh_flags(whole)})",
        "      ;;",
    ]
    for command in rest:
        lines.append(f"    ({command.name})")
        if command.values:
            lines.append(f"      compadd -- {' '.join(command.values)}")
        lines += [f"      all=({_zsh_flags(command)})", "      ;;"]
    lines += ["  esac", "  _describe -o flag all", "}", f"compdef {_FUNCTION} {PROGRAM}"]
    return "\n".join(lines) + "\n"


def _fish(commands: Sequence[Command]) -> str:
    """For fish; a file in its folder of completions, or sourced."""
    lines = [f"complete -c {PROGRAM} -f"]
    for command in commands:
        seen = f"__fish_seen_subcommand_from {command.name}" if command.name else "__fish_use_subcommand"
        start = f"complete -c {PROGRAM} -n {_quoted(seen)}"
        if command.name:
            use = f"complete -c {PROGRAM} -n __fish_use_subcommand"
            lines.append(f"{use} -a {command.name} -d {_quoted(command.help)}")
        if command.values:
            lines.append(f"{start} -a {_quoted(' '.join(command.values))}")
        for flag in command.flags:
            names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in flag.names)
            takes = ""
            if flag.takes_file:
                takes = " -r -F"
            elif flag.values:
                takes = f" -x -a {_quoted(' '.join(flag.values))}"
            elif flag.metavar:
                takes = " -x"
            lines.append(f"{start} {names}{takes} -d {_quoted(flag.help)}")
    return "\n".join(lines) + "\n"


def _cases(commands: Iterable[Command], does: Callable[[Flag], str], opening: str = "") -> list[str]:
    """One case for each flag that known values or a path follow."""
    flags = {flag.names: flag for command in commands for flag in command.flags if flag.values or flag.takes_file}
    return [f"    {opening}{'|'.join(names)}) {does(flag)} ;;" for names, flag in flags.items()]


def _bash_values(flag: Flag) -> str:
    return "-f" if flag.takes_file else f'-W "{" ".join(flag.values)}"'


def _flag_words(command: Command) -> str:
    return " ".join(name for flag in command.flags for name in flag.names)


def _zsh_flags(command: Command) -> str:
    return " ".join(_quoted(f"{name}:{flag.help}") for flag in command.flags for name in flag.names)


def _quoted(text: str) -> str:
    """``text`` as one word of a shell."""
    return "'" + text.replace("'", "'\\''") + "'"


_SCRIPTS: Final = {"bash": _bash, "zsh": _zsh, "fish": _fish}
