"""The pictures in the repository are what the app shows now, in every size, theme and language."""

import sys

import pytest

from tests.screenshots import FOLDER, NOTED, TAKEN, Shape, taken

pytestmark = pytest.mark.thorough


@pytest.mark.promise("light-dark-16")
@pytest.mark.promise("80x24-60x20-work")
@pytest.mark.skipif(sys.platform == "win32", reason="pictures are taken with the paths of Linux and macOS")
@pytest.mark.parametrize(("shape", "language"), TAKEN)
def test_the_pictures_are_not_stale(shape: Shape, language: str) -> None:
    """Every screen, taken again in this size, is as in the folder (else run tests.screenshots); themes only colour."""
    album = taken(shape, language)
    stale = [
        name
        for name, picture in album.pictures.items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != picture
    ]
    noted = dict(line.rsplit(" ", 1) for line in NOTED.read_text(encoding="utf-8").splitlines())
    stale += [name for name, digest in album.noted.items() if noted.get(name) != digest]
    assert not stale
    assert not album.faults
