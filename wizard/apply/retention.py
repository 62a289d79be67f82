"""How long changes are remembered: backups hold keys, so they do not stay for ever."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from wizard.apply import lock
from wizard.apply.change import Change
from wizard.apply.errors import writing
from wizard.apply.history import changes, load
from wizard.apply.kept import KEPT_CHANGES, KEPT_DAYS
from wizard.apply.state import StateFolder

_ALWAYS_KEPT: Final = 10


def outdated(
    state: StateFolder, *, keep: int, max_age_days: int, now: datetime, at_least: int = 0
) -> tuple[Change, ...]:
    """The changes behind the newest ``keep``, and those older than ``max_age_days``; newest first, ``now`` is aware.

    The newest ``at_least`` stay whatever their age. Only the end of the history goes, never a change before one that
    stays: a clock that was wrong once makes no gap.
    """
    return _outdated(changes(state), keep=keep, max_age_days=max_age_days, now=now, at_least=at_least)


def _outdated(
    known: tuple[Change, ...], *, keep: int, max_age_days: int, now: datetime, at_least: int
) -> tuple[Change, ...]:
    oldest = now - timedelta(days=max_age_days)
    stay = min(keep, len(known))
    while stay > at_least and known[stay - 1].time < oldest:
        stay -= 1
    return known[stay:]


def prune(state: StateFolder, forgotten: Sequence[Change]) -> None:
    """Forget exactly these changes, and remove every backup that no remaining change needs.

    Raises:
        LockHeldError: another wizard is writing.
        WriteError: something could not be removed; what was not is there still, and a second try goes on.
    """
    if not state.history.is_dir():
        return
    with lock.held(state, "history"), writing(state.path):
        state.remove(*(state.backups / name for name in unneeded(state, forgotten)))
        _forget(state, forgotten, changes(state))


def unneeded(state: StateFolder, forgotten: Sequence[Change]) -> tuple[str, ...]:
    """The names of the backups that no change needs once ``forgotten`` are."""
    if not state.backups.is_dir():
        return ()
    known = load(state)
    ids = {change.id for change in forgotten}
    needed = _digests(change for change in known.changes if change.id not in ids)
    # A damaged entry, or a change that a crash broke off, may need any of them.
    if known.damaged or state.unsettled:
        return tuple(sorted(_digests(forgotten) - needed))
    return tuple(sorted(place.name for place in state.backups.iterdir() if place.name not in needed))


def forget_outdated(state: StateFolder, now: datetime) -> None:
    """Forget what is beyond ``KEPT_CHANGES`` and ``KEPT_DAYS``; the newest ten stay. The lock must be held.

    To be called after a change was made, which a failure here shall not spoil: what could not be removed this time is
    removed the next time.
    """
    with suppress(OSError):
        known = changes(state)
        gone = _outdated(known, keep=KEPT_CHANGES, max_age_days=KEPT_DAYS, now=now, at_least=_ALWAYS_KEPT)
        _forget(state, gone, known)


def _forget(state: StateFolder, forgotten: Sequence[Change], known: Iterable[Change]) -> None:
    """Remove the backups that only these of all ``known`` changes need, then the entries.

    Broken off, it can be done again.
    """
    if not forgotten:
        return
    ids = {change.id for change in forgotten}
    needed = _digests(change for change in known if change.id not in ids)
    state.remove(*(state.backups / digest for digest in sorted(_digests(forgotten) - needed)))
    # The oldest first: broken off, no change is missing between two that are there.
    state.remove(*(state.history / f"{change.id}.json" for change in reversed(forgotten)))


def _digests(of: Iterable[Change]) -> set[str]:
    files = [file for change in of for file in change.files]
    return {digest for file in files for digest in (file.before_digest, file.after_digest) if digest}
