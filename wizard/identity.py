"""Who acts: in the home of another user, root becomes that user before it reads or writes anything there."""

import importlib.util
import os
import sys
from pathlib import Path

from wizard.environment import HomeError
from wizard.text import say

if sys.platform != "win32":
    import pwd


def become_owner_of(home: Path) -> None:
    """Where this process is root's and ``home`` another user's, become that user, for good.

    Every file is then read and written with that user's rights alone, and so are the clients that are started.

    Raises:
        HomeError: the program itself could not be read by that user, or the system refuses.
    """
    if sys.platform == "win32" or os.geteuid() != 0:
        return
    status = home.stat()
    user, group = status.st_uid, status.st_gid
    if user == 0:
        return
    try:
        entry = pwd.getpwuid(user)
    except KeyError:
        name, account, groups = str(user), f"'#{user}'", [group]
    else:
        name, group = entry.pw_name, entry.pw_gid
        account = name
        groups = os.getgrouplist(name, group)
    try:
        unreadable = _unreadable_to(user, group, groups)
        if unreadable:
            reason = say("environment.program-unreadable", owner=name, program=unreadable)
            raise HomeError("environment.root-in-a-home", home=home, owner=name, account=account, reason=reason)
        os.setgroups(groups)
        os.setgid(group)
        os.setuid(user)
    except OSError as error:  # a container in which that user does not exist
        raise HomeError(
            "environment.root-in-a-home", home=home, owner=name, account=account, reason=error.strerror
        ) from None


def _unreadable_to(user: int, group: int, groups: list[int]) -> Path | None:
    """What the program is made of and ``user`` cannot read: modules are imported late, when root is left already."""
    own = os.getgroups(), os.getegid()
    parts = [Path(os.__file__).parent, Path(__file__).parent]
    for name in ("textual", "tomlkit", "json5", "pydantic", "yaml"):
        found = importlib.util.find_spec(name)
        parts += [Path(found.origin).parent] if found and found.origin else []
    try:
        os.setgroups(groups)
        os.setegid(group)
        os.seteuid(user)
        return next((part for part in parts if not os.access(part, os.R_OK | os.X_OK, effective_ids=True)), None)
    finally:
        os.seteuid(0)
        os.setegid(own[1])
        os.setgroups(own[0])
