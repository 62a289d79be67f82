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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from wizard.environment import Environment
from wizard.formats import Value
from wizard.key import Credential
from wizard.tools.base import (
    FileEdits,
    Notice,
    OpenedFile,
    PlannedEdit,
    Proposal,
    ToolFile,
    ToolState,
    View,
    literal,
    reference,
    thinks,
    written,
)
from wizard.tools.checks import exported_problem
from wizard.tools.ownership import names_plan, withdrawals
from wizard.tools.rows import Row, in_row, places_of, text_at, thinking_of, value_at
from wizard.tools.table import ANYTHING, NOTHING, Case, Setting, TableTool, about, state_of

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


class ContinueCli(TableTool):
    """Continue speaks OpenAI chat completions; each plan model is a row of the user's own list."""

    next_step = "continue-cli.next"
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

    def settings(self, case: Case) -> Iterator[Setting]:
        """One row a plan model behind the user's own, and the chosen one's name where Continue keeps its choice."""
        view, config = case.view, case.view.files["config"]
        for name, value in _FRAME.items():
            yield Setting((name,), ANYTHING if config.has(name) else value, "continue-cli.frame", role="config")
        rows = our_rows(view, config)
        for name, place in _places(view).items():
            row = config.get(ROWS, place)
            yield from in_row(_row(case, name, row), (ROWS, place), stands=row is not None)
        # From the last to the first, so that the indexes before it still hold.
        for index, row in reversed(rows):
            if text_at(row, "model") in view.retired:
                yield Setting((ROWS, index), NOTHING, "tools.model-retired", {"model": row["model"]}, "config")
        yield Setting((SELECTED,), _name(case.choice.model), "continue-cli.model", role="context")
        onboarding = view.files["onboarding"]
        yield Setting(
            (_ONBOARDED,),
            ANYTHING if onboarding.exists else view.facts.checked.isoformat(),
            "continue-cli.onboarded",
            role="onboarding",
            missing=None if onboarding.exists else Notice("continue-cli.onboarding"),
        )

    def present(self, view: View) -> ToolState | None:
        """On the plan where a row of ours has a host of the plan: the one in use, else the first of them."""
        config, rows = view.files["config"], our_rows(view, view.files["config"])
        if not rows:
            return None
        index, in_use = _in_use(view)
        ours = index in dict(rows)
        index, chosen = (index, in_use) if ours else rows[0]
        base_url, model = text_at(chosen, "apiBase"), text_at(chosen, "model")
        address, named, key = (("config", (ROWS, index, name)) for name in ("apiBase", "model", "apiKey"))
        unreached = Notice("continue-cli.other-host", {"base_url": base_url or "–"})
        credential = _credential(text_at(chosen, "apiKey"))
        other = Notice("continue-cli.other-model", {"name": text_at(in_use, "name") or "–"}, config.file.path)
        also = [] if ours else [other]
        state = state_of(view, (address, base_url), (named, model), (key, credential), unreached, also)
        problems: Iterable[Notice] = state.problems
        if model not in view.catalog.models:
            # The row of another model is set up instead, and taken.
            right, places = view.catalog.probable_model(model or "") or view.catalog.default_model, _places(view)
            new = [("config", (ROWS, places[right]))] if places[right] >= len(config.rows(ROWS)) else []
            problems = about(problems, ("context", (SELECTED,)), *new)
        enabled, budget = (value_at(chosen, (*_BODY, name)) for name in ("enable_thinking", "thinking_budget"))
        thinking = thinking_of(view.catalog.models.get(model or ""), enabled, budget)
        return replace(state, thinking=thinking, problems=tuple(problems))

    def findings(self, case: Case) -> Iterator[Notice]:
        """What is over in further rows of a model, which are nobody's to set."""
        view, config, places = case.view, case.view.files["config"], _places(case.view).values()
        for index, row in our_rows(view, config):
            name = text_at(row, "model")
            if name not in view.catalog.models or index in places:
                continue
            for setting in in_row(_row(case, name, row), (ROWS, index), stands=True):
                if fault := setting.fault(config.get(*setting.path)):
                    yield from about([replace(fault, path=config.file.path)], ("config", setting.path))

    def conflicts(self, case: Case) -> Iterator[Notice]:
        """A variable that makes Continue add rows."""
        if exported := case.view.exported(_ANTHROPIC):
            yield exported_problem(exported, "continue-cli.adds-rows")

    def warnings(self, case: Case) -> Iterator[Notice]:
        """A file that is read no more once there is the other."""
        old = case.view.files["old"]
        if old.exists and not case.view.files["config"].exists:
            yield Notice("continue-cli.old-file", {}, old.file.path)

    def listed_models(self, view: View, file: OpenedFile) -> frozenset[str]:
        """The models of our rows."""
        rows = our_rows(view, file) if file.file.role == "config" else []
        return frozenset(model for _, row in rows if (model := text_at(row, "model")))

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
        named = [sure for _, row, sure in rows if text_at(row, "name") == selected]
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
            view.catalog.region_of(text_at(row, "apiBase") or "") or (text_at(row, "name") or "").startswith(PREFIX)
        ):
            found.append((index, row))
    return found


def _in_use(view: View) -> tuple[int, Row]:
    """Index and value of the row Continue starts with; -1 and an empty one where it has none for chats."""
    rows: list[tuple[int, Row]] = [
        (index, row)
        for index, row in enumerate(view.files["config"].rows(ROWS))
        if isinstance(row, Mapping) and ("roles" not in row or "chat" in _roles(row))
    ]
    selected = view.files["context"].text(SELECTED)
    named = [(index, row) for index, row in rows if (text_at(row, "name") or text_at(row, "model")) == selected]
    return (named or rows or [(-1, {})])[0]


def _roles(row: Row) -> tuple[Value, ...]:
    value = row["roles"]
    return tuple(value) if isinstance(value, list | tuple) else ()


def _places(view: View) -> dict[str, int]:
    """Where the row of each plan model is, or will be."""
    config = view.files["config"]
    standing: dict[str, int] = {}
    for index, row in our_rows(view, config):
        standing.setdefault(text_at(row, "model") or "", index)
    return places_of(standing, view.catalog.models, len(config.rows(ROWS)))


def _row(case: Case, name: str, present: Value) -> Iterator[Setting]:
    """What the row of a model says, and what it must not."""
    view, choice, model = case.view, case.choice, case.view.catalog.models[name]
    row = partial(Setting, reason="continue-cli.row", values={"model": name}, role="config")
    absent = partial(row, value=NOTHING, reason="continue-cli.no-thinking")

    yield row(("name",), _name(name))
    yield row(("provider",), "openai")
    yield row(("model",), name)
    yield row(("apiBase",), view.base_url(choice.region))
    yield row(("apiKey",), written(choice.credential, "${{{{ secrets.{} }}}}"))
    yield row(("capabilities",), ["tool_use", "image_input"] if model.images else ["tool_use"])
    limits = value_at(present, (_LIMITS,))
    window = row((_LIMITS, "contextLength"), model.context_window)
    yield window.within(model.context_window, "tools.context-over", name, value_at(limits, ("contextLength",)))
    longest = row((_LIMITS, "maxTokens"), view.output_limit(name))
    yield longest.within(model.max_output, "tools.output-over", name, value_at(limits, ("maxTokens",)))
    switch, budget, chosen = (*_BODY, "enable_thinking"), (*_BODY, "thinking_budget"), name == choice.model
    yield row(switch, thinks(model, choice.thinking, chosen=chosen)) if model.can_think else absent(switch)
    tokens = choice.thinking.budget if chosen else None
    asked = absent(budget) if tokens is None else row(budget, tokens)
    yield asked.within(model.max_thinking_budget, "tools.budget-over", name, value_at(present, budget))


def _name(model: str) -> str:
    return f"{PREFIX}{model}"


def _credential(text: str | None) -> Credential | None:
    return reference(_REFERENCE.match(text or "")) or literal(text)


TOOL = ContinueCli()
