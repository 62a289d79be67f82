"""A client that writes its own file while the wizard is at work on it, and knows which of its writes came last."""

import os
import random
import select
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

DIGITS = 8
_A_SECOND = 50
_PAUSE_SECONDS = 0.002
_LOOKS = 100
_RANDOM = random.SystemRandom()


@dataclass(frozen=True)
class Client:
    """How a client writes: ``path`` begins with ``head`` and a number that tells its writes apart."""

    path: Path
    head: bytes
    in_place: bool

    def number(self, content: bytes | None = None) -> int:
        """The number in the file, or in ``content``; -1 where there is none."""
        if content is None:
            with self.path.open("rb") as file:
                content = file.read(len(self.head) + DIGITS)
        digits = content[len(self.head) : len(self.head) + DIGITS]
        return int(digits) if content.startswith(self.head) and digits.isdigit() else -1

    def write(self, number: int, content: bytes) -> None:
        """Write ``content`` with ``number``: a new file in the place of the old one, or the old one anew."""
        start = len(self.head)
        content = content[:start] + b"%0*d" % (DIGITS, number) + content[start + DIGITS :]
        if self.in_place:
            self.path.write_bytes(content)
        else:
            new = self.path.with_name(f"{self.path.name}.client")
            new.write_bytes(content)
            new.chmod(self.path.stat().st_mode & 0o777)
            new.replace(self.path)

    def aimed(self, number: int) -> Callable[[], None]:
        """A write of ``number`` that is ready to be done in an instant."""
        if self.in_place:

            def write() -> None:
                with self.path.open("r+b", buffering=0) as file:
                    file.seek(len(self.head))
                    file.write(b"%0*d" % (DIGITS, number))

            return write
        new = self.path.with_name(f"{self.path.name}.client")
        content = self.path.read_bytes()
        new.write_bytes(self.head + b"%0*d" % (DIGITS, number) + content[len(self.head) + DIGITS :])
        new.chmod(self.path.stat().st_mode & 0o777)

        def rename() -> None:
            new.replace(self.path)

        return rename

    def writes_until(self, told: int, answering: int) -> None:
        """Write fifty times a second until ``told`` is closed; then answer how often, and how often a write was lost.

        Before each write it looks whether its last one is there. While the wizard puts an edited file back, the file is
        another for an instant; what is not there after many looks is lost.
        """
        number, lost = self.number(), 0
        first = number
        while not select.select([told], [], [], _RANDOM.expovariate(_A_SECOND))[0]:
            content = self._with(number)
            if content is None:
                lost += 1
                content = self.path.read_bytes()
            number += 1
            self.write(number, content)
        os.write(answering, b"%d %d %d" % (number, number - first, lost))

    def _with(self, number: int) -> bytes | None:
        for _ in range(_LOOKS):
            content = self.path.read_bytes()
            if self.number(content) == number:
                return content
            select.select([], [], [], _PAUSE_SECONDS)
        return None
