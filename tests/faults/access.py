"""Access lists for tests: an ordinary user is named in one, and what a file grants to others than its owner."""

import os
import stat
import struct
from pathlib import Path

FRIEND = 65534  # an ordinary user, whom a list may name
ACCESS, INHERITED = "system.posix_acl_access", "system.posix_acl_default"
_NOBODY = 0xFFFFFFFF
_OWNER, _USER, _GROUP, _MASK, _OTHERS = 1, 2, 4, 16, 32


def shared(mask: int = 6) -> bytes:
    """A list by which the friend may read and write as far as ``mask`` allows, and nobody else but the owner may."""
    entries = [(_OWNER, 6, _NOBODY), (_USER, 6, FRIEND), (_GROUP, 0, _NOBODY), (_MASK, mask, _NOBODY)]
    return b"\2\0\0\0" + b"".join(struct.pack("<HHI", *entry) for entry in [*entries, (_OTHERS, 0, _NOBODY)])


def is_supported(folder: Path) -> bool:
    """Whether files in ``folder`` can have access lists."""
    probe = folder / "probe"
    probe.touch()
    try:
        os.setxattr(probe, ACCESS, shared())
    except (OSError, AttributeError):
        return False
    finally:
        probe.unlink()
    return True


def granted(path: Path) -> int:
    """The permission bits (``r`` 4, ``w`` 2, ``x`` 1) that others than the owner have on ``path``, taken together."""
    mode = stat.S_IMODE(path.stat().st_mode)
    found = mode & 7
    try:
        entries = list(struct.iter_unpack("<HHI", os.getxattr(path, ACCESS)[4:]))
    except OSError:
        return found | mode >> 3 & 7
    mask = next((bits for tag, bits, _ in entries if tag == _MASK), 7)
    for tag, bits, _ in entries:
        if tag not in {_OWNER, _MASK, _OTHERS}:
            found |= bits & mask
    return found
