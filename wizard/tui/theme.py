"""The app's own colours: calm, dark or light, and one made of the terminal's own 16 colours."""

from collections.abc import Mapping
from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="wizard-dark",
    primary="#63c5b8",
    secondary="#8fb3e0",
    accent="#f0a868",
    success="#84c98f",
    warning="#e5c07b",
    error="#ef8080",
    foreground="#d5dbe5",
    background="#12161d",
    surface="#181d26",
    panel="#212834",
    variables={
        "wizard-added": "#16301f",
        "wizard-added-word": "#224d30",
        "wizard-removed": "#371b1f",
        "wizard-removed-word": "#5c2a30",
        "wizard-cursor": "#26303f",
        "wizard-dim": "#99a3b5",
        "input-selection-background": "#63c5b8 35%",
    },
)
LIGHT: Final = Theme(
    name="wizard-light",
    primary="#0b6b62",
    secondary="#2b5c9e",
    accent="#a84b00",
    success="#1b6430",
    warning="#8a5a00",
    error="#b3261e",
    foreground="#232834",
    background="#fbfaf7",
    surface="#f4f2ed",
    panel="#e9e6df",
    dark=False,
    variables={
        "wizard-added": "#e2f4e4",
        "wizard-added-word": "#c3e8c9",
        "wizard-removed": "#fbe5e3",
        "wizard-removed-word": "#f6cfca",
        "wizard-cursor": "#dfeae6",
        "wizard-dim": "#585e6d",
        "input-selection-background": "#0b6b62 30%",
    },
)
SIXTEEN: Final = Theme(
    name="wizard-16",
    ansi=True,
    primary="ansi_cyan",
    secondary="ansi_blue",
    accent="ansi_yellow",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        "wizard-added": "ansi_default",
        "wizard-added-word": "ansi_default",
        "wizard-removed": "ansi_default",
        "wizard-removed-word": "ansi_default",
        "wizard-cursor": "ansi_default",
        "wizard-dim": "ansi_default",
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "border-blurred": "ansi_black",
        "screen-selection-background": "ansi_bright_blue",
        "screen-selection-foreground": "ansi_black",
        "block-cursor-foreground": "ansi_black",
        "block-cursor-background": "ansi_white",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-selection-background": "ansi_bright_blue",
        "input-selection-foreground": "ansi_black",
        "border": "ansi_blue",
        "scrollbar": "ansi_blue",
    },
)
THEMES: Final = (DARK, LIGHT, SIXTEEN)

_LIGHT_BACKGROUNDS: Final = {"7", "15"}


def without_colour(variables: Mapping[str, str]) -> bool:
    """Whether no colour is wanted: NO_COLOR is set and not empty (no-color.org)."""
    return bool(variables.get("NO_COLOR"))


def theme_for(variables: Mapping[str, str], color_system: str | None) -> str:
    """The theme that suits a terminal: its 16 colours where it has no more or none are wanted, else dark or light.

    COLORFGBG, which several terminals set, tells a light background; without it the background counts as dark.
    """
    if color_system == "standard" or without_colour(variables):
        return SIXTEEN.name
    background = variables.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT.name if background in _LIGHT_BACKGROUNDS else DARK.name
