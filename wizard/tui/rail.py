"""The rail: all steps in a row, with what was answered and where one is."""

from rich.text import Text

from wizard.steps import NAMES
from wizard.text import say


def rail_text(current: str, answered: dict[str, str]) -> Text:
    """All steps in a row: those answered with their answer, the current one marked."""
    text = Text(no_wrap=True, overflow="ellipsis")
    for number, step in enumerate(NAMES):
        if number:
            text.append(" › ", "dim")
        label = say(f"tui.{step}.title")
        if step == current:
            text.append(f" {label} ", "bold reverse")
        elif step in answered:
            text.append(answered[step], "green")
        else:
            text.append(label, "dim")
    return text
