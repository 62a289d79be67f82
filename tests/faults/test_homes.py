"""Where the home folder is unset, relative or missing: the right place, or a sentence, and never a file elsewhere."""

from pathlib import Path

import pytest

from wizard.environment import HomeError, current


@pytest.mark.promise("nothing-root-s")
def test_a_relative_home_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files must not land in whatever folder the program was started in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "somewhere")
    (tmp_path / "somewhere").mkdir()
    with pytest.raises(HomeError) as caught:
        current(None)
    assert caught.value.code == "environment.home-relative"
    assert caught.value.exit_code == 1


def test_an_empty_home_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python takes the root folder for it, where no file of a user's belongs."""
    monkeypatch.setenv("HOME", "")
    with pytest.raises(HomeError) as caught:
        current(None)
    assert caught.value.code == "environment.home-relative"


def test_a_home_that_is_not_there_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home folder is never made."""
    monkeypatch.setenv("HOME", str(tmp_path / "gone"))
    with pytest.raises(HomeError) as caught:
        current(None)
    assert str(tmp_path / "gone") in caught.value.message
    assert not (tmp_path / "gone").exists()


def test_an_unset_home_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the variable the system knows the user's home."""
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pathlib.Path.home", lambda: tmp_path)
    assert current(None).home == tmp_path
