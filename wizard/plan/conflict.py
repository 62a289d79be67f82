"""What an undo cannot take back unasked: a value, or a whole file, that somebody changed after the wizard."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from wizard.errors import WizardError
from wizard.formats import path_text
from wizard.key import masked_text
from wizard.plan.plan import FileChange
from wizard.plan.versions import ABSENT, Clash, Found
from wizard.text import say
from wizard.text.own_command import own_command

_LONGEST: Final = 160
_LONGEST_TO_MASK: Final = 2_000


class ConflictError(WizardError):
    """One value of a change's, or a file that cannot be compared value by value; the sentence shows no key.

    ``later`` is the id of the wizard's own change that wrote what stands there now, empty where it was somebody else;
    ``undo`` are the words of a command line before the change it undoes; ``digest`` is the present file's.
    """

    def __init__(self, code: str, path: Path, tool: str, clash: Clash | None = None, **values: object) -> None:
        super().__init__(code, path=path, **values)
        self.tool = tool
        self.clash = clash
        self.digest: str | None = None
        self.later = ""
        self.undo: tuple[str, ...] = ("undo",)

    @property
    def setting(self) -> tuple[str | int, ...]:
        """The path of the value in the file; empty for the whole file."""
        return self.clash.path if self.clash else ()

    @property
    def hint(self) -> str:
        """What to undo first, where the wizard itself wrote the value later."""
        if not self.later:
            return ""
        return say("plan.undo-later", later=self.later, command=own_command(*self.undo, self.later))


def value_conflict(path: Path, tool: str, clash: Clash) -> ConflictError:
    """That the value of ``clash`` in the file ``path`` was changed since."""
    name = next((step for step in reversed(clash.path) if isinstance(step, str)), "")
    before, wrote, now = (value_text(found, name) for found in clash.versions)
    where = masked_text(path_text(clash.path))
    return ConflictError("plan.undo-value", path, tool, clash, where=where, before=before, wrote=wrote, now=now)


class UndoRefusedError(WizardError):
    """Values that a change wrote were changed since, and it was not said what shall become of them. Exit code 1.

    ``edits`` show each file with the wizard's values in their places, and as it is. ``tools`` are those of the change;
    ``has_rest`` says that there is something else to take back.
    """

    def __init__(
        self,
        id: str,  # noqa: A002  the change's own word
        conflicts: Sequence[ConflictError],
        edits: Iterable[FileChange],
        *,
        undo: tuple[str, ...],
        tools: Sequence[str],
        has_rest: bool,
    ) -> None:
        rest, force = (own_command(*undo, id, flag) for flag in ("--skip-failing", "--force"))
        code = "plan.undo-refused" if has_rest else "plan.undo-refused-all"
        super().__init__(code, id=id, count=len(conflicts), rest=rest, force=force)
        self.conflicts = tuple(conflicts)
        for conflict in conflicts:
            conflict.undo = undo
        self.edits = tuple(edits)
        self.tools = tuple(tools)
        self.has_rest = has_rest


def value_text(value: Found, name: str) -> str:
    """``value`` of the setting ``name`` as it may be shown: on one line, keys masked, not too long."""
    if value is ABSENT:
        return say("plan.undo-nothing")
    text = json.dumps(value, ensure_ascii=False, default=str)[:_LONGEST_TO_MASK]
    # Named, so that a secret is known by the name of its setting.
    plain = "".join(char for char in name if char.isalnum() or char in "_.-")
    text = masked_text(f'"{plain}": {text}').partition('": ')[2]
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
