"""The command lines that the command line names: how to do a run again, and how to take a change back."""

import argparse
from collections.abc import Iterable

from wizard.text.own_command import own_command


def repeat_command(flags: argparse.Namespace, tools: Iterable[str]) -> str:
    """The command line that does this run again, with ``tools`` alone."""
    words = [flags.command]
    if flags.command == "switch":
        words.append(flags.model)
    if flags.command == "profile":
        words += [flags.action, flags.name]
    elif flags.profile:
        words += ["--profile", flags.profile]
    for flag in ("region", "model", "small_model", "thinking", "key_env", "key_file", "key_ref", "scope"):
        value = getattr(flags, flag)
        if value and value != "user" and not (flag == "model" and flags.command == "switch"):
            words += [f"--{flag.replace('_', '-')}", value]
    words += [f"--{flag.replace('_', '-')}" for flag in ("key_stdin", "start_fresh") if getattr(flags, flag)]
    return own_command(*words, *(word for name in tools for word in ("--tool", name)))


def undo_command(flags: argparse.Namespace, change: str = "") -> str:
    """The command line that takes ``change`` back, the newest one where none is named."""
    # Outside a home that is named by hand only the files of the project that is meant are reached.
    scope = ("--scope", flags.scope) if flags.scope == "project" else ()
    return own_command("undo", *([change] if change else []), *scope)
