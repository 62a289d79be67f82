"""What stands beside a tool's module, and its rules. A package's files are held to them in each run, ours by a test."""

import errno
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from wizard.catalog.load import validated_facts
from wizard.errors import WizardError
from wizard.files import content_of
from wizard.text import say

_ENGLISH: Final = "en.toml"
_OTHERS: Final = ("zh.toml", "findings.toml")
_MOST_BYTES: Final = 1024 * 1024


class PluginError(WizardError):
    """A package's tool cannot be used; the sentence names package and reason."""


def validated(tool_id: str, folder: Path) -> Mapping[str, Any]:
    """The facts of the tool whose folder this is, once its facts, words and findings are in order.

    Raises:
        WizardError: one of the files is not.
    """
    # Only now: no package announces a tool in most runs.
    from wizard.doctor.knowledge import findings_in

    facts = validated_facts(tool_id, folder / "facts.toml")
    try:
        _, _, findings = (_content(folder / name) for name in (_ENGLISH, *_OTHERS))
        findings_in(findings, tool_id)
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise PluginError("plugins.words", folder=folder, reason=error) from error
    return facts


def _content(path: Path) -> Mapping[str, Any]:
    """What a file of words or findings says; nothing where there is none, but English words there must be.

    Raises:
        OSError, ValueError, RecursionError: it is not there, or is not TOML.
        WizardError: it is no ordinary file, is too large, or has characters that cannot be seen.
    """
    from wizard.catalog.validation import hidden_characters

    source = content_of(path, max_bytes=_MOST_BYTES)
    if source is None:
        if path.name == _ENGLISH:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        return {}
    content = tomllib.loads(source.decode("utf-8"))
    for key, line, reason in hidden_characters(content, source):
        place = say("catalog.on-line", line=line) if line else ""
        raise PluginError("plugins.hidden", path=path, key=key, place=place, reason=reason)
    return content
