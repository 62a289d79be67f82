"""Models that left the catalog: which of them stand in a tool's files because the wizard wrote them. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from wizard.formats import FormatError, open_document
from wizard.plan.detect import Detected
from wizard.tools.base import Notice, OpenedFile

ContentsOf = Callable[[Path], Iterable[tuple[bytes | None, bytes | None]]]
"""A resolved path's content before and after each of the wizard's changes to it."""


def with_retired(detected: Detected, contents_of: ContentsOf) -> Detected:
    """``detected``, its view naming the models that are to go: one of the wizard's changes brought them in."""
    retired: set[str] = set()
    for file, unknown in _outside_the_catalog(detected):
        ours: set[str] = set()
        for before, after in contents_of(file.snapshot.resolved_path) if file.snapshot else ():
            ours |= _listed(detected, _earlier(file, after)) - _listed(detected, _earlier(file, before))
        retired |= unknown & ours
    return replace(detected, view=replace(detected.view, retired=frozenset(retired))) if retired else detected


def unlisted(detected: Detected) -> Iterator[Notice]:
    """A warning for each file that lists models outside the catalog which will stay."""
    for file, unknown in _outside_the_catalog(detected):
        foreign = ", ".join(sorted(unknown - detected.view.retired))
        if foreign:
            yield Notice("tools.models-not-in-catalog", {"models": foreign}, file.file.path)


def _outside_the_catalog(detected: Detected) -> Iterator[tuple[OpenedFile, frozenset[str]]]:
    for file in detected.view.files.values():
        unknown = _listed(detected, file) - detected.view.catalog.models.keys() if file.file.ours else frozenset()
        if unknown:
            yield file, unknown


def _listed(detected: Detected, file: OpenedFile) -> frozenset[str]:
    return detected.tool.listed_models(detected.view, file) if file.document else frozenset()


def _earlier(file: OpenedFile, content: bytes | None) -> OpenedFile:
    try:
        document = open_document(content or b"", file.file.lenient or file.file.format)
    except FormatError:
        document = None
    return replace(file, document=document)
