"""The JSON form of every result: one object, keys as documented in the README."""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from wizard.catalog import Catalog
from wizard.errors import UsageError, WizardError
from wizard.formats import family
from wizard.key import masked_text
from wizard.plan.choices import budget_named
from wizard.plan.detect import Detected
from wizard.plan.diff import harmless, unified
from wizard.plan.plan import FileChange, Plan, PlanRefusedError, ToolNotice
from wizard.text.visible import visible
from wizard.tools.base import Choice, Notice

if TYPE_CHECKING:
    from wizard.apply.change import Change
    from wizard.plan.conflict import ConflictError

Object = dict[str, Any]
VERSION = 1
_OWN_KEYS: Final = {"status": "tools", "doctor": "findings", "history": "changes"}
"""The list that a command adds to its answer, there and empty where it could not be made."""


def envelope(command: str | None, exit_code: int) -> Object:
    """The keys every answer has."""
    return {
        "version": VERSION,
        "command": command,
        "ok": exit_code in {0, 3},
        "exit_code": exit_code,
        "choices": {"region": None, "tools": [], "model": None, "thinking": None},
        "files": [],
        "manual_steps": [],
        "next_steps": [],
        "warnings": [],
        "errors": [],
        **({_OWN_KEYS[command]: []} if command in _OWN_KEYS else {}),
    }


def plan_object(plan: Plan) -> Object:
    """The keys that render a plan."""
    return {
        "choices": _choices(plan.tools, plan.choices),
        "files": [_file(change, plan.secrets) for change in plan.files],
        "manual_steps": [
            {"tool": tool, "steps": list(map(visible, by_hand.steps)), "values": dict(by_hand.values)}
            for tool, by_hand in plan.by_hand.items()
        ],
        "next_steps": list(map(visible, plan.next_steps)),
        "warnings": [*(_warning(warning) for warning in plan.warnings), *_skipped(plan)],
    }


def asked_for(flags: argparse.Namespace) -> Object:
    """The choices as they were asked for, where there is no plan to show."""
    tools = list(flags.tool)
    named = {"region": flags.region, "model": flags.model, "thinking": flags.thinking}
    masked: Object = {name: _shown(value) for name, value in named.items()}
    with suppress(UsageError):  # on, off, or no value for it at all
        masked["thinking"] = budget_named(flags.thinking or "").budget
    return {"region": masked["region"], "tools": [_shown(tool) for tool in tools], **masked}


def errors(error: WizardError) -> list[Object]:
    """The error, and before it those of the single tools, or of the single values that an undo cannot take back."""
    failures = error.failures if isinstance(error, PlanRefusedError) else ()
    single = [{"tool": failure.tool, **_error(failure.error)} for failure in failures]
    return [*single, *map(_conflict, getattr(error, "conflicts", ())), _error(error)]


def _conflict(conflict: "ConflictError") -> Object:
    """A value that was changed since, as ``edits`` name theirs: ``setting`` is empty where it is the whole file."""
    values = {name: _shown(str(text)) for name, text in conflict.values.items() if name in {"wrote", "now", "before"}}
    setting = [masked_text(step) if isinstance(step, str) else step for step in conflict.setting]
    return {
        "tool": conflict.tool,
        "path": visible(str(conflict.path)),
        **_error(conflict),
        "setting": setting,
        **values,
        "later_change": conflict.later or None,
    }


def status_object(found: Mapping[str, Detected], problems: Mapping[str, Sequence[Notice]]) -> list[Object]:
    """One object a tool; ``problems`` by tool id."""
    return [_tool(name, detected, problems[name]) for name, detected in found.items()]


def history_object(changes: "Iterable[Change]") -> list[Object]:
    """One object a change, newest first."""
    return [
        {
            "id": change.id,
            "time": change.time.isoformat(),
            "command": harmless(change.command),
            "tools": list(map(harmless, change.tools)),
            "summary": {name: harmless(value) for name, value in change.summary.items()},
            "files": [visible(str(file.path)) for file in change.files],
        }
        for change in changes
    ]


def catalog_object(catalog: Catalog) -> Object:
    """Regions, endpoints, models and tools, with their sources, as in the catalog's files."""
    return {
        "default_model": catalog.default_model,
        "regions": [_entry(name, region._asdict()) for name, region in catalog.regions.items()],
        "endpoints": [_entry(name, endpoint._asdict()) for name, endpoint in catalog.endpoints.items()],
        "models": [_entry(name, model._asdict()) for name, model in catalog.models.items()],
        "tools": [_entry(name, tool._asdict()) for name, tool in catalog.tools.items()],
    }


def _entry(name: str, values: Object) -> Object:
    return {"id": name, **values, "checked": values["checked"].isoformat()}


def _choices(tools: Iterable[str], choices: Mapping[str, Choice]) -> Object:
    def shared(values: list[Any]) -> Any:  # noqa: ANN401  a choice is a string or a number
        return values[0] if values and all(value == values[0] for value in values) else None

    small = {choice.small_model for choice in choices.values() if choice.small_model}
    return {
        **({"small_model": shared(sorted(small))} if small else {}),
        "region": shared([choice.region for choice in choices.values()]),
        "tools": list(tools),
        "model": shared([choice.model for choice in choices.values()]),
        "thinking": shared([choice.thinking.label for choice in choices.values()]),
    }


def _file(change: FileChange, secrets: Iterable[str]) -> Object:
    return {
        "tool": change.tool,
        "path": visible(str(change.path)),
        "resolved_path": visible(str(change.resolved_path)),
        "format": family(change.format),
        "action": change.action,
        "mode": None if change.planned_mode is None else f"{change.planned_mode:04o}",
        "edits": [
            {
                "op": type(edit.edit).__name__.lower(),
                "path": [masked_text(part) if isinstance(part, str) else part for part in edit.edit.path],
                "reason": harmless(edit.reason_text, secrets),
            }
            for edit in change.edits
        ],
        "diff": unified(change, secrets),
    }


def _warning(warning: ToolNotice) -> Object:
    notice = warning.notice
    path = visible(str(notice.path)) if notice.path else None
    return {
        "code": notice.code,
        "message": harmless(notice.message),
        "tool": warning.tool,
        "path": path,
    }


def _skipped(plan: Plan) -> list[Object]:
    return [
        {"code": failure.error.code, "message": harmless(failure.error.message), "tool": failure.tool, "path": None}
        for failure in plan.failures
    ]


def notices(found: Iterable[Notice]) -> list[Object]:
    """Warnings that concern no tool of the catalog."""
    return [_warning(ToolNotice(None, notice)) for notice in found]


def catalog_problem(error: WizardError) -> Object:
    """One thing that is wrong with a catalog file; ``key`` is None where it is no TOML, ``line`` where none is."""
    values = {name: error.values.get(name) for name in ("key", "line")}
    reason = error.values.get("reason")
    said = None if reason is None else str(reason)
    return {**_error(error), "path": visible(str(error.path)), **values, "reason": said}


def _error(error: WizardError) -> Object:
    shown = {"code": error.code, "message": _shown(error.message), "hint": _shown(error.hint)}
    edits = getattr(error, "edits", None)
    return shown if edits is None else {**shown, "diff": "".join(unified(edit) for edit in edits)}


def _shown(text: str | None) -> str | None:
    """``text``, which may come from the command line or a user's file, without keys and without control characters."""
    return None if text is None else harmless(text)


def _tool(name: str, detected: Detected, problems: Sequence[Notice]) -> Object:
    state, installation = detected.state, detected.view.installation
    return {
        "id": name,
        "installed": installation.found,
        "version": installation.version_text,
        "configured": state.configured,
        "region": _shown(state.region),
        "model": _shown(state.model),
        "thinking": state.thinking.label if state.thinking else None,
        "key": visible(state.credential.masked) if state.credential else None,
        "files": [
            visible(str(file.file.path)) for file in detected.view.files.values() if file.file.ours and file.exists
        ],
        "problems": [_warning(ToolNotice(name, problem)) for problem in problems],
    }
