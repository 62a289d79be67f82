"""Standing between the writer and the system: every call that changes the disk, counted and made to misbehave."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from wizard.apply import syscalls

NAMES = tuple(
    name for name, call in inspect.getmembers(syscalls, inspect.isfunction) if call.__module__ == syscalls.__name__
)
ORIGINALS: dict[str, Callable[..., Any]] = {name: getattr(syscalls, name) for name in NAMES}


class Calls:
    """Counts the calls from 0 in ``names``; ``before(number, name, arguments)`` runs before each.

    What ``before`` raises is raised in place of the call, except that a file is closed all the same.
    """

    def __init__(self, before: Callable[[int, str, tuple[Any, ...]], None]) -> None:
        self.before = before
        self.names: list[str] = []

    def install(self, replace: Callable[[Any, str, object], None]) -> None:
        """Put this in the place of every call by ``replace(module, name, stand_in)``."""
        for name in NAMES:
            replace(syscalls, name, self._stand_in(name, ORIGINALS[name]))

    def _stand_in(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:  # noqa: ANN401  stands for calls of many shapes
            number = len(self.names)
            self.names.append(name)
            try:
                self.before(number, name, arguments)
            except OSError:
                if name == "close":
                    real(*arguments)
                raise
            return real(*arguments)

        return call


@contextmanager
def intercepted(
    monkeypatch: pytest.MonkeyPatch, before: Callable[[int, str, tuple[Any, ...]], None]
) -> Iterator[Calls]:
    """Run ``before`` before each call while the block runs."""
    calls = Calls(before)
    with monkeypatch.context() as patch:
        calls.install(patch.setattr)
        yield calls
