"""A program for tests: becomes an unprivileged user, tries to change a file, and prints how that ended.

``python -m tests.faults.other_user HOME PATH`` replaces the file at PATH (new content ``new``, 0600). Prints
``{"code", "exit_code", "message", "uid"}`` as JSON; the code is empty where it worked. Everything is imported before
the user is left, who need not be able to read the program.
"""

import json
import os
import sys
from pathlib import Path

from wizard.apply.change import FileWrite
from wizard.apply.state import StateFolder
from wizard.apply.writer import apply
from wizard.errors import WizardError
from wizard.files import take
from wizard.text import has

from .scene import NOW

USER = 65534


def main(home: Path, path: Path) -> None:
    """Drop to the user and change ``path``."""
    assert has("apply.full")  # reads the sentences
    assert has("files.folder")
    os.setgroups([])
    os.setgid(USER)
    os.setuid(USER)
    ended = {"code": "", "exit_code": 0, "message": "", "uid": os.getuid()}
    try:
        write = FileWrite(take(path), b"new", 0o600)
        state = StateFolder.of(home, {}, "linux")
        apply([write], state=state, command="apply", tools=[], summary={}, now=NOW)
    except WizardError as error:
        ended |= {"code": error.code, "exit_code": error.exit_code, "message": error.message}
    json.dump(ended, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
