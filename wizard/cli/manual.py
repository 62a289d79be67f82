"""The manual page, made from the flags."""

from wizard import __version__
from wizard.cli.flags import PROGRAM, program
from wizard.text import say


def manual() -> str:
    """The manual page, in the language of ``man``."""
    lines = [
        f'.TH {PROGRAM.upper()} 1 "" "{__version__}"',
        f".SH {say('cli.manual.name')}",
        f"{PROGRAM} \\- {_roff(say('cli.help.description'))}",
        f".SH {say('cli.manual.synopsis')}",
        f".B {PROGRAM}",
        f"[{say('cli.manual.command')}] [{say('cli.manual.flags')}]",
    ]
    for command in program():
        lines.append(f".SH {(command.name or say('cli.manual.flags')).upper()}")
        lines.append(_roff(f"{command.help} " if command.name else ""))
        if command.metavar:
            lines.append(f".RI ( {_roff(command.metavar)} )")
        for flag in command.flags:
            takes = f" \\fI{_roff(flag.metavar)}\\fR" if flag.metavar else ""
            lines += [".TP", f"\\fB{_roff(', '.join(flag.names))}\\fR{takes}", _roff(flag.help)]
        if command.examples:
            lines += [".PP", ".nf", *(_roff(line) for line in command.examples.splitlines()), ".fi"]
    return "\n".join(line for line in lines if line) + "\n"


def _roff(text: str) -> str:
    """``text`` with nothing in it that ``man`` would take for a command."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
