"""POSIX access lists as Linux keeps them beside a file, and what of another file's may be given to a new one."""

from typing import Final

ATTRIBUTE: Final = "system.posix_acl_access"
_SYSTEM: Final = "system."
_VERSION: Final = (2).to_bytes(4, "little")
_ENTRY_BYTES: Final = 8
_OWNER, _GROUP, _MASK, _OTHERS = 0x01, 0x04, 0x10, 0x20


def granted(name: str, value: bytes, mode: int) -> bytes | None:
    """What of the extended attribute ``name`` a file may be given that shall have the permission bits ``mode``.

    It never opens the file to anybody whom ``mode`` shuts out. None where the attribute must not be given at all.
    """
    if name == ATTRIBUTE:
        return _narrowed(value, mode)
    if name.startswith(_SYSTEM) and not mode & 0o077:  # an access list of another kind, which no mask narrows
        return None
    return value


def _narrowed(access_list: bytes, mode: int) -> bytes | None:
    """The list as ``chmod`` with ``mode`` would leave it; None where it is not understood.

    The named users and groups keep their entries, but the mask, which bounds them all, is the group's bits of ``mode``.
    """
    head, rest = access_list[:4], access_list[4:]
    if head != _VERSION or len(rest) % _ENTRY_BYTES:
        return None
    entries = [rest[start : start + _ENTRY_BYTES] for start in range(0, len(rest), _ENTRY_BYTES)]
    tags = [int.from_bytes(entry[:2], "little") for entry in entries]
    group = _MASK if _MASK in tags else _GROUP
    bits = {_OWNER: mode >> 6 & 7, group: mode >> 3 & 7, _OTHERS: mode & 7}
    return head + b"".join(
        entry if tag not in bits else entry[:2] + bits[tag].to_bytes(2, "little") + entry[4:]
        for tag, entry in zip(tags, entries, strict=True)
    )
