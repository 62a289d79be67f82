"""Where the key comes from: a variable, a file, standard input, or a hidden question."""

import argparse
import getpass
import re
import sys
from pathlib import Path
from typing import Final

from wizard.catalog import Catalog
from wizard.environment import KEY_VARIABLE, Environment
from wizard.errors import CancelledError, UsageError, WizardError
from wizard.key import Credential, KeyReference, LiteralKey, taken_in
from wizard.text import say

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_MOST_BYTES: Final = 64 * 1024
_TRIES: Final = 3


def given(flags: argparse.Namespace, environment: Environment, catalog: Catalog) -> Credential | None:
    """The key or reference that a flag names; None where none of the key's flags is there.

    Raises:
        UsageError: the named place does not exist or is no valid name.
        KeyRefusedError: what stands there cannot be a key of the plan.
    """
    if flags.key_ref is not None:
        return KeyReference(_name(flags.key_ref, "--key-ref"))
    if flags.key_env is not None:
        value = environment.variables.get(_name(flags.key_env, "--key-env"))
        if value is None:
            raise UsageError("cli.key-variable-unset", name=flags.key_env)
        return taken_in(value, catalog.key)
    if flags.key_file is not None:
        return taken_in(_file(environment.expand(flags.key_file)), catalog.key)
    if flags.key_stdin:
        return taken_in(sys.stdin.read(_MOST_BYTES), catalog.key)
    return None


def usual(environment: Environment, catalog: Catalog) -> LiteralKey | None:
    """The key of the usual variable; None where it is unset or blank.

    Raises:
        KeyRefusedError: what stands there cannot be a key of the plan.
    """
    value = environment.variable(KEY_VARIABLE)
    return taken_in(value, catalog.key) if value else None


def asked(catalog: Catalog, region: str | None) -> LiteralKey:
    """The key typed at a hidden prompt on the terminal.

    Raises:
        CancelledError: the user left the question.
        KeyRefusedError: what was typed was refused three times.
    """
    if region in catalog.regions:
        print(say("cli.key-page", page=catalog.regions[region].key_page), file=sys.stderr)  # noqa: T201  the talk
    for attempt in range(_TRIES):
        try:
            return taken_in(getpass.getpass(say("cli.key-prompt"), stream=sys.stderr), catalog.key)
        except (EOFError, KeyboardInterrupt):
            raise CancelledError("cli.cancelled") from None
        except WizardError as error:
            if attempt == _TRIES - 1:
                raise
            print(f"{error.message} {error.hint}", file=sys.stderr)  # noqa: T201  the talk
    raise CancelledError("cli.cancelled")


def _name(name: str, flag: str) -> str:
    if not _NAME.match(name):
        raise UsageError("cli.variable-name", flag=flag)
    return name


def _file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise UsageError("cli.key-file", path=path, reason=error.strerror) from None
    except UnicodeDecodeError:
        raise WizardError("key.malformed", path=path, prefix="sk-sp-") from None
