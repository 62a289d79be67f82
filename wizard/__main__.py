"""The command ``coding-plan-wizard``, also ``python -m wizard``.

Nothing is imported here that Python has not loaded by itself: before this module Ctrl+C ends in a traceback.
"""

import os
import sys

# Not from ``signal``, whose import takes longer than all that ``--version`` does.
from _signal import SIG_IGN, SIGINT, default_int_handler, getsignal, signal  # type: ignore[import-not-found]

_CANCELLED = 130


class Waiting:
    """Keeps a Ctrl+C until the program can answer it; a second one ends the program at once."""

    def __init__(self) -> None:
        self.came = False
        if getsignal(SIGINT) is default_int_handler:
            signal(SIGINT, self._keep)

    def _keep(self, _number: int, _frame: object) -> None:
        if self.came:
            os._exit(_CANCELLED)
        self.came = True

    def done(self) -> None:
        """From now on Ctrl+C is a KeyboardInterrupt; one that came already is raised."""
        if getsignal(SIGINT) == self._keep:
            signal(SIGINT, default_int_handler)
        if self.came:
            raise KeyboardInterrupt


def main(argv: "list[str] | None" = None) -> int:
    """Run the command line ``argv`` and return its exit code; where None, this process's own, which ends with it."""
    if argv is not None:
        return _run(argv, None)
    code = _CANCELLED
    try:
        code = _run(sys.argv[1:], Waiting())
        # What comes now comes too late: the end of the process is no place for it.
        signal(SIGINT, SIG_IGN)
    except KeyboardInterrupt:  # a second one, while the first was answered
        signal(SIGINT, SIG_IGN)
    # Python ends by the signal, not with the code, where a Ctrl+C came while text was compiled and run, as dataclasses
    # do when they are imported. It forgets that when it compiles and runs the next one.
    exec("")  # noqa: S102  nothing in it
    return code


def _run(arguments: "list[str]", waiting: Waiting | None) -> int:
    if arguments == ["--version"] and not (waiting and waiting.came):
        from wizard import __version__

        try:
            print(f"coding-plan-wizard {__version__}", flush=True)  # noqa: T201  nothing from elsewhere is in it
        except OSError:  # said in a sentence below
            pass
        else:
            if not (waiting and waiting.came):
                return 0
    from wizard.cli.main import run

    return run(arguments, waiting)


if __name__ == "__main__":
    sys.exit(main())
