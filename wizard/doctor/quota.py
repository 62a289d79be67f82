"""When a quota starts anew (FAQ: Quota exhaustion; Common errors and solutions). Pure: the time is given."""

from datetime import datetime, timedelta, timezone, tzinfo
from typing import Final

PLAN_ZONE: Final = timezone(timedelta(hours=8))
"""Quotas are counted in UTC+8."""
WINDOW: Final = timedelta(hours=5)
"""The sliding window of the shortest quota."""


def next_week(now: datetime, zone: tzinfo | None) -> datetime:
    """The next Monday 00:00 in UTC+8 after ``now`` (aware), in ``zone`` (the system's where None)."""
    there = now.astimezone(PLAN_ZONE)
    midnight = there.replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight + timedelta(days=7 - there.weekday())).astimezone(zone)


def free_again(now: datetime, zone: tzinfo | None) -> datetime:
    """When the last request made until ``now`` has left the sliding window."""
    return (now + WINDOW).astimezone(zone)


def next_midnight(now: datetime, zone: tzinfo | None) -> datetime:
    """The next 00:00 in UTC+8, in ``zone``: the clock time at which a subscription day begins."""
    there = now.astimezone(PLAN_ZONE)
    midnight = there.replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight + timedelta(days=1)).astimezone(zone)


def shown(when: datetime, *, day: bool = True) -> str:
    """``when`` with its offset, such as ``2026-11-30 00:00 (UTC+08:00)``; without ``day`` only the clock time."""
    offset = when.strftime("%z")
    clock = f"{when:%Y-%m-%d %H:%M}" if day else f"{when:%H:%M}"
    return f"{clock} (UTC{offset[:3]}:{offset[3:5]})"


def times(now: datetime, zone: tzinfo | None = None) -> dict[str, str]:
    """What the texts about quotas may name."""
    return {
        "week": shown(next_week(now, zone)),
        "window": shown(free_again(now, zone)),
        "midnight": shown(next_midnight(now, zone), day=False),
    }
