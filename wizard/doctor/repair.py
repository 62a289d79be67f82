"""From findings to a plan that ends what files can end. Pure; it is shown, asked about and written as any other."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from wizard.catalog import Catalog
from wizard.doctor.by_setting import edits_about
from wizard.doctor.examine import Examination
from wizard.doctor.finding import Finding
from wizard.doctor.smallest import smallest
from wizard.errors import WizardError
from wizard.formats import Delete, DocumentPath, Set
from wizard.key import LiteralKey, Secret
from wizard.plan.build import Draft, change_of, changes_of, configured
from wizard.plan.choices import Wanted, resolve, sound
from wizard.plan.detect import Detected
from wizard.plan.plan import FileChange, Plan, ToolNotice
from wizard.tools.base import Choice, FileEdits, Notice, OpenedFile, PlannedEdit, Proposal, Thinking

_NO_KEY: Final = LiteralKey(Secret("\x00 no key is known \x00"))
"""Stands for the key while a tool is configured without one; every edit that would write it is left out."""


@dataclass(frozen=True)
class Repair:
    """What one tool gets: ``choice`` is None where only the edits of its findings are made.

    ``whole``: all that ``choice`` means is made to hold, not only what the findings are about. ``thorough``: warnings
    that their repair brings to light are mended with them.
    """

    detected: Detected
    findings: tuple[Finding, ...]
    choice: Choice | None
    told: tuple[ToolNotice, ...] = ()
    whole: bool = False
    thorough: bool = True


def repair(examination: Examination, catalog: Catalog, wanted: Wanted) -> Plan:
    """The plan that mends every finding of ``examination`` that edits can mend, and changes nothing else.

    Present choices are kept; ``wanted`` gives what is missing, its ``usual_credential`` only where a tool has no sound
    key of its own. A tool without any key to be had gets all but the key. Where ``wanted`` asks for something itself,
    the tools are set up so as a whole.

    Raises:
        PlanRefusedError: no file that should be mended can be edited.
    """
    draft = Draft("doctor")
    repairs: dict[str, Repair] = {}
    for tool, detected in examination.found.items():
        mendable = tuple(finding for finding in examination.of(tool) if finding.mendable)
        if not mendable or detected.error:
            continue
        made = _repair(detected, mendable, catalog, wanted, examination.found)
        repairs[tool] = replace(made, thorough=not examination.narrowed)
        draft.add(tool, partial(_mended, repairs[tool]))
    choices = {tool: each.choice for tool, each in repairs.items() if each.choice and each.choice.credential != _NO_KEY}
    told = [notice for each in repairs.values() for notice in each.told]
    return draft.finished(choices, frozenset(_secrets(examination, wanted)), told, skip_failing=True)


def configured_and_mended(
    detected: Detected, choice: Choice, findings: Iterable[Finding]
) -> tuple[Proposal, list[FileChange]]:
    """What ``choice`` means for a tool, together with the edits that ``findings`` about it carry.

    Raises:
        WizardError: the tool cannot be set up so, or a file cannot be edited safely.
    """
    configured(detected, choice)
    return _mended(Repair(detected, tuple(findings), choice, whole=True))


def needs_key(examination: Examination, catalog: Catalog, wanted: Wanted) -> bool:
    """Whether a finding stays open only because no key of the plan is known."""
    for tool, detected in examination.found.items():
        findings = examination.of(tool)
        if any(finding.facts.needs_key for finding in findings) and not detected.error:
            made = _repair(detected, findings, catalog, wanted, examination.found)
            if made.choice and made.choice.credential == _NO_KEY:
                return True
    return False


def _repair(
    detected: Detected,
    findings: tuple[Finding, ...],
    catalog: Catalog,
    wanted: Wanted,
    found: Mapping[str, Detected],
) -> Repair:
    whole = any((wanted.region, wanted.model, wanted.thinking, wanted.credential))
    if not whole and not any(finding.needs_setting_up for finding in findings):
        return Repair(detected, findings, None)
    state = detected.state
    region = wanted.region or state.region or _common_region(found.values()) or state.meant_region
    if region is None:
        return Repair(detected, findings, None)
    model = wanted.model or catalog.probable_model(state.model or "")
    resets = any(finding.facts.resets_thinking for finding in findings)
    on = Thinking(enabled=True)
    thinking = wanted.thinking or (on if resets and _can_think(catalog, model or catalog.default_model) else None)
    own = sound(catalog, state.credential) if region in {state.region, state.meant_region} else None
    usual = None if own else wanted.usual_credential
    asked = replace(wanted, region=region, model=model, thinking=thinking, usual_credential=usual)
    if own and not asked.credential:
        asked = replace(asked, credential=own)
    try:
        choices, told = _resolved(catalog, asked, detected, found)
    except WizardError:
        return Repair(detected, findings, None)
    return Repair(detected, findings, choices, told if whole else (), whole)


def _resolved(
    catalog: Catalog, wanted: Wanted, detected: Detected, found: Mapping[str, Detected]
) -> tuple[Choice, tuple[ToolNotice, ...]]:
    tool = detected.view.tool_id
    last_resort = wanted if wanted.credential or wanted.usual_credential else None
    try:
        choices, told = resolve(catalog, wanted, {tool: detected}, found.values())
    except WizardError as error:
        if last_resort or error.code != "choices.key-missing":
            raise
        choices, told = resolve(catalog, replace(wanted, credential=_NO_KEY), {tool: detected}, found.values())
    return choices[tool], told


def _mended(made: Repair) -> tuple[Proposal, list[FileChange]]:
    """The tool's usual edits where its choice is known, then the edits that the findings carry.

    Raises:
        WizardError: a file cannot be edited safely.
    """
    detected, choice = made.detected, made.choice
    mends = [edits for finding in made.findings for edits in finding.notice.mends]
    proposal = Proposal(next_steps=detected.tool.restart_steps())
    failed: tuple[Notice, ...] = ()
    if choice:
        # Setting up may move the rows of a list: what leaves it is told beforehand, not cut out by its old place.
        gone = _leaving(detected, made.findings)
        detected = replace(detected, view=replace(detected.view, retired=detected.view.retired | gone))
        try:
            proposal, _ = configured(detected, choice)
        except WizardError as error:
            # The tool cannot be set up as it is (a version that is too new): what its findings carry is mended still.
            failed = (Notice(error.code, error.values, error.path),)
    usual = {edits.role: [edit for edit in edits.edits if not _writes_no_key(edit)] for edits in proposal.files}
    carried: dict[str, list[PlannedEdit]] = {}
    for edits in mends:
        carried.setdefault(edits.role, []).extend(edits.edits)
    if choice and not made.whole:
        targets = [finding.notice for finding in made.findings if finding.needs_setting_up]
        in_order = {role: _in_order(own) for role, own in carried.items()}
        fewest = edits_about if all(target.about for target in targets) else smallest
        usual = fewest(detected, _without(usual, carried), in_order, targets, thorough=made.thorough)
    changes: list[FileChange] = []
    for role in {**usual, **carried}:
        opened = detected.view.files[role]
        changes += _changes(detected, opened, usual.get(role, []), carried.get(role, []), choice)
    return replace(proposal, files=(), warnings=(*failed, *_warnings(made, proposal, usual))), changes


def _leaving(detected: Detected, findings: Iterable[Finding]) -> set[str]:
    """The models that leave the tool's lists; a misspelt one where the right one stands there already."""
    view = detected.view
    listed = {name for file in view.files.values() for name in detected.tool.listed_models(view, file)}
    values = [finding.notice.values for finding in findings if finding.facts.retires]
    return {str(each["model"]) for each in values if each.get("right") is None or each["right"] in listed}


def _without(
    usual: Mapping[str, list[PlannedEdit]], carried: Mapping[str, list[PlannedEdit]]
) -> dict[str, list[PlannedEdit]]:
    """``usual`` without what findings carry themselves."""
    paths = {role: {edit.edit.path for edit in own} for role, own in carried.items()}
    return {
        role: [edit for edit in edits if edit.edit.path not in paths.get(role, ())] for role, edits in usual.items()
    }


def _warnings(made: Repair, proposal: Proposal, usual: Mapping[str, object]) -> Iterator[Notice]:
    """What to tell beside the findings: of a whole set-up all but what is mended, else what is new about its files."""
    mended = {finding.code for finding in made.findings if finding.notice.mends}
    known = {notice.code for notice in made.detected.state.problems}
    paths = {made.detected.view.files[role].file.path for role in usual}
    for warning in proposal.warnings:
        if warning.code not in mended and (made.whole or (warning.code not in known and warning.path in paths)):
            yield warning


def _changes(
    detected: Detected, opened: OpenedFile, usual: list[PlannedEdit], own: list[PlannedEdit], choice: Choice | None
) -> Iterator[FileChange]:
    removal = next((edit for edit in own if edit.edit == Delete(())), None)
    if removal:
        if opened.exists and opened.snapshot:
            yield FileChange(detected.view.tool_id, opened.snapshot, opened.file.format, None, None, (removal,))
        return
    edits = [*usual, *_in_order(edit for edit in own if not _covered(edit, usual))]
    secrets = {*detected.secrets, *_keys_in(opened, detected.view.catalog.key.prefix)}
    if choice and isinstance(choice.credential, LiteralKey):
        secrets.add(choice.credential.secret.get_secret_value())
    if opened.file.ours and usual:
        yield from changes_of(detected, [FileEdits(opened.file.role, tuple(edits))], secrets)
    else:
        yield change_of(detected.view.tool_id, opened, edits, [secret.encode() for secret in secrets if secret])


def _keys_in(opened: OpenedFile, prefix: str) -> Iterator[str]:
    content = opened.snapshot.content if opened.snapshot else None
    for match in re.finditer(rb"%s[\w.~+/=-]+" % re.escape(prefix.encode()), content or b""):
        yield match.group().decode("ascii", "ignore")


def _in_order(edits: Iterable[PlannedEdit]) -> list[PlannedEdit]:
    """``edits``, each once, those that delete list rows last and from the last row on, so that indexes still hold."""
    unique = list({edit.edit.path: edit for edit in edits}.values())
    rows = [edit for edit in unique if isinstance(edit.edit, Delete) and _is_row(edit.edit.path)]
    rows.sort(key=lambda edit: [step if isinstance(step, int) else -1 for step in edit.edit.path], reverse=True)
    return [edit for edit in unique if edit not in rows] + rows


def _is_row(path: DocumentPath) -> bool:
    return bool(path) and isinstance(path[-1], int)


def _covered(edit: PlannedEdit, others: Sequence[PlannedEdit]) -> bool:
    """Whether one of ``others`` deletes the same value, or one around it."""
    path: DocumentPath = edit.edit.path
    gone = [other.edit.path for other in others if isinstance(other.edit, Delete)]
    return any(path[: len(around)] == around for around in gone)


def _writes_no_key(edit: PlannedEdit) -> bool:
    return isinstance(edit.edit, Set) and edit.edit.value == _NO_KEY.secret.get_secret_value()


def _can_think(catalog: Catalog, model: str) -> bool:
    return catalog.models[model].can_think


def _common_region(found: Iterable[Detected]) -> str | None:
    regions = {detected.state.region for detected in found if detected.state.region}
    return regions.pop() if len(regions) == 1 else None


def _secrets(examination: Examination, wanted: Wanted) -> Iterator[str]:
    """Whatever the diff must not show."""
    for detected in examination.found.values():
        yield from detected.secrets
    for credential in (wanted.credential, wanted.usual_credential):
        if isinstance(credential, LiteralKey):
            yield credential.secret.get_secret_value()
