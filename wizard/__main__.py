"""The command ``coding-plan-wizard``, also ``python -m wizard``."""

import sys
from collections.abc import Sequence
from contextlib import suppress


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line ``argv`` (this process's own where None) and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == ["--version"]:
        from wizard import __version__

        with suppress(OSError):  # said in a sentence below
            print(f"coding-plan-wizard {__version__}", flush=True)  # noqa: T201  stdout carries the result
            return 0
    from wizard.cli.main import run

    code = run(arguments)
    # Python ends by the signal, not with the code, where a Ctrl+C came while text was compiled and run, as dataclasses
    # do when they are imported. It forgets that when it compiles and runs the next one.
    exec("")  # noqa: S102  nothing in it
    return code


if __name__ == "__main__":
    sys.exit(main())
