"""What the programs that read ``.env`` files see in one: python-dotenv itself, and a model of Codex."""

import io
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from dotenv.parser import parse_stream

from tests.formats.codex_dotenv import read_as_codex

Reading: TypeAlias = Callable[[bytes], Mapping[str, str]]


def read_as_python(source: bytes) -> dict[str, str]:
    """What python-dotenv puts into the environment, references apart; a name without a value it leaves out."""
    text = io.TextIOWrapper(io.BytesIO(source), encoding="utf-8")  # with the line ends of a file opened as text
    values = {each.key: each.value for each in parse_stream(text)}
    return {name: value for name, value in values.items() if name is not None and value is not None}


def read_as_dotenvy(source: bytes) -> dict[str, str]:
    """What Codex puts into its environment; line ends inside quotes are told as LF."""
    return {name: value.replace("\r\n", "\n") for name, value in read_as_codex(source).items()}


READ: Final[Mapping[str, tuple[Reading, ...]]] = {
    "env": (read_as_python, read_as_dotenvy),
    "env-python": (read_as_python,),
    "env-dotenvy": (read_as_dotenvy,),
}
"""The readers by the format that stands for them."""
