"""Where the key comes from: a variable, a file, standard input, or a hidden question."""

import argparse
import sys
from typing import Final

from wizard.catalog import Catalog
from wizard.environment import KEY_VARIABLE, Environment
from wizard.errors import CancelledError, WizardError
from wizard.key import Credential, LiteralKey, taken_in
from wizard.key_source import KINDS, MOST_BYTES, KeySource
from wizard.plan.diff import harmless
from wizard.show.asking import hidden
from wizard.show.output import Output
from wizard.text import say

_TRIES: Final = 3


def given(flags: argparse.Namespace, environment: Environment, catalog: Catalog) -> Credential | None:
    """The key or reference that a flag names; None where none of the key's flags is there.

    Raises:
        UsageError: the named place does not exist or is no valid name.
        KeyRefusedError: what stands there cannot be a key of the plan.
    """
    source = source_of(flags)
    if source:
        return source.read(environment, catalog.key)
    if flags.key_stdin:
        return taken_in(sys.stdin.read(MOST_BYTES), catalog.key)
    return None


def source_of(flags: argparse.Namespace) -> KeySource | None:
    """The place of the key that a flag names; None where there is none, or the key comes by standard input."""
    named = ((kind, getattr(flags, kind)) for kind in KINDS)
    return next((KeySource(kind, place) for kind, place in named if place is not None), None)


def usual(environment: Environment, catalog: Catalog) -> LiteralKey | None:
    """The key of the usual variable; None where it is unset or blank.

    Raises:
        KeyRefusedError: what stands there cannot be a key of the plan.
    """
    value = environment.variable(KEY_VARIABLE)
    return taken_in(value, catalog.key) if value else None


def asked(catalog: Catalog, region: str | None, output: Output) -> LiteralKey:
    """The key typed at a hidden prompt on the terminal.

    Raises:
        CancelledError: the user left the question.
        KeyRefusedError: what was typed was refused three times.
    """
    if region in catalog.regions:
        output.error(say("cli.key-page", page=catalog.regions[region].key_page))
    for attempt in range(_TRIES):
        try:
            typed = hidden(lambda: output.ask(say("cli.key-prompt")))
        except (EOFError, KeyboardInterrupt):
            raise CancelledError("cli.cancelled") from None
        finally:
            output.error("")
        try:
            return taken_in(typed, catalog.key)
        except WizardError as error:
            if attempt == _TRIES - 1:
                raise
            output.error(harmless(error.text))
    raise CancelledError("cli.cancelled")
