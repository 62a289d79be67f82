"""Ctrl+C and the signals to end, at every call of the writer."""

import os
import signal
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from wizard.errors import CancelledError

from . import scene
from .calls import intercepted


def interrupted(home: Path, monkeypatch: pytest.MonkeyPatch, at: int, number: int) -> tuple[str, int]:
    """Make the change with signal ``number`` sent at call ``at``: how it ended, and how many calls there were."""
    scene.prepare(home)

    def before(call: int, _name: str, _arguments: tuple[Any, ...]) -> None:
        if call == at:
            os.kill(os.getpid(), number)

    with intercepted(monkeypatch, before) as calls:
        try:
            scene.make_change(home)
        except CancelledError:
            return "cancelled", len(calls.names)
        except KeyboardInterrupt:
            return "interrupted", len(calls.names)
    return "done", len(calls.names)


@pytest.mark.promise("signals-nothing-written")
def test_ctrl_c_at_every_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C takes everything back, or comes too late and everything is done; never anything between."""
    seen: list[str] = []
    at, most = 0, 1
    while at < most:
        home = tmp_path / str(at)
        how, calls = interrupted(home, monkeypatch, at, signal.SIGINT)
        most = max(most, calls if how == "done" else at + 2)
        assert scene.tree(home) == (scene.AFTER if how == "done" else scene.BEFORE), (at, how)
        assert scene.state_tree(home) == (scene.STATE_AFTER if how == "done" else scene.STATE_BEFORE), (at, how)
        seen.append(how)
        at += 1
    assert set(seen) == {"interrupted", "done"}
    assert seen == sorted(seen, reverse=True)
    assert seen.count("interrupted") > 50


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT], ids=lambda number: number.name)
def test_other_signals_reach_their_handler_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    """The handler that was there gets the signal once, when everything is as before; then it is in place again."""
    found: list[object] = []

    def handler(_number: int, _frame: FrameType | None) -> None:
        found.append(scene.tree(tmp_path))

    earlier = signal.signal(number, handler)
    try:
        assert interrupted(tmp_path, monkeypatch, 40, number)[0] == "cancelled"
        assert found == [scene.BEFORE]
        assert signal.getsignal(number) is handler
    finally:
        signal.signal(number, earlier)


def test_an_ignored_signal_stays_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under nohup the change goes on."""
    earlier = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert interrupted(tmp_path, monkeypatch, 40, signal.SIGHUP)[0] == "done"
    finally:
        signal.signal(signal.SIGHUP, earlier)
    assert scene.tree(tmp_path) == scene.AFTER
