"""Makes the pictures in ``screenshots/`` from the app itself: ``.venv/bin/python -m tests.screenshots``.

Every screen is taken with sample data in three shapes, each in both languages: large and dark, 80x24 and light, 60x20
in 16 colours. A recording is put together from pictures of the first run. A test takes all again and compares, so that
they are never stale.
"""

import asyncio
import contextlib
import os
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textual.pilot import Pilot

from tests.tui.piloted import KEY, app_in, go, paste, set_up
from wizard import text

FOLDER = Path(__file__).parent.parent / "screenshots"


@dataclass(frozen=True)
class Shape:
    """A size of the window with a theme; pictures of ``suffix`` empty are those of the README."""

    suffix: str
    size: tuple[int, int]
    theme: str


SHAPES = (
    Shape("", (120, 36), "wizard-dark"),
    Shape("-80x24", (80, 24), "wizard-light"),
    Shape("-60x20", (60, 20), "wizard-16"),
)

TAKEN = tuple((shape, language) for language in text.LANGUAGES for shape in SHAPES)
"""The shapes and languages that are taken."""
RECORDED = ("region", "tools", "search", "thinking", "key", "review", "done")
"""The pictures of the recording, in their order."""
_SECONDS = 2.5
"""How long the recording shows each of them."""


@dataclass
class Album:
    """The pictures taken so far, by file name."""

    shape: Shape
    language: str = "en"
    pictures: dict[str, str] = field(default_factory=dict)

    async def take(self, pilot: Pilot[int], name: str) -> None:
        """Take a picture of what is shown."""
        await pilot.pause()
        await pilot.pause()
        picture = pilot.app.export_screenshot(simplify=True)
        lines = re.sub(r"terminal-\d+-", "terminal-", picture).splitlines()
        suffix = "" if self.language == "en" else f".{self.language}"
        self.pictures[f"{name}{self.shape.suffix}{suffix}.svg"] = "\n".join(line.rstrip() for line in lines) + "\n"

    @contextlib.asynccontextmanager
    async def app(self, prepare: Callable[[Path], object] = lambda home: home) -> AsyncIterator[Pilot[int]]:
        """The app in a home folder that ``prepare`` filled and that is thrown away."""
        with tempfile.TemporaryDirectory() as folder:
            prepare(Path(folder))
            async with app_in(Path(folder), self.shape.theme).run_test(size=self.shape.size) as pilot:
                yield pilot


def _own_settings(home: Path) -> None:
    """Files of a user's own that the plan's settings go into."""
    claude = home / ".claude/settings.json"
    claude.parent.mkdir()
    claude.write_text(
        '{\n  "theme": "dark",\n  "env": {\n    "ANTHROPIC_MODEL": "claude-opus",\n    "EDITOR": "vi"\n  }\n}\n'
    )
    codex = home / ".codex/config.toml"
    codex.parent.mkdir()
    codex.write_text('# mine\nmodel = "gpt-5"\napproval_policy = "on-request"\n\n[history]\npersistence = "none"\n')


def _with_a_problem(home: Path) -> None:
    set_up(home, "claude-code", "opencode")
    settings = home / ".claude/settings.json"
    settings.write_bytes(settings.read_bytes().replace(b'"ANTHROPIC_MODEL": "qwen', b'"ANTHROPIC_MODEL": "QWEN'))


async def first_run(album: Album) -> None:
    """All steps of a first run."""
    async with album.app(_own_settings) as pilot:
        await go(pilot, "RegionStep", "down")
        await album.take(pilot, "region")
        await go(pilot, "enter", "ToolsStep", "1", "2", "5")
        await album.take(pilot, "tools")
        await go(pilot, "enter", "ModelStep", "g", "l", "m")
        await album.take(pilot, "search")
        await go(pilot, "escape", "1", "ThinkingStep")
        await album.take(pilot, "thinking")
        await go(pilot, "enter", "KeyStep")
        await paste(pilot, "sk-0123456789abcdef")
        await go(pilot, "enter")
        await album.take(pilot, "wrong-key")
        await go(pilot, "escape", "ThinkingStep", "escape", "ModelStep")
        await album.take(pilot, "model")
        await go(pilot, "1", "ThinkingStep", "enter", "KeyStep", *["backspace"] * 19)
        await paste(pilot, KEY)
        await album.take(pilot, "key")
        await go(pilot, "enter", "ReviewStep")
        await album.take(pilot, "review")
        await go(pilot, "question_mark", "Help")
        await album.take(pilot, "help")
        await go(pilot, "escape", "ReviewStep", "w", "DoneScreen")
        await album.take(pilot, "done")


async def later_run(album: Album) -> None:
    """The start screen and what leads away from it."""
    async with album.app(_with_a_problem) as pilot:
        await go(pilot, "HomeScreen")
        await album.take(pilot, "start")
        await go(pilot, "1", "ModelStep", "5", "ReviewStep", "n")
        await album.take(pilot, "switch")
        await go(pilot, "ctrl+p", "Palette")
        await album.take(pilot, "palette")
        await go(pilot, "escape", "ReviewStep", "escape", "ModelStep", "escape", "HomeScreen")
        await go(pilot, "slash", *"doctor", "enter", "DoctorScreen")
        await album.take(pilot, "doctor")
        await go(pilot, *"answers", "enter", "AnswersScreen", *"quota")
        await album.take(pilot, "answers")
        await go(pilot, "escape", "escape", "DoctorScreen", "ctrl+e", "PasteScreen")
        await paste(
            pilot, '\x1b[31mAPI Error: 400 {"error": {"message":\n"model \'QWEN3.7-plus\' is not supported"}}\x1b[0m'
        )
        await album.take(pilot, "explain")
        await go(pilot, "escape", "DoctorScreen", "escape", "HomeScreen")
        await go(pilot, "slash", *"remove", "enter", "PickScreen")
        await album.take(pilot, "remove")
        await go(pilot, "escape", "HomeScreen", "slash", *"history", "enter", "HistoryScreen")
        await album.take(pilot, "history")


async def by_hand(album: Album) -> None:
    """The end of a run with tools that have no file to write."""
    async with album.app() as pilot:
        await go(pilot, "RegionStep", "2", "ToolsStep", "slash", *"cursor", "escape", "space", "slash", *"cline")
        await go(pilot, "escape", "space", "enter", "ModelStep", "5", "ThinkingStep", "1", "KeyStep")
        await paste(pilot, KEY)
        await go(pilot, "enter", "DoneScreen")
        await album.take(pilot, "by-hand")


def pictures(shape: Shape, language: str = "en") -> dict[str, str]:
    """All pictures of one shape, by file name."""
    before = text.language()
    text.use(language)
    os.environ["TZ"] = "UTC"
    time.tzset()
    try:
        album = Album(shape, language)
        asyncio.run(first_run(album))
        asyncio.run(later_run(album))
        asyncio.run(by_hand(album))
    finally:
        text.use(before)
    if (shape, language) == TAKEN[0]:
        album.pictures["recording.svg"] = recording([album.pictures[f"{name}.svg"] for name in RECORDED])
    return album.pictures


def recording(frames: Sequence[str]) -> str:
    """Pictures of one size as one that shows them in turn; where nothing may move, the first one."""
    head = frames[0].partition(">")[0] + ">"
    share = 100 / len(frames)
    style = (
        f".frame {{ visibility: hidden; animation: turn {_SECONDS * len(frames)}s step-end infinite; }}\n"
        f"@keyframes turn {{ 0% {{ visibility: visible; }} {share:.3f}% {{ visibility: hidden; }} }}\n"
        ".frame-0 { visibility: visible; }\n"
        "@media (prefers-reduced-motion: reduce) { .frame { animation: none; } }\n"
    )
    parts = [head, "<style>", style, "</style>"]
    for number, frame in enumerate(frames):
        inside = frame.partition(">")[2].rpartition("</svg>")[0].replace("terminal-", f"frame{number}-")
        delay = f"animation-delay: {_SECONDS * number}s"
        parts += [f'<g class="frame frame-{number}" style="{delay}">', inside, "</g>"]
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    """Take all pictures anew; what no screen is called any more goes."""
    taken: dict[str, str] = {}
    for shape, language in TAKEN:
        taken |= pictures(shape, language)
    for old in FOLDER.glob("*.svg"):
        if old.name not in taken:
            old.unlink()
    for name, picture in taken.items():
        (FOLDER / name).write_text(picture, encoding="utf-8")
    sys.stdout.write(f"{len(taken)}\n")


if __name__ == "__main__":
    main()
