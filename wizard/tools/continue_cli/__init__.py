"""Continue's command line ``cn``: rows of ``models`` in ``config.yaml``, and the name of the row to start with.

Observed on Continue 1.5.47: it starts with the row that ``cliSelectedModel`` of ``index/globalContext.json`` names,
which is where its own ``/model`` keeps the choice; without it, or where it names no row, with the first row for chats.
A reference to a secret is looked for in the shell's variables first. Without ``.onboarding_complete`` it asks for a key
of Anthropic's when it is started in a terminal, whatever ``config.yaml`` says; only that the file exists counts. With
an exported ``ANTHROPIC_API_KEY`` each run without a terminal adds rows of Anthropic's to ``config.yaml``.

Of what is written, no request shows ``contextLength`` and ``capabilities`` (Continue documentation, "config.yaml
Reference"; their values are the catalog's). That its extensions for editors read the same ``config.yaml``, no
``config.json`` beside it, and choose the model in their own list, is the documentation's too.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from wizard.catalog import Model
from wizard.environment import Environment
from wizard.formats import DocumentPath, Value
from wizard.key import Credential
from wizard.text import say
from wizard.tools.base import (
    Choice,
    FileEdits,
    Notice,
    OpenedFile,
    PlannedEdit,
    Proposal,
    Thinking,
    Tool,
    ToolFile,
    ToolState,
    View,
    deletes,
    key_problems,
    literal,
    model_problems,
    reference,
    row_with,
    sets,
    thinks,
    url_problems,
    written,
)
from wizard.tools.checks import exported_problem, limit_problems
from wizard.tools.ownership import names_plan, withdrawals

ROWS: Final = "models"
SELECTED: Final = "cliSelectedModel"
PREFIX: Final = "Coding Plan "
_FRAME: Final = {"name": "Main Config", "version": "1.0.0", "schema": "v1"}
"""What the file must have, with the values that Continue gives a new one."""
_BODY: Final = ("requestOptions", "extraBodyProperties")
_LIMITS: Final = "defaultCompletionOptions"
_ANTHROPIC: Final = "ANTHROPIC_API_KEY"
_ONBOARDED: Final = "completed"
_REFERENCE: Final = re.compile(r"\$\{\{ *secrets\.([A-Za-z_][A-Za-z0-9_]*) *\}\}\Z")

Row = Mapping[str, Value]


class ContinueCli(Tool):
    """Continue speaks OpenAI chat completions; each plan model is a row of the user's own list."""

    id = "continue-cli"

    def files(self, environment: Environment) -> tuple[ToolFile, ...]:
        """The configuration, the place of the model in use, and the mark that the first start is over."""
        folder = environment.folder("CONTINUE_GLOBAL_DIR", ".continue")
        return (
            ToolFile("config", folder / "config.yaml", "yaml"),
            ToolFile("context", folder / "index" / "globalContext.json", "json"),
            ToolFile("onboarding", folder / ".onboarding_complete", "yaml"),
            ToolFile("old", folder / "config.json", "json5", ours=False, credentials=True),
        )

    def state(self, view: View) -> ToolState:
        """On the plan where a row of ours has a host of the plan: the one in use, else the first of them."""
        config = view.files["config"]
        path = config.file.path
        rows = our_rows(view, config)
        if not rows:
            return ToolState()
        index, in_use = _in_use(view)
        ours = index in dict(rows)
        chosen = in_use if ours else rows[0][1]
        base_url, model = _text(chosen, "apiBase"), _text(chosen, "model")
        region = view.catalog.region_of(base_url or "")
        credential = _credential(_text(chosen, "apiKey"))
        problems = url_problems(view, base_url, path)
        if region is None and not problems:
            problems.append(Notice("continue-cli.other-host", {"base_url": base_url or "–"}, path))
        if not ours:
            problems.append(Notice("continue-cli.other-model", {"name": _text(in_use, "name") or "–"}, path))
        problems += [*model_problems(view, model, path), *key_problems(view, credential, path)]
        for _, row in rows:
            limits = _table(row, _LIMITS)
            problems += limit_problems(
                view,
                _text(row, "model") or "",
                path,
                context=limits.get("contextLength"),
                output=limits.get("maxTokens"),
                budget=_body(row).get("thinking_budget"),
            )
        if not view.files["onboarding"].exists:
            problems.append(Notice("continue-cli.onboarding", {}, view.files["onboarding"].file.path))
        return ToolState(
            configured=region is not None,
            region=region,
            model=model,
            thinking=_thinking(view, chosen),
            credential=credential,
            problems=(*problems, *_conflicts(view)),
            meant_region=view.catalog.meant_region(base_url or ""),
        )

    def configure(self, view: View, choice: Choice) -> Proposal:
        """One row a plan model behind the user's own, and the chosen one's name where Continue keeps its choice."""
        config, onboarding = view.files["config"], view.files["onboarding"]
        frame: dict[DocumentPath, Value] = {(name,): value for name, value in _FRAME.items() if not config.has(name)}
        edits = sets("continue-cli.frame", frame)
        edits += _row_edits(view, config, choice)
        files = [
            FileEdits("config", tuple(edits)),
            FileEdits("context", tuple(sets("continue-cli.model", {(SELECTED,): _name(choice.model)}))),
        ]
        if not onboarding.exists:
            mark = sets("continue-cli.onboarded", {(_ONBOARDED,): view.facts.checked.isoformat()})
            files.append(FileEdits("onboarding", tuple(mark)))
        warnings = list(_conflicts(view))
        old = view.files["old"]
        if old.exists and not config.exists:
            warnings.append(Notice("continue-cli.old-file", {}, old.file.path))
        return Proposal(tuple(files), tuple(warnings), (say("continue-cli.next"),))

    def listed_models(self, view: View, file: OpenedFile) -> frozenset[str]:
        """The models of our rows."""
        rows = our_rows(view, file) if file.file.role == "config" else []
        return frozenset(model for _, row in rows if (model := _text(row, "model")))

    def withdraw(self, view: View) -> Proposal:
        """Our rows, the model in use where it is one of them, and the mark that the wizard made."""
        config, context, onboarding = (view.files[role] for role in ("config", "context", "onboarding"))
        rows = [(index, row, names_plan(view.catalog, row)) for index, row in our_rows(view, config)]
        surely = bool(rows) and all(sure for _, _, sure in rows)
        edits: list[PlannedEdit] = []
        if surely and len(rows) == len(config.rows(ROWS)):
            edits = withdrawals([(ROWS,)], surely=True)
        else:
            for index, _, sure in reversed(rows):
                edits += withdrawals([(ROWS, index)], surely=sure)
        if edits:
            edits += withdrawals([(name,) for name in _FRAME], surely=False)
        files = [FileEdits("config", tuple(edits))] if edits else []
        selected = context.text(SELECTED) or ""
        named = [sure for _, row, sure in rows if _text(row, "name") == selected]
        if named or selected.startswith(PREFIX):
            files.append(FileEdits("context", tuple(withdrawals([(SELECTED,)], surely=any(named)))))
        if onboarding.has(_ONBOARDED):
            files.append(FileEdits("onboarding", tuple(withdrawals([(_ONBOARDED,)], surely=False))))
        return Proposal(tuple(files))


def our_rows(view: View, config: OpenedFile) -> list[tuple[int, Row]]:
    """Index and value of the rows that are the plan's: by their host, or by the name the wizard gives them."""
    found: list[tuple[int, Row]] = []
    for index, row in enumerate(config.rows(ROWS)):
        if isinstance(row, Mapping) and (
            view.catalog.region_of(_text(row, "apiBase") or "") or (_text(row, "name") or "").startswith(PREFIX)
        ):
            found.append((index, row))
    return found


def _in_use(view: View) -> tuple[int, Row]:
    """Index and value of the row Continue starts with; -1 and an empty one where it has none for chats."""
    rows: list[tuple[int, Row]] = [
        (index, row)
        for index, row in enumerate(view.files["config"].rows(ROWS))
        if isinstance(row, Mapping) and ("roles" not in row or "chat" in _list(row, "roles"))
    ]
    selected = view.files["context"].text(SELECTED)
    named = [(index, row) for index, row in rows if (_text(row, "name") or _text(row, "model")) == selected]
    return (named or rows or [(-1, {})])[0]


def _row_edits(view: View, config: OpenedFile, choice: Choice) -> list[PlannedEdit]:
    rows = our_rows(view, config)
    places: dict[str, int] = {}
    for index, row in rows:
        places.setdefault(_text(row, "model") or "", index)
    end = len(config.rows(ROWS))
    edits: list[PlannedEdit] = []
    standing = dict(rows)
    for name, model in view.catalog.models.items():
        values, absent = _row_values(view, choice, name, model)
        if name not in places:
            edits += sets("continue-cli.row", {(ROWS, end): row_with({}, values)}, model=name)
            end += 1
            continue
        at: DocumentPath = (ROWS, places[name])
        edits += sets("continue-cli.row", {(*at, *path): value for path, value in values.items()}, model=name)
        there = [(*at, *path) for path in absent if _value_at(standing[places[name]], path) is not None]
        edits += deletes("continue-cli.no-thinking", there, model=name)
    # From the last to the first, so that the indexes before it still hold.
    for index, row in reversed(rows):
        if _text(row, "model") in view.retired:
            edits += deletes("tools.model-retired", [(ROWS, index)], model=_text(row, "model"))
    return edits


def _row_values(
    view: View, choice: Choice, name: str, model: Model
) -> tuple[dict[DocumentPath, Value], list[DocumentPath]]:
    """What the row of a model must say, and what it must not."""
    values: dict[DocumentPath, Value] = {
        ("name",): _name(name),
        ("provider",): "openai",
        ("model",): name,
        ("apiBase",): view.base_url(choice.region),
        ("apiKey",): written(choice.credential, "${{{{ secrets.{} }}}}"),
        ("capabilities",): ["tool_use", "image_input"] if model.images else ["tool_use"],
        (_LIMITS, "contextLength"): model.context_window,
        (_LIMITS, "maxTokens"): view.output_limit(name),
    }
    absent: list[DocumentPath] = []
    chosen = name == choice.model
    if model.can_think:
        values[(*_BODY, "enable_thinking")] = thinks(model, choice.thinking, chosen=chosen)
    else:
        absent.append((*_BODY, "enable_thinking"))
    if chosen and choice.thinking.budget is not None:
        values[(*_BODY, "thinking_budget")] = choice.thinking.budget
    else:
        absent.append((*_BODY, "thinking_budget"))
    return values, absent


def _name(model: str) -> str:
    return f"{PREFIX}{model}"


def _text(row: Row, key: str) -> str | None:
    value = row.get(key)
    return value if isinstance(value, str) else None


def _list(row: Row, key: str) -> tuple[Value, ...]:
    value = row.get(key)
    return tuple(value) if isinstance(value, list | tuple) else ()


def _table(row: Value, key: str) -> Row:
    value = row.get(key) if isinstance(row, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def _body(row: Row) -> Row:
    return _table(_table(row, _BODY[0]), _BODY[1])


def _value_at(row: Row, path: DocumentPath) -> Value:
    value: Value = row
    for step in path:
        value = value.get(str(step)) if isinstance(value, Mapping) else None
    return value


def _credential(text: str | None) -> Credential | None:
    return reference(_REFERENCE.match(text or "")) or literal(text)


def _thinking(view: View, row: Row) -> Thinking | None:
    model = view.catalog.models.get(_text(row, "model") or "")
    if model is None:
        return None
    enabled, budget = _body(row).get("enable_thinking"), _body(row).get("thinking_budget")
    if not isinstance(enabled, bool):
        return Thinking(enabled=model.always_thinks) if model.always_thinks or not model.can_think else None
    whole = isinstance(budget, int) and not isinstance(budget, bool) and enabled
    return Thinking(enabled, budget if whole and isinstance(budget, int) else None)


def _conflicts(view: View) -> Iterator[Notice]:
    if exported := view.exported(_ANTHROPIC):
        yield exported_problem(exported, "continue-cli.adds-rows")


TOOL = ContinueCli()
