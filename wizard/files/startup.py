"""What a shell's start-up files export, with the line that does it: read, never run.

Only plain assignments are understood (``export NAME=value``, a later ``export NAME``, fish's ``set -x``); conditions
and loops are read as if they were taken. A value with an expansion in it counts as not known.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from wizard.errors import WizardError
from wizard.files.snapshot import take

PLACES: Final = (
    ".zshenv",
    ".zprofile",
    ".zshrc",
    ".zlogin",
    ".profile",
    ".bash_profile",
    ".bash_login",
    ".bashrc",
    ".config/fish/config.fish",
)
"""The start-up files that are read, below the home folder."""

_MAX_BYTES: Final = 1024 * 1024
_LONGEST_LINE: Final = 4_096
"""Characters; a longer line is passed over."""
# Every repetition here keeps what it took: a name or a word that could be parted in several ways would be tried in all.
_NAME: Final = r"[A-Za-z_][A-Za-z0-9_]*+"
_COMMAND: Final = r"\$\((?:[^()\n]|\([^()\n]*+\))*+\)|`[^`\n]*+`"
_WORD: Final = rf"""(?:'[^'\n]*+'|"(?:[^"\\\n]|\\.)*+"|{_COMMAND}|[^\s;&|#'"\n]|(?<=\S)\#)*+"""
_END: Final = r"(?:[;&|#].*)?"
# Compiled only when a line is read: most runs read none, and compiling takes milliseconds.
_EXPORT: Final = (
    r"\s*+(?:export|(?:typeset|declare)\s++-[A-Za-z]*x[A-Za-z]*)\s++"
    rf"((?:{_NAME}(?:={_WORD})?(?:\s++|(?=[;&|#]|\Z)))++){_END}"
)
_ASSIGNED: Final = rf"({_NAME})(?:=({_WORD}))?"
_PLAIN: Final = rf"\s*+({_NAME})=({_WORD})\s*+{_END}"
_UNSET: Final = rf"\s*+(?:unset|set\s++(?:-e|--erase))\s++(?:-[A-Za-z]++\s++)*+({_NAME})\s*+"
_FISH: Final = rf"\s*+set\s++((?:(?:--?[A-Za-z][A-Za-z-]*+|--)\s++)++)({_NAME})\s++({_WORD})\s*+(?:[;#].*)?"


@dataclass(frozen=True)
class Export:
    """A variable that a tool started from a shell would see.

    ``path`` and ``line`` (from 1) are where a start-up file sets it; None where only this process's surroundings hold
    it. ``value`` is None where it is not known.
    """

    name: str
    value: str | None = field(repr=False)
    path: Path | None = None
    line: int | None = None
    mode: int | None = None
    """The permission bits of the file."""


def exports(home: Path) -> tuple[Export, ...]:
    """What the start-up files of ``home`` export, in their order; a file that cannot be read exports nothing."""
    found: list[Export] = []
    for place in PLACES:
        path = home / place
        if not os.path.isfile(path):  # noqa: PTH113  Path.is_file raises where a folder may not be looked into
            continue
        try:
            snapshot = take(path, max_bytes=_MAX_BYTES)
        except WizardError:
            continue
        text = (snapshot.content or b"").decode("utf-8", "replace")
        found += exports_of(text, path, snapshot.mode)
    return tuple(found)


def exports_of(text: str, path: Path, mode: int | None = None) -> tuple[Export, ...]:
    """What one start-up file's ``text`` exports: of each name, the last line that sets it and is not undone."""
    exported: dict[str, Export] = {}
    assigned: dict[str, tuple[str | None, int]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > _LONGEST_LINE:
            continue
        unset = re.fullmatch(_UNSET, line)
        if unset:
            exported.pop(unset[1], None)
            assigned.pop(unset[1], None)
            continue
        for name, word, exports_it in _assignments(line):
            value, at = (_unquoted(word), number) if word is not None else assigned.get(name, (None, number))
            if word is not None:
                assigned[name] = (value, number)
            if exports_it or name in exported:
                exported[name] = Export(name, value, path, at, mode)
    return tuple(exported.values())


def _assignments(line: str) -> Iterator[tuple[str, str | None, bool]]:
    """Name, value as written (None for a bare ``export NAME``), and whether the line exports it."""
    fish = re.fullmatch(_FISH, line)
    if fish:
        flags = fish[1].split()
        yield fish[2], fish[3], any(flag == "--export" or ("x" in flag and flag[1] != "-") for flag in flags)
        return
    several = re.fullmatch(_EXPORT, line)
    if several:
        for match in re.finditer(_ASSIGNED, several[1]):
            yield match[1], match[2], True
        return
    plain = re.fullmatch(_PLAIN, line)
    if plain:
        yield plain[1], plain[2], False


def _unquoted(word: str) -> str | None:
    """The value of a shell word; None where the shell would put something into it."""
    parts: list[str] = []
    for match in re.finditer(r"""'([^']*)'|"((?:[^"\\]|\\.)*)"|([^'"]+)""", word):
        single, double, bare = match.groups()
        if single is not None:
            parts.append(single)
            continue
        text = double if double is not None else bare
        if re.search(r"(?<!\\)[$`]", text):
            return None
        parts.append(re.sub(r"\\(.)", r"\1", text))
    return "".join(parts)
