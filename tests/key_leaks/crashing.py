"""A program for tests: the full-screen wizard in which one place breaks with the key in hand.

``python -m tests.key_leaks.crashing PLACE ARGUMENT…``; PLACE is a dotted name such as
``wizard.tui.screens.review._notes`` or ``wizard.tui.screens.review:ReviewStep.content``, or ``-`` where nothing breaks.
"""

import argparse
import importlib
import sys
from typing import NoReturn

from wizard.cli import main
from wizard.session import Session

KEY = "sk-sp-0123456789abcdef"


def broken(*_arguments: object, **_named: object) -> NoReturn:
    """Fail with a key in a variable and in the message."""
    key = KEY
    raise RuntimeError(f"something about {key}")


def broken_later() -> None:
    """Break the place once the app is there: nothing of it may be imported before."""
    place = sys.argv[1]
    if place == "-":
        return
    module, _, name = place.partition(":")
    owner: object = importlib.import_module(module)
    *outer, last = name.split(".")
    for each in outer:
        owner = getattr(owner, each)
    assert callable(getattr(owner, last))
    setattr(owner, last, broken)


if __name__ == "__main__":
    opened = main._opened

    def opening(flags: argparse.Namespace) -> tuple[Session, str]:
        """As in the program."""
        broken_later()
        return opened(flags)

    main._opened = opening
    sys.exit(main.run(sys.argv[2:]))
