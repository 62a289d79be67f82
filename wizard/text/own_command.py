"""The program's own command lines, as they are shown: each reaches the files that this run reaches.

An example in a run with ``--home DIR``: ``own_command("undo")`` is ``coding-plan-wizard undo --home DIR``, and a text
that says ``coding-plan-wizard doctor`` says ``coding-plan-wizard --home DIR doctor``.
"""

from wizard.text.shell import command_line

NAME = "coding-plan-wizard"


class _Reach:
    """The flags in force, for the whole process as the language is."""

    flags: tuple[str, ...] = ()
    name_in_templates = NAME


def reach(*flags: str) -> None:
    """From now on commands are shown with ``flags``, without which they would reach other files than this run."""
    _Reach.flags = flags
    _Reach.name_in_templates = command_line([NAME, *flags]).replace("{", "{{").replace("}", "}}")


def own_command(*words: str) -> str:
    """The command line of ``words``."""
    return command_line([NAME, *words, *_Reach.flags])


def with_reach(template: str) -> str:
    """``template`` with the flags behind the program's name wherever it names a command."""
    return template.replace(f"{NAME} ", f"{_Reach.name_in_templates} ") if _Reach.flags else template
