"""A shell of one job: the program as its foreground job, which can be stopped and resumed.

``python -m tests.stories.job ARGUMENT…`` runs ``python -m wizard ARGUMENT…``. Whenever the job stops, it prints
``stopped`` and waits for a line before it resumes the job. It never touches the terminal's settings.
"""

import os
import signal
import sys


def _main() -> int:
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    job = os.fork()
    if not job:
        os.setpgid(0, 0)
        os.tcsetpgrp(0, os.getpid())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        os.execv(sys.executable, [sys.executable, "-m", "wizard", *sys.argv[1:]])  # noqa: S606  fixed arguments
    while True:
        _, status = os.waitpid(job, os.WUNTRACED)
        os.tcsetpgrp(0, os.getpgrp())
        if not os.WIFSTOPPED(status):
            return os.waitstatus_to_exitcode(status)
        os.write(1, b"stopped")
        os.read(0, 100)
        os.tcsetpgrp(0, job)
        os.killpg(job, signal.SIGCONT)


if __name__ == "__main__":
    sys.exit(_main())
