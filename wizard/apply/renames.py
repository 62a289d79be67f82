"""The ways of renaming that Linux and macOS have and Python does not know. Imported only where a file is written."""

import errno
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

if sys.platform == "darwin":
    _NEVER_OVER: Final = 4  # RENAME_EXCL
else:
    _NEVER_OVER: Final = 1  # RENAME_NOREPLACE
_EXCHANGE: Final = 2  # RENAME_EXCHANGE, RENAME_SWAP
_HERE: Final = -100  # AT_FDCWD: a path that is not absolute begins in the working folder
# The number of renameat2 where the C library has no function of that name, on systems of 64 bits.
_NUMBERS: Final = {
    "x86_64": 316,
    "aarch64": 276,
    "riscv64": 276,
    "loongarch64": 276,
    "ppc64le": 357,
    "s390x": 347,
}

_Rename = Callable[[bytes, bytes, int], int]


def exchange(one: Path, other: Path) -> None:
    """Let what stands at the two places change places, in one step.

    Raises:
        OSError: nothing was done; ENOSYS where this system has no such call, mostly EINVAL where the disk has not.
    """
    _rename(one, other, _EXCHANGE)


def never_over(source: Path, target: Path) -> None:
    """Rename ``source`` to ``target``, in one step, unless something stands there.

    Raises:
        FileExistsError: something stands there.
        OSError: as ``exchange``.
    """
    _rename(source, target, _NEVER_OVER)


def _rename(source: Path, target: Path, flag: int) -> None:
    try:
        import ctypes
    except ImportError as error:  # a Python built without it
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from error
    if _call()(os.fsencode(source), os.fsencode(target), flag):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(source), None, str(target))


@cache
def _call() -> _Rename:
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        darwin = library.renamex_np
        darwin.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_uint)
        return lambda source, target, flag: int(darwin(source, target, flag))
    linux = getattr(library, "renameat2", None)
    if linux is None:
        # Android ends a process that makes a call which its library does not know.
        is_numbered = sys.maxsize > 1 << 32 and not hasattr(sys, "getandroidapilevel")
        return by_number(_NUMBERS.get(os.uname().machine) if is_numbered else None)
    linux.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return lambda source, target, flag: int(linux(_HERE, source, _HERE, target, flag))


def by_number(number: int | None) -> _Rename:
    """Linux's call by its number, for C libraries that do not name it; None where it is not known."""
    import ctypes

    if number is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    call = ctypes.CDLL(None, use_errno=True).syscall
    call.restype = ctypes.c_long
    here, known = ctypes.c_int(_HERE), ctypes.c_long(number)
    return lambda source, target, flag: int(
        call(known, here, ctypes.c_char_p(source), here, ctypes.c_char_p(target), ctypes.c_uint(flag))
    )
