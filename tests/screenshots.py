"""Makes the pictures in ``screenshots/`` from the app itself: ``.venv/bin/python -m tests.screenshots``.

Every screen is taken with sample data in three shapes, each in both languages: large and dark, 80x24 and light, 60x20
in 16 colours. In the two other themes it is looked at as well: the same characters must stand in the same places, words
must be legible, and what is seen is noted in ``themes.txt``, a line a picture, in place of the picture itself. A
recording is put together from pictures of the first run. A test takes all again and compares, so that they are never
stale.
"""

import asyncio
import contextlib
import hashlib
import os
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from textual.pilot import Pilot

from tests.tui.piloted import KEY, app_in, go, paste, set_up
from wizard import text
from wizard.tui.theme import THEMES

FOLDER = Path(__file__).parent.parent / "screenshots"
NOTED = FOLDER / "themes.txt"
_LEAST_CONTRAST = 4.5
"""Between words and their background, as WCAG 2 asks of text at level AA."""


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
    """The pictures taken so far, by file name.

    ``noted`` are digests of what is seen in the other themes, ``faults`` what is not as it should be there.
    """

    shape: Shape
    language: str = "en"
    pictures: dict[str, str] = field(default_factory=dict)
    noted: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    async def take(self, pilot: Pilot[int], name: str) -> None:
        """Take a picture of what is shown, and look at it in the other themes; the last of them stays."""
        await pilot.pause()
        await pilot.pause()
        suffix = "" if self.language == "en" else f".{self.language}"
        file = f"{name}{self.shape.suffix}{suffix}.svg"
        characters: set[str] = set()
        # The app need not paint what is only looked at.
        with pilot.app.batch_update():
            for theme in sorted((theme.name for theme in THEMES), key=lambda name: name != pilot.app.theme):
                if theme != pilot.app.theme:
                    pilot.app.theme = theme
                    await pilot.pause()
                if theme == self.shape.theme:
                    self.pictures[file] = _picture(pilot)
                rows = _rows(pilot)
                if theme != self.shape.theme:
                    self.noted[f"{file} {theme}"] = _digest(rows)
                characters.add("\n".join(segment.text for row in rows for segment in row))
                self.faults += [f"{file} {theme}: faint: {words}" for words in _faint(rows)]
        if len(characters) > 1:
            self.faults.append(f"{file}: other characters in other themes")

    @contextlib.asynccontextmanager
    async def app(self, prepare: Callable[[Path], object] = lambda home: home) -> AsyncIterator[Pilot[int]]:
        """The app in a home folder that ``prepare`` filled and that is thrown away."""
        with tempfile.TemporaryDirectory() as folder:
            prepare(Path(folder))
            async with app_in(Path(folder), self.shape.theme).run_test(size=self.shape.size) as pilot:
                yield pilot


def _picture(pilot: Pilot[int]) -> str:
    picture = pilot.app.export_screenshot(simplify=True)
    lines = re.sub(r"terminal-\d+-", "terminal-", picture).splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _rows(pilot: Pilot[int]) -> list[list[Segment]]:
    """What is painted, row by row; of a box above the screen the box alone, as what is behind it is veiled."""
    screen = pilot.app.screen
    strips = screen._compositor.render_strips()
    boxes = [box.region for box in screen.query(".box")]
    strips = [strip.crop(box.x, box.right) for box in boxes for strip in strips[box.y : box.bottom]] or strips
    return [list(strip) for strip in strips]


def _digest(rows: list[list[Segment]]) -> str:
    """The same for the same characters in the same colours."""
    seen = [[(segment.text, str(segment.style)) for segment in row] for row in rows]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def _faint(rows: list[list[Segment]]) -> list[str]:
    """Words that hardly differ from their background; the terminal's own colours are not known."""
    found: list[str] = []
    for segment in (segment for row in rows for segment in row):
        style = segment.style
        if not style or not style.color or not style.bgcolor or not re.search(r"\w", segment.text):
            continue
        lights = [_luminance(colour.triplet) for colour in (style.color, style.bgcolor) if colour.triplet]
        if len(lights) > 1 and (max(lights) + 0.05) / (min(lights) + 0.05) < _LEAST_CONTRAST:
            found.append(segment.text.strip())
    return found


def _luminance(triplet: ColorTriplet) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in triplet.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


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
        await go(pilot, "enter", "RefusedScreen")
        await album.take(pilot, "undo")
        await go(pilot, "enter", "DifferenceStep")
        await album.take(pilot, "difference")


async def by_hand(album: Album) -> None:
    """The end of a run with tools that have no file to write."""
    async with album.app() as pilot:
        await go(pilot, "RegionStep", "2", "ToolsStep", "slash", *"cursor", "escape", "space", "slash", *"cline")
        await go(pilot, "escape", "space", "enter", "ModelStep", "5", "ThinkingStep", "1", "KeyStep")
        await paste(pilot, KEY)
        await go(pilot, "enter", "DoneScreen")
        await album.take(pilot, "by-hand")


def taken(shape: Shape, language: str = "en") -> Album:
    """All pictures of one shape."""
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
    return album


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
    pictures: dict[str, str] = {}
    noted: dict[str, str] = {}
    for shape, language in TAKEN:
        album = taken(shape, language)
        pictures |= album.pictures
        noted |= album.noted
        sys.stdout.write("".join(f"{fault}\n" for fault in album.faults))
    for old in FOLDER.glob("*.svg"):
        if old.name not in pictures:
            old.unlink()
    for name, picture in pictures.items():
        (FOLDER / name).write_text(picture, encoding="utf-8")
    NOTED.write_text("".join(f"{name} {digest}\n" for name, digest in sorted(noted.items())), encoding="utf-8")
    sys.stdout.write(f"{len(pictures)} and {len(noted)}\n")


if __name__ == "__main__":
    main()
