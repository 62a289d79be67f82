"""A program for tests: becomes an unprivileged user and runs the wizard's command line, with HOME as it is given.

``python -m tests.faults.run_as_other HOME ARGUMENT…`` ends with the exit code of the command line. The same arguments
are run first by root in a scratch home with files that cannot be used, so that everything is imported before root is
left: the user need not be able to read the program.
"""

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from wizard.cli.main import run

from .other_user import USER


def main(home: Path, arguments: Sequence[str]) -> int:
    """Drop to the user and run ``arguments``."""
    with tempfile.TemporaryDirectory() as scratch:
        for content, mode in (("{}", 0o444), ("{", 0o644)):
            file = Path(scratch) / ".claude" / "settings.json"
            file.parent.mkdir(exist_ok=True)
            file.unlink(missing_ok=True)
            file.write_text(content)
            file.chmod(mode)
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                run([*arguments, "--home", scratch])
    os.setgroups([])
    os.setgid(USER)
    os.setuid(USER)
    os.umask(0o022)
    os.environ["HOME"] = str(home)
    return run(arguments)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
