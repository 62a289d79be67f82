"""The plan that makes choices hold for tools."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.errors import UsageError, WizardError
from wizard.key import Credential, LiteralKey
from wizard.plan.build import Draft, configured
from wizard.plan.choices import Wanted, checked_model, checked_region, resolve
from wizard.plan.detect import Detected, detect_all, started_fresh
from wizard.plan.plan import FileChange, Plan, ToolNotice
from wizard.plan.retired import ContentsOf, with_retired
from wizard.session import Session
from wizard.tools.base import Choice, Notice, Proposal

if TYPE_CHECKING:
    from wizard.doctor.finding import Finding


def make_plan(
    session: Session,
    wanted: Wanted,
    tools: Sequence[str],
    found: Mapping[str, Detected] | None = None,
    *,
    command: str = "apply",
    skip_failing: bool = False,
    start_fresh: bool = False,
    mending: "Sequence[Finding]" = (),
) -> Plan:
    """The plan that makes ``wanted`` hold for ``tools``; without tools, for those already on the plan.

    ``found`` are tools that were detected already. ``start_fresh`` gives up the content of files that cannot be parsed.
    The edits that the findings ``mending`` carry are made along with it.

    Raises:
        UsageError: a choice is missing.
        PlanRefusedError: a tool cannot be done.
    """
    if wanted.region:
        checked_region(session.catalog, wanted.region)
    for model in (wanted.model, wanted.small_model, *(own.model for own in wanted.by_tool.values())):
        if model:
            checked_model(session.catalog, model)
    key = wanted.credential or wanted.usual_credential
    needs_others = not tools or not (wanted.region and key)
    known = dict(found or {})
    for name in session.catalog.tools if needs_others else tools:
        if name not in known:
            known[name] = session.detect(name)
    names = tuple(tools) or tuple(name for name in known if known[name].state.configured)
    if not names:
        raise UsageError("choices.tool-missing", known=", ".join(session.catalog.tools))
    chosen = {name: started_fresh(known[name]) if start_fresh else known[name] for name in names}
    users = _of_user(session) if session.environment.project else None
    able = {name: detected for name, detected in chosen.items() if not detected.error}
    choices, told = resolve(session.catalog, wanted, able, (users or known).values(), users)
    draft = Draft(command)
    for name, detected in chosen.items():
        if name not in able and detected.error:
            draft.add(name, partial(_refused, detected.error))
            continue
        mends = [finding for finding in mending if finding.tool == name]
        draft.add(name, partial(_plan_tool, detected, choices[name], mends, partial(_contents_of, session)))
    secrets = secrets_of([*known.values(), *(users or {}).values()], wanted)
    told = (*told, *_about_key(key), *_about_git(session, draft.files))
    return draft.finished(choices, secrets, told, skip_failing=skip_failing)


def plan_switch(session: Session, wanted: Wanted, tools: Sequence[str], *, skip_failing: bool = False) -> Plan:
    """The plan that gives the tools already on the plan (or those of them named) another model.

    Raises:
        PlanRefusedError: a tool cannot be done, or a named one is not on the plan.
        WizardError: no tool is on the plan.
    """
    found = session.detect_all()
    on_plan = tuple(name for name in found if found[name].state.configured)
    unread = tuple(name for name in session.tools_in_scope if found[name].error)
    names = tuple(tools) or on_plan or unread
    if not names:
        raise WizardError("choices.nothing-on-plan")
    for name in names:
        if name not in {*on_plan, *unread}:
            found[name] = replace(found[name], error=WizardError("choices.not-on-plan", tool=name))
    plan = make_plan(session, wanted, names, found, command="switch", skip_failing=skip_failing)
    return plan if tools else with_unread(session, plan, found)


def with_unread(session: Session, plan: Plan, found: Mapping[str, Detected]) -> Plan:
    """``plan`` for all tools on the plan, with a warning for each whose files do not say whether it is one of them."""
    unread = ((name, found[name]) for name in session.tools_in_scope if found[name].error)
    told = [ToolNotice(name, problem) for name, detected in unread for problem in detected.state.problems]
    return replace(plan, warnings=(*plan.warnings, *told))


def secrets_of(found: Iterable[Detected], wanted: Wanted) -> frozenset[str]:
    """All keys, old and new, that no rendering of a plan may show."""
    secrets = frozenset[str]().union(*(detected.secrets for detected in found))
    given = (wanted.credential, wanted.usual_credential)
    return secrets | {key.secret.get_secret_value() for key in given if isinstance(key, LiteralKey)}


def _of_user(session: Session) -> dict[str, Detected]:
    """The tools as the user has them, whatever a project says."""
    return detect_all(session.catalog, replace(session.environment, project=None))


def _about_git(session: Session, files: Iterable[FileChange]) -> Iterator[ToolNotice]:
    if not session.environment.project:
        return
    from wizard.plan.tracked import git_notices

    written = {change.path: change.tool for change in files if change.action in {"create", "modify"}}
    for notice in git_notices(written, session.environment):
        yield ToolNotice(written[notice.path] if notice.path else None, notice)


def _contents_of(session: Session, resolved_path: Path) -> Iterable[tuple[bytes | None, bytes | None]]:
    from wizard.apply.baseline import Baselines

    return Baselines(session.state_folder).contents(resolved_path)


def _plan_tool(
    detected: Detected, choice: Choice, mends: "Sequence[Finding]", contents_of: ContentsOf
) -> tuple[Proposal, list[FileChange]]:
    detected = with_retired(detected, contents_of)
    if not mends:
        return configured(detected, choice)
    from wizard.doctor.repair import configured_and_mended

    return configured_and_mended(detected, choice, mends)


def _refused(error: WizardError) -> tuple[Proposal, list[FileChange]]:
    raise error


def _about_key(key: Credential | None) -> Iterator[ToolNotice]:
    if isinstance(key, LiteralKey) and key.trimmed:
        yield ToolNotice(None, Notice("key.trimmed"))
