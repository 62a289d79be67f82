"""The pictures in the repository are what the app shows now."""

import sys

import pytest

from tests.screenshots import FOLDER, TAKEN, Shape, pictures


@pytest.mark.skipif(sys.platform == "win32", reason="pictures are taken with the paths of Linux and macOS")
@pytest.mark.parametrize(("shape", "language"), TAKEN)
def test_the_pictures_are_not_stale(shape: Shape, language: str) -> None:
    """Every screen, taken again at this size and theme, is the picture in the folder; if not, run tests.screenshots."""
    stale = [
        name
        for name, picture in pictures(shape, language).items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != picture
    ]
    assert not stale
