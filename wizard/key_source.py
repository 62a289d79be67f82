"""Where a key is read from: a variable or a file; or the variable that a tool's own file is to name."""

import errno
import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from wizard.catalog.facts import KeyFacts
from wizard.environment import Environment
from wizard.errors import UsageError, WizardError
from wizard.files import FileRefusedError, content_of
from wizard.key import Credential, KeyReference, taken_in

Kind = Literal["key_env", "key_file", "key_ref"]
KINDS: Final[tuple[Kind, ...]] = ("key_env", "key_file", "key_ref")
"""The names of the places, as in the command line's flags and in a file of profiles."""
MOST_BYTES: Final = 64 * 1024
"""What is read of a place at most; a key is far shorter."""
_OPENED: Final = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")
"""Where a system shows what is open already."""
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


@dataclass(frozen=True)
class KeySource:
    """A place of the key: the variable or the file ``place``. Never the key itself."""

    kind: Kind
    place: str

    @property
    def flag(self) -> str:
        """The flag of the command line that names such a place."""
        return f"--{self.kind.replace('_', '-')}"

    def named_well(self) -> bool:
        """Whether ``place`` can be a place of this kind: a variable's name, or a path on one line."""
        if self.kind == "key_file":
            return bool(self.place.strip()) and self.place.isprintable()
        return bool(_NAME.match(self.place))

    def read(self, environment: Environment, facts: KeyFacts) -> Credential:
        """The key that is there now, or the reference to write.

        Raises:
            UsageError: the place does not exist or is no valid name.
            KeyRefusedError: what stands there cannot be a key of the plan.
            FileRefusedError: no ordinary file is there.
        """
        if self.kind == "key_file":
            return taken_in(_content(environment.expand(self.place)), facts)
        if not self.named_well():
            raise UsageError("cli.variable-name", flag=self.flag)
        if self.kind == "key_ref":
            return KeyReference(self.place)
        value = environment.variables.get(self.place)
        if value is None:
            raise UsageError("cli.key-variable-unset", name=self.place)
        return taken_in(value, facts)


def _content(path: Path) -> str:
    try:
        content = _handed_over(path) or content_of(path, max_bytes=MOST_BYTES)
    except FileRefusedError as error:
        if isinstance(error.__cause__, OSError):
            raise UsageError("cli.key-file", path=path, reason=error.__cause__.strerror) from None
        raise
    if content is None:
        raise UsageError("cli.key-file", path=path, reason=os.strerror(errno.ENOENT))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WizardError("key.malformed", path=path, prefix="sk-sp-") from None


def _handed_over(path: Path) -> bytes | None:
    """What comes through a pipe that the shell opened for this run, as for ``<(…)``; None where ``path`` is none."""
    if not str(path).startswith(_OPENED):
        return None
    with suppress(OSError):
        if stat.S_ISFIFO(path.stat().st_mode):
            with path.open("rb") as file:
                return file.read(MOST_BYTES)
    return None
