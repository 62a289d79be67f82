"""Qwen Code: rows of ``modelProviders.openai`` in its settings, and the key in their ``env``.

Observed on Qwen Code 0.24.4: an unknown ``model.name`` silently falls to the first row; comments are kept, a trailing
comma stops it; without ``samplingParams.max_tokens`` some models are asked for 64,000. ``codingPlan`` and
``providerMetadata`` are never written: a foreign ``version`` makes it offer an update that rewrites every row to the
China host.

Of what is written, no request shows ``name``, ``contextWindowSize`` and ``modalities`` (Qwen Code documentation,
"Model Providers"; their values are the catalog's), nor ``$version`` (4 is what Qwen Code 0.24.4 writes itself; the
FAQ's sample has 3). The name of the rows and of the variable are the FAQ's (Do Coding Plan models support thinking
mode?).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from wizard.catalog import Model
from wizard.environment import Environment
from wizard.formats import DocumentPath, Value
from wizard.key import Credential, KeyReference
from wizard.text import say
from wizard.tools.base import (
    Choice,
    FileEdits,
    Notice,
    OpenedFile,
    PlannedEdit,
    Proposal,
    Tool,
    ToolFile,
    ToolState,
    View,
    deletes,
    key_problems,
    literal,
    model_problems,
    row_with,
    sets,
    thinks,
    url_problems,
    written,
)
from wizard.tools.checks import shadow_problems
from wizard.tools.ownership import names_plan, withdrawals
from wizard.tools.rows import text_at, thinking_of, value_at

VARIABLE: Final = "BAILIAN_CODING_PLAN_API_KEY"
ROWS: Final = ("modelProviders", "openai")
_NEW_FILE_VERSION: Final = 4
_EXTRA: Final = ("generationConfig", "extra_body")
_THINKING: Final = ((*_EXTRA, "enable_thinking"), (*_EXTRA, "thinking_budget"))
"""Where a row says whether its model thinks, and with how many tokens."""


class QwenCode(Tool):
    """Qwen Code speaks OpenAI chat completions; each plan model is a row of the user's own list."""

    id = "qwen-code"
    has_project_file = True

    def files(self, environment: Environment) -> tuple[ToolFile, ...]:
        """The settings, and the places whose settings or variables beat them.

        In a project its own settings, which beat the user's: those are looked at.
        """
        folder = environment.folder("QWEN_HOME", ".qwen")
        own = ToolFile("settings", folder / "settings.json", "jsonc", trailing_commas=False)
        files = [own]
        dotenvs = [folder / ".env", environment.home / ".env"]
        project = environment.project or environment.working_folder
        if project and project != environment.home:
            dotenvs = [project / ".qwen" / ".env", project / ".env", *dotenvs]  # in the order of their rank
        if environment.project:
            local = environment.project / ".qwen" / "settings.json"
            files = [replace(own, path=local), replace(own, role="user", ours=False)]
        elif project and project != environment.home:
            files.append(ToolFile("shadow:project", project / ".qwen" / "settings.json", "jsonc", ours=False))
        files.append(ToolFile("login", folder / "oauth_creds.json", "json", ours=False, credentials=True))
        unique = list(dict.fromkeys(dotenvs))
        files += [ToolFile(f"dotenv:{place}", path, "env-node", ours=False) for place, path in enumerate(unique)]
        return tuple(files)

    def state(self, view: View) -> ToolState:
        """On the plan where a row of ours is the model in use, or there is one and no other model is chosen."""
        from wizard.tools.qwen_code.findings import findings

        settings = view.files["settings"]
        path = settings.file.path
        rows = our_rows(view, settings)
        name = settings.text("model", "name")
        chosen = next((row for _, row in rows if row.get("id") == name), rows[0][1] if rows else None)
        if chosen is None:
            return ToolState()
        base_url, model = text_at(chosen, "baseUrl"), text_at(chosen, "id")
        region = view.catalog.region_of(base_url or "")
        credential = _credential(view, text_at(chosen, "envKey"))
        problems = url_problems(view, base_url, path)
        if region is None and not problems:
            problems.append(Notice("qwen-code.no-base-url", {"base_url": base_url or "–"}, path))
        problems += [
            *model_problems(view, model, path),
            *key_problems(view, credential, path),
            *findings(view, region, chosen),
            *_conflicts(view, literal(settings.text("env", VARIABLE))),
        ]
        return ToolState(
            configured=region is not None,
            region=region,
            model=model,
            thinking=thinking_of(view.catalog.models.get(model or ""), *(value_at(chosen, at) for at in _THINKING)),
            credential=credential,
            problems=tuple(problems),
            meant_region=view.catalog.meant_region(base_url or ""),
        )

    def configure(self, view: View, choice: Choice) -> Proposal:
        """One row a plan model, the chosen one first among ours; the key in ``env`` under the plan's own name."""
        settings = view.files["settings"]
        edits = _key_edits(settings, choice)
        edits += _row_edits(view, settings, choice)
        edits += sets("qwen-code.auth", {("security", "auth", "selectedType"): "openai"})
        edits += sets("qwen-code.model", {("model", "name"): choice.model})
        if choice.region == "international" and settings.has("codingPlan", "version"):
            edits += deletes("qwen-code.plan-version", [("codingPlan", "version")])
        if not settings.exists:
            edits += sets("qwen-code.version", {("$version",): _NEW_FILE_VERSION})
        files = (FileEdits("settings", tuple(edits)),)
        warnings = (*_conflicts(view, choice.credential), *_hidden_rows(view))
        return Proposal(files, warnings, (say("qwen-code.next"),))

    def listed_models(self, view: View, file: OpenedFile) -> frozenset[str]:
        """The models of our rows."""
        rows = our_rows(view, file) if file.file.role == "settings" else []
        return frozenset(str(row["id"]) for _, row in rows if "id" in row)

    def withdraw(self, view: View) -> Proposal:
        """The key, our rows, and the model where it is one of them."""
        settings = view.files["settings"]
        dotenvs = (file.get(VARIABLE) for file in view.of_role("dotenv"))
        key = settings.get("env", VARIABLE)
        has_key = any(names_plan(view.catalog, value) for value in (key, *dotenvs))
        rows = [
            (index, row, names_plan(view.catalog, row) or (has_key and row.get("envKey") == VARIABLE))
            for index, row in our_rows(view, settings)
        ]
        if not rows and not settings.has("env", VARIABLE):
            return Proposal()
        goes_along = any(sure and row.get("envKey") == VARIABLE for _, row, sure in rows)
        edits = withdrawals([("env", VARIABLE)], surely=goes_along or names_plan(view.catalog, key))
        # From the last to the first, so that the indexes before it still hold.
        for index, _, sure in reversed(rows):
            edits += withdrawals([(*ROWS, index)], surely=sure)
        chosen = [sure for _, row, sure in rows if row.get("id") == settings.text("model", "name")]
        edits += withdrawals([("model", "name")] if chosen else [], surely=any(chosen))
        others: list[DocumentPath] = [
            ("security", "auth", "selectedType"),
            ("codingPlan", "version"),
            ("$version",),
        ]
        edits += withdrawals(others, surely=False)
        return Proposal((FileEdits("settings", tuple(edits)),))


def _key_edits(settings: OpenedFile, choice: Choice) -> list[PlannedEdit]:
    credential = choice.credential
    if choice.key_stays and not settings.has("env", VARIABLE):
        return []  # it is in a .env file, or in a variable
    if credential is None:
        return deletes("tools.no-key-in-project", [("env", VARIABLE)])
    if isinstance(credential, KeyReference):
        present = settings.has("env", VARIABLE)
        return deletes("qwen-code.key-by-reference", [("env", VARIABLE)] if present else [], name=credential.variable)
    return sets("qwen-code.key", {("env", VARIABLE): written(credential)})


def our_rows(view: View, settings: OpenedFile) -> list[tuple[int, Mapping[str, Value]]]:
    """Index and value of the rows that are the plan's: by the name of their variable, or by their host."""
    found: list[tuple[int, Mapping[str, Value]]] = []
    for index, row in enumerate(settings.rows(*ROWS)):
        if isinstance(row, Mapping) and (
            row.get("envKey") == VARIABLE or view.catalog.region_of(str(row.get("baseUrl", "")))
        ):
            found.append((index, row))
    return found


def _row_edits(view: View, settings: OpenedFile, choice: Choice) -> list[PlannedEdit]:
    rows = our_rows(view, settings)
    ours = [(index, row) for index, row in rows if str(row.get("id")) not in view.retired]
    places = [index for index, _ in ours]
    ids = _meant_ids(view, [row for _, row in ours])
    meant = dict(zip(places, ids, strict=True))
    end = len(settings.rows(*ROWS))
    if choice.model in ids and ids[0] != choice.model:
        at = ids.index(choice.model)
        ids[0], ids[at] = ids[at], ids[0]
    elif choice.model not in ids and ids:
        # The chosen model takes the first of our places; the row that stood there goes to the end of the list.
        ids, places = [choice.model, *ids[1:], ids[0]], [*places, end]
        end += 1
    else:
        ids, places = ids or [choice.model], places or [end]
        end = max(end, places[-1] + 1)
    missing = [name for name in view.catalog.models if name not in ids]
    ids += missing
    places += range(end, end + len(missing))
    edits: list[PlannedEdit] = []
    standing = dict(ours)
    for index, name in zip(places, ids, strict=True):
        there = standing.get(index)
        own = there if there and meant[index] == name else _first_of(ours, meant, name)
        edits += _one_row(view, choice, index, name, there, own)
    # From the last to the first, so that the indexes before it still hold.
    for index, row in reversed(rows):
        if str(row.get("id")) in view.retired:
            edits += deletes("tools.model-retired", [(*ROWS, index)], model=row["id"])
    return edits


def _meant_ids(view: View, rows: list[Mapping[str, Value]]) -> list[str]:
    """The ids of ``rows``, a misspelt one put right where no row has the right one."""
    ids = [str(row.get("id", "")) for row in rows]
    for place, name in enumerate(ids):
        right = view.catalog.probable_model(name)
        if right and right not in ids:
            ids[place] = right
    return ids


def _first_of(
    rows: list[tuple[int, Mapping[str, Value]]], meant: Mapping[int, str], name: str
) -> Mapping[str, Value] | None:
    return next((row for index, row in rows if meant[index] == name), None)


def _one_row(
    view: View,
    choice: Choice,
    index: int,
    name: str,
    standing: Mapping[str, Value] | None,
    own: Mapping[str, Value] | None,
) -> list[PlannedEdit]:
    """Edits that make row ``index`` the row of ``name``; ``standing`` is there now, ``own`` the model's row."""
    at: DocumentPath = (*ROWS, index)
    variable = choice.credential.variable if isinstance(choice.credential, KeyReference) else VARIABLE
    reach: dict[DocumentPath, Value] = {("baseUrl",): view.base_url(choice.region), ("envKey",): variable}
    model = view.catalog.models.get(name)
    values, absent = reach, list[DocumentPath]()
    if model:
        wanted, absent = _row_values(view, choice, name, model)
        values = {("id",): name, ("name",): f"[Bailian Coding Plan] {name}", **reach, **wanted}
    if standing is own and standing is not None:
        edits = sets("qwen-code.row", {(*at, *path): value for path, value in values.items()}, model=name)
        there = [(*at, *path) for path in absent if value_at(standing, path) is not None]
        return edits + deletes("qwen-code.no-thinking", there, model=name)
    row = row_with(own or {}, values, absent)
    return sets("qwen-code.row-moved" if standing else "qwen-code.row", {at: row}, model=name)


def _row_values(
    view: View, choice: Choice, name: str, model: Model
) -> tuple[dict[DocumentPath, Value], list[DocumentPath]]:
    """What the row of a model must say, and what it must not."""
    enabled, budget = _THINKING
    values: dict[DocumentPath, Value] = {
        ("generationConfig", "contextWindowSize"): model.context_window,
        ("generationConfig", "samplingParams", "max_tokens"): view.output_limit(name),
    }
    chosen = name == choice.model
    absent: list[DocumentPath] = []
    if model.can_think:
        values[enabled] = thinks(model, choice.thinking, chosen=chosen)
    else:
        absent.append(enabled)
    if chosen and choice.thinking.budget is not None:
        values[budget] = choice.thinking.budget
    else:
        absent.append(budget)
    values["generationConfig", "modalities", "image"] = model.images
    return values, absent


def _credential(view: View, variable: str | None) -> Credential | None:
    """The key of the settings; where they have none, the variable the shell exports, or the key of a ``.env`` file."""
    if variable is None:
        return None
    settings = [file.text("env", variable) for file in (view.files["settings"], *view.of_role("user"))]
    if not any(settings) and view.exported(variable):
        return KeyReference(variable)  # the shell beats every .env file
    places = (*settings, *(file.text(variable) for file in view.of_role("dotenv")))
    key = next((text for text in places if text), None)
    return literal(key) if key or variable == VARIABLE else KeyReference(variable)


def _hidden_rows(view: View) -> Iterator[Notice]:
    """A warning that the user's own rows are not offered in the project: its list of providers replaces the user's."""
    for user in view.of_role("user"):
        ours = [index for index, _ in our_rows(view, user)]
        rows = [row for index, row in enumerate(user.rows(*ROWS)) if index not in ours]
        names = [str(row.get("id")) for row in rows if isinstance(row, Mapping)]
        names += [name for name in user.table(ROWS[0]) if name != ROWS[1]]
        if names:
            yield Notice("qwen-code.rows-hidden", {"names": ", ".join(names)}, user.file.path)


def _conflicts(view: View, credential: Credential | None) -> Iterator[Notice]:
    """``credential`` is the key in the settings, or the one about to be written there."""
    from wizard.tools.qwen_code.findings import key_conflicts, leftovers

    settings = view.files["settings"]
    yield from key_conflicts(view, credential)
    yield from leftovers(view)
    for shadow in view.of_role("shadow"):
        paths: list[DocumentPath] = [path for path in (ROWS, ("model", "name")) if shadow.has(*path)]
        away = [path for path in paths if _leads_away(view, shadow, path)]
        why = "qwen-code.why-rows" if ROWS in away else ""
        yield from shadow_problems(view, shadow, "qwen-code.shadowed", away=away, alike=paths, why=why)
    ours = {str(row.get("id")): index for index, row in reversed(our_rows(view, settings))}
    for index, row in enumerate(settings.rows(*ROWS)):
        if isinstance(row, Mapping) and str(row.get("id")) in view.catalog.models and index not in ours.values():
            yield Notice("qwen-code.same-id", {"model": row.get("id"), "number": index + 1}, settings.file.path)


def _leads_away(view: View, shadow: OpenedFile, path: DocumentPath) -> bool:
    """Whether what a project's settings say there beats what leads to the plan.

    The project's list of rows replaces the whole of the user's.
    """
    rows = our_rows(view, shadow if shadow.has(*ROWS) else view.files["settings"])
    if path == ROWS:
        return not rows
    return shadow.get(*path) not in [row.get("id") for _, row in rows]


TOOL = QwenCode()
