"""Findings that only all tools together show: regions, keys, and who can read them. Pure."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from wizard.files.startup import Export
from wizard.key import LiteralKey, mask
from wizard.plan.detect import Detected
from wizard.text.shell import quoted
from wizard.tools.base import FileEdits, Notice

_OTHERS: Final = 0o077
_OWNER_ONLY: Final = 0o600
Found = Mapping[str, Detected]


def across(found: Found) -> Iterator[tuple[str | None, Notice]]:
    """The findings, each with the id of its tool or None."""
    yield from _regions(found)
    yield from _keys(found)
    for tool, detected in found.items():
        yield from ((tool, notice) for notice in _readable(detected))
    yield from ((None, notice) for notice in _startup(found))


def _regions(found: Found) -> Iterator[tuple[None, Notice]]:
    """A key works in one region only, so tools in two regions need two plans."""
    by_region: dict[str, list[str]] = {}
    regions_of_key: dict[str, set[str]] = {}
    for tool, detected in found.items():
        state = detected.state
        if not state.region:
            continue
        by_region.setdefault(state.region, []).append(tool)
        if isinstance(state.credential, LiteralKey):
            regions_of_key.setdefault(state.credential.secret.get_secret_value(), set()).add(state.region)
    if len(by_region) > 1:
        shared = any(len(regions) > 1 for regions in regions_of_key.values())
        code = "doctor.key-in-two-regions" if shared else "doctor.regions-differ"
        shown = "; ".join(f"{region}: {', '.join(tools)}" for region, tools in by_region.items())
        fewest = min(by_region.values(), key=len)
        most = max(by_region, key=lambda region: len(by_region[region]))
        tools = " ".join(f"--tool {tool}" for tool in fewest)
        yield None, Notice(code, {"regions": shown, "region": most, "tools": tools})


def _keys(found: Found) -> Iterator[tuple[None, Notice]]:
    """One plan has one key: another one in the same region is an old one, or another plan's."""
    holders: dict[tuple[str, str], list[str]] = {}
    for tool, detected in found.items():
        state = detected.state
        if state.region and isinstance(state.credential, LiteralKey):
            prefix = detected.view.catalog.key.prefix
            key = state.credential.secret.get_secret_value()
            if key.startswith(prefix):
                holders.setdefault((state.region, key), []).append(tool)
    for region in dict.fromkeys(region for region, _ in holders):
        keys = {key: tools for (where, key), tools in holders.items() if where == region}
        if len(keys) > 1:
            shown = "; ".join(f"{mask(key)}: {', '.join(tools)}" for key, tools in keys.items())
            yield None, Notice("doctor.keys-differ", {"keys": shown})


def _readable(detected: Detected) -> Iterator[Notice]:
    """Files with a key that more than their owner can read. On Windows, mode bits say nothing."""
    view = detected.view
    if view.environment.platform == "win32" or not detected.state.configured:
        return
    prefix = view.catalog.key.prefix.encode()
    secrets = [secret.encode() for secret in detected.secrets if secret]
    for role, opened in view.files.items():
        snapshot = opened.snapshot
        if snapshot is None or snapshot.content is None or snapshot.mode is None or not snapshot.mode & _OTHERS:
            continue
        if prefix in snapshot.content or any(secret in snapshot.content for secret in secrets):
            right = snapshot.mode & _OWNER_ONLY
            values = {"mode": f"{snapshot.mode:04o}", "right": f"{right:04o}"}
            yield Notice("tools.readable", values, opened.file.path, (FileEdits(role, ()),))


def _startup(found: Found) -> Iterator[Notice]:
    """Start-up files that export a plan key and that others can read."""
    for detected in found.values():
        view = detected.view
        if view.environment.platform == "win32":
            return
        seen: set[Path] = set()
        for export in view.startup:
            if _is_open_key(export, view.catalog.key.prefix) and export.path and export.path not in seen:
                seen.add(export.path)
                values = {"name": export.name, "line": export.line, "file": quoted(str(export.path))}
                yield Notice("doctor.startup-readable", values, export.path)
        return


def _is_open_key(export: Export, prefix: str) -> bool:
    return bool(export.value and export.value.startswith(prefix) and export.mode and export.mode & _OTHERS)
