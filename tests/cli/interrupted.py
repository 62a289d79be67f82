"""A program for tests: the wizard with a Ctrl+C at one moment of its start or its end.

``python -m tests.cli.interrupted WHERE AT ARGUMENT…``: WHERE is ``import`` (import number AT of those that the program
makes), ``lost`` (the end of import number AT, where Python can raise nothing and drops what is raised) or ``end`` (when
the program has ended and Python has not).
"""

import atexit
import os
import signal
import sys
from types import FrameType
from typing import Any

from wizard.__main__ import main


class _Moment:
    """Counts down to the moment."""

    def __init__(self, at: int) -> None:
        self.left = at

    def come(self) -> None:
        """One nearer."""
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGINT)

    def find_spec(self, *_arguments: object) -> None:
        """One nearer; nothing is found here."""
        self.come()

    def profile(self, frame: FrameType, event: str, _argument: object) -> None:
        """One nearer with each callback at the end of an import."""
        if event == "call" and frame.f_code.co_name == "cb" and "importlib" in frame.f_code.co_filename:
            self.come()


def _arrange(where: str, moment: Any) -> None:  # noqa: ANN401  it stands for a finder too
    if where == "import":
        sys.meta_path.insert(0, moment)
    elif where == "lost":
        sys.setprofile(moment.profile)
    else:
        atexit.register(moment.come)


if __name__ == "__main__":
    where, at, *arguments = sys.argv[1:]
    _arrange(where, _Moment(int(at)))
    sys.argv = ["coding-plan-wizard", *arguments]
    sys.exit(main())
