"""Contents kept under the name of their digest, so that any change can be taken back byte for byte."""

import hashlib

from wizard.apply.errors import BackupError
from wizard.apply.state import StateFolder
from wizard.errors import WizardError
from wizard.files import MAX_BYTES


def digest(content: bytes) -> str:
    """The name of ``content``: its SHA-256 in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def keep(state: StateFolder, content: bytes) -> None:
    """Keep ``content``; nothing is written where it is kept already and undamaged.

    Raises:
        OSError: it could not be written.
    """
    name = digest(content)
    if not is_kept(state, name):
        state.write(state.backups / name, content)


def is_kept(state: StateFolder, name: str) -> bool:
    """Whether the content of digest ``name`` is there, whole."""
    try:
        backup(state, name)
    except BackupError:
        return False
    return True


def backup(state: StateFolder, name: str) -> bytes:
    """The kept content whose digest is ``name``.

    Raises:
        BackupError: it is not there (any more), cannot be read, or is damaged.
    """
    place = state.backups / name
    try:
        content = state.read(place, max_bytes=MAX_BYTES)
    except WizardError as error:
        raise BackupError("apply.backup-missing", path=place) from error
    if content is None:
        raise BackupError("apply.backup-missing", path=place)
    if digest(content) != name:
        raise BackupError("apply.backup-damaged", path=place)
    return content
