"""The real program in a pseudo terminal, with what a terminal would show."""

import os
import sys
from pathlib import Path

import pexpect

KEY = "sk-sp-0123456789abcdef"


def variables(home: Path, **more: str) -> dict[str, str]:
    """The surroundings of a run in a scratch home, in a terminal with many colours."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        **more,
    }


def spawned(
    home: Path, *arguments: str, size: tuple[int, int] = (24, 80), module: str = "wizard", **more: str
) -> "pexpect.spawn[str]":
    """``python -m wizard ARGUMENTS``, or another ``module``, in a terminal of ``size`` rows and columns."""
    return pexpect.spawn(
        sys.executable,
        ["-m", module, *arguments],
        env=variables(home, **more),
        cwd=os.fspath(home),
        dimensions=size,
        timeout=60,
        encoding="utf-8",
        codec_errors="replace",
    )
