"""The end of a run: what can be chosen on the last screen, how the wizard was left, what it had written by then."""

from dataclasses import dataclass

LEAVE, START, SAVE, PROBLEMS, UNDO = "leave", "start", "save", "problems", "undo"
"""The choices of the last screen."""


@dataclass(frozen=True)
class Written:
    """A change that was written: how many files it has, and its id."""

    count: int
    change: str


@dataclass(frozen=True)
class Left:
    """How the wizard was left: with ``code``, or by the ``failure`` of something inside it.

    ``recovered`` tells what was done about a change that a crash had broken off, empty where there is nothing to say.
    ``unseen`` was written before the end, which did not come to show it.
    """

    code: int
    recovered: str
    unseen: Written | None
    failure: Exception | None = None
