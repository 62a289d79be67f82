"""Text that would take hold of a terminal, put into everything the wizard reads; and finding it in what it printed."""

import json
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import tomlkit
import yaml

OWNED: Final = (
    "\x1b]0;owned\x07\x1b[2J\x1b[8;9;53mowned\x9b31m\x9d0;owned\x9c\u202eowned\u2066\u2028\u2029\u200b\u061c\rowned\x7f"
)
"""A title, a cleared screen, colours of no one's, C1, turned text, lines ended in odd ways, DEL."""
OWNED_BYTES: Final = b"ho\x1b[2J\xff\x9b31m\xe2\x80\xae\xc2\x9b2J\rme"
"""The same in the name of a file, with bytes that are no text."""

_COLOURS: Final = re.compile("\x1b\\[(?:0|31|32|36)m")
_TEXTUALS: Final = re.compile(
    "\x1b\\[(?!8;9;53)[0-9;]*m|\x1b\\[[0-9]+;[0-9]+H|\x1b\\[\\?(?!2J)[0-9;]+(?:[hl]|\\$p)|\x1b\\[[<>][0-9]*u"
    "|\x1b\\]52;c;[A-Za-z0-9+/=]*\x07|\x1b\\]22;[a-z-]+\x07"
)


def odd_in(printed: bytes, *, full_screen: bool = False) -> set[str]:
    """What is no printable text in ``printed``, the program's own colours, and what Textual sends, put aside."""
    text = printed.decode("utf-8", "surrogateescape").replace("\r\n", "\n")
    text = (_TEXTUALS if full_screen else _COLOURS).sub("", text)
    return {char for char in text if char not in "\n\t" and not char.isprintable()}


def home_in(folder: Path) -> Path:
    """A folder with a hostile name, to be a home."""
    home = Path(os.fsdecode(os.fsencode(folder) + b"/" + OWNED_BYTES))
    home.mkdir()
    return home


def _models(leaf: str) -> str:
    return leaf + OWNED if "qwen3." in leaf else leaf


def _addresses(leaf: str) -> str:
    return leaf + OWNED if leaf.startswith("https://coding") else leaf


def _all(leaf: str) -> str:
    return leaf + OWNED


def _none(leaf: str) -> str:
    return leaf


SPOILING: Final[dict[str, Callable[[str], str]]] = {
    "models": _models,
    "addresses": _addresses,
    "every value": _all,
    "names": _none,
}


def spoil(path: Path, how: str) -> None:
    """Put ``OWNED`` into the file at ``path``: into the values that ``how`` names, or beside all its names."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        path.write_text(tomlkit.dumps(_spoilt(tomllib.loads(text), how)), encoding="utf-8")
    elif path.suffix in {".yaml", ".yml"}:
        path.write_text(yaml.safe_dump(_spoilt(yaml.safe_load(text), how)), encoding="utf-8")
    else:
        path.write_text(json.dumps(_spoilt(json.loads(text), how), indent=2), encoding="utf-8")


def _spoilt(value: Any, how: str) -> Any:  # noqa: ANN401  whatever a file holds
    if isinstance(value, Mapping):
        content = {_name(name, how): _spoilt(inner, how) for name, inner in value.items()}
        return {**content, OWNED: OWNED} if how == "names" else content
    if isinstance(value, list):
        return [_spoilt(inner, how) for inner in value]
    return SPOILING[how](value) if isinstance(value, str) else value


def _name(name: str, how: str) -> str:
    return name + OWNED if how == "names" and "qwen3.6" in name else name
