"""Cline's command line: one provider entry in ``providers.json``.

Observed on Cline 3.0.65: the file is strict JSON of a fixed shape, and one that does not fit is reset in silence, key
and all. Its two providers for the plan differ in the region. Its own runs put the file in another order and keep what
``-m`` chose.
"""

from typing import Final

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
    Thinking,
    Tool,
    ToolFile,
    ToolState,
    View,
    deletes,
    key_problems,
    literal,
    model_problems,
    sets,
    url_problems,
    written,
)
from wizard.tools.checks import require_variable
from wizard.tools.ownership import names_plan, withdrawals

PROVIDERS: Final = {"international": "alibaba-coding-plan", "china": "alibaba-coding-plan-cn"}
VARIABLE: Final = "ALIBABA_CODING_PLAN_API_KEY"
_VERSION: Final = 1


class ClineCli(Tool):
    """Cline has a provider for each region of the plan; the wizard fills in the one that is chosen."""

    id = "cline-cli"
    noted = (("providers", "*", "updatedAt"),)
    frame = (("version",), ("modes",))

    def files(self, environment: Environment) -> tuple[ToolFile, ...]:
        """The one file of all providers."""
        data = environment.named("CLINE_DATA_DIR") or environment.folder("CLINE_DIR", ".cline") / "data"
        return (ToolFile("providers", data / "settings" / "providers.json", "json", "jsonc"),)

    def state(self, view: View) -> ToolState:
        """On the plan where the provider in use is one of the plan's and reaches its host."""
        file = view.files["providers"]
        path = file.file.path
        known = [name for name in PROVIDERS.values() if file.has("providers", name)]
        if not known:
            return ToolState()
        in_use = file.text("lastUsedProvider")
        provider = in_use if in_use in known else known[0]
        at = ("providers", provider, "settings")
        base_url = file.text(*at, "baseUrl")
        region = view.catalog.region_of(base_url) if base_url else _region_of(provider)
        model = file.text(*at, "model")
        credential = _credential(view, file, provider)
        problems = url_problems(view, base_url, path)
        if region is None and not problems:
            problems.append(Notice("cline-cli.other-host", {"base_url": base_url}, path))
        if in_use != provider:
            problems.append(Notice("cline-cli.other-provider", {"name": in_use or "–"}, path))
        problems += [*model_problems(view, model, path), *key_problems(view, credential, path)]
        problems += _shape_problems(file)
        return ToolState(
            configured=region is not None and in_use == provider,
            region=region,
            model=model,
            thinking=_thinking(view, file, provider, model),
            credential=credential,
            problems=tuple(problems),
            meant_region=view.catalog.meant_region(base_url or ""),
        )

    def configure(self, view: View, choice: Choice) -> Proposal:
        """The region's provider with key, model and thinking, and its choice; the other region's goes.

        Raises:
            WizardError: the key is to come from a variable that Cline does not read.
        """
        credential = choice.credential
        require_variable(credential, VARIABLE, "cline-cli.no-reference")
        file = view.files["providers"]
        provider = PROVIDERS.get(choice.region, PROVIDERS["international"])
        entry: DocumentPath = ("providers", provider)
        at: DocumentPath = (*entry, "settings")
        edits = _frame(file)
        edits += sets("cline-cli.model", {("lastUsedProvider",): provider})
        values: dict[DocumentPath, Value] = {(*at, "provider"): provider}
        if not isinstance(credential, KeyReference):
            values[(*at, "apiKey")] = written(credential)
        values |= {(*at, "model"): choice.model, (*at, "baseUrl"): view.base_url(choice.region)}
        edits += sets("cline-cli.provider", values)
        if isinstance(credential, KeyReference) and file.has(*at, "apiKey"):
            edits += deletes("cline-cli.key-by-reference", [(*at, "apiKey")], name=VARIABLE)
        edits += _entry_frame(view, file, entry)
        others = [
            ("providers", name) for name in PROVIDERS.values() if name != provider and file.has("providers", name)
        ]
        edits += deletes("cline-cli.other-region", others)
        warnings = []
        model = view.catalog.models[choice.model]
        if choice.thinking.budget is not None or (model.can_think and not choice.thinking.enabled):
            warnings.append(Notice("cline-cli.no-thinking-setting"))
        return Proposal((FileEdits("providers", tuple(edits)),), tuple(warnings), (say("cline-cli.next"),))

    def withdraw(self, view: View) -> Proposal:
        """The plan's providers, and the choice of one of them."""
        file = view.files["providers"]
        edits: list[PlannedEdit] = []
        in_use = file.text("lastUsedProvider")
        for name in PROVIDERS.values():
            if file.has("providers", name):
                # Without a base URL of its own Cline's provider reaches the plan.
                at = ("providers", name, "settings")
                surely = not file.text(*at, "baseUrl") or names_plan(view.catalog, file.get(*at))
                gone: list[DocumentPath] = [("providers", name)]
                edits += withdrawals([*gone, ("lastUsedProvider",)] if in_use == name else gone, surely=surely)
            elif in_use == name:
                edits += withdrawals([("lastUsedProvider",)], surely=False)
        return Proposal((FileEdits("providers", tuple(edits)),) if edits else ())


def _region_of(provider: str) -> str:
    return next(region for region, name in PROVIDERS.items() if name == provider)


def _frame(file: OpenedFile) -> list[PlannedEdit]:
    """What the file must have around the providers, or Cline resets it."""
    values: dict[DocumentPath, Value] = {("version",): _VERSION}
    if not isinstance(file.get("modes"), dict):
        values[("modes",)] = {}
    return sets("cline-cli.frame", values)


def _entry_frame(view: View, file: OpenedFile, entry: DocumentPath) -> list[PlannedEdit]:
    values: dict[DocumentPath, Value] = {}
    if file.text(*entry, "tokenSource") not in {"manual", "oauth", "migration"}:
        values[(*entry, "tokenSource")] = "manual"
    if not file.text(*entry, "updatedAt"):
        # A time is needed, and any will do: the day these facts were checked.
        values[(*entry, "updatedAt")] = f"{view.facts.checked.isoformat()}T00:00:00.000Z"
    return sets("cline-cli.frame", values)


def _shape_problems(file: OpenedFile) -> list[Notice]:
    """What makes Cline reset the file."""
    providers = file.table("providers")
    whole = all(
        isinstance(entry, dict) and "settings" in entry and "updatedAt" in entry for entry in providers.values()
    )
    if file.get("version") == _VERSION and whole and not file.needs_repair:
        return []
    return [Notice("cline-cli.shape", {}, file.file.path)]


def _thinking(view: View, file: OpenedFile, provider: str, model: str | None) -> Thinking | None:
    del file, provider
    known = view.catalog.models.get(model or "")
    return Thinking(enabled=True) if known and known.always_thinks else None


def _credential(view: View, file: OpenedFile, provider: str) -> Credential | None:
    key = file.text("providers", provider, "settings", "apiKey")
    if key or not view.environment.variable(VARIABLE):
        return literal(key)
    return KeyReference(VARIABLE)


TOOL = ClineCli()
