"""Cline's command line: one provider entry in ``providers.json``.

Observed on Cline 3.0.65: the file is strict JSON of a fixed shape, and one that does not fit is reset in silence, key
and all. Its two providers for the plan differ in the region. Its own runs put the file in another order and keep what
``-m`` chose.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from wizard.environment import Environment
from wizard.formats import DocumentPath
from wizard.key import Credential, KeyReference
from wizard.tools.base import Choice, Notice, OpenedFile, Thinking, ToolFile, ToolState, View, literal, written
from wizard.tools.checks import require_variable
from wizard.tools.ownership import names_plan
from wizard.tools.table import ANYTHING, NOTHING, Case, Owner, Setting, TableTool, about, owner, state_of

PROVIDERS: Final = {"international": "alibaba-coding-plan", "china": "alibaba-coding-plan-cn"}
VARIABLE: Final = "ALIBABA_CODING_PLAN_API_KEY"
_IN_USE: Final = ("lastUsedProvider",)
_VERSION: Final = 1


class ClineCli(TableTool):
    """Cline has a provider for each region of the plan; the wizard fills in the one that is chosen."""

    id = "cline-cli"
    next_step = "cline-cli.next"
    no_thinking = "cline-cli.no-thinking-setting"
    noted = (("providers", "*", "updatedAt"),)
    frame = (("version",), ("modes",))

    def files(self, environment: Environment) -> tuple[ToolFile, ...]:
        """The one file of all providers."""
        data = environment.named("CLINE_DATA_DIR") or environment.folder("CLINE_DIR", ".cline") / "data"
        return (ToolFile("providers", data / "settings" / "providers.json", "json", "jsonc"),)

    def settings(self, case: Case) -> Iterator[Setting]:
        """The region's provider with key and model, and its choice; the other region's goes."""
        view, choice, file = case.view, case.choice, case.view.files["providers"]
        provider = PROVIDERS.get(choice.region, PROVIDERS["international"])
        entry: DocumentPath = ("providers", provider)
        at: DocumentPath = (*entry, "settings")
        row = partial(Setting, reason="cline-cli.provider", role="providers", owner=Owner.USER)
        frame = partial(row, reason="cline-cli.frame")
        yield frame(("version",), _VERSION)
        yield frame(("modes",), ANYTHING if isinstance(file.get("modes"), dict) else {})
        in_use = file.text(*_IN_USE)
        whose = owner(ours=in_use in PROVIDERS.values(), surely=_is_plans(view, in_use))
        yield row(_IN_USE, provider, reason="cline-cli.model", owner=whose)
        yield row((*at, "provider"), provider)
        key = row((*at, "apiKey"), written(choice.credential))
        if isinstance(choice.credential, KeyReference):
            key = replace(key, value=NOTHING, reason="cline-cli.key-by-reference", values={"name": VARIABLE})
        yield key
        yield row((*at, "model"), choice.model)
        yield row((*at, "baseUrl"), view.base_url(choice.region))
        source = file.text(*entry, "tokenSource")
        yield frame((*entry, "tokenSource"), ANYTHING if source in {"manual", "oauth", "migration"} else "manual")
        # A time is needed, and any will do: the day these facts were checked.
        time = f"{view.facts.checked.isoformat()}T00:00:00.000Z"
        yield frame((*entry, "updatedAt"), ANYTHING if file.text(*entry, "updatedAt") else time)
        for name in PROVIDERS.values():
            whose = owner(ours=file.has("providers", name), surely=_is_plans(view, name))
            unwanted = ANYTHING if name == provider else NOTHING
            yield row(("providers", name), unwanted, reason="cline-cli.other-region", owner=whose)

    def present(self, view: View) -> ToolState | None:
        """On the plan where the provider in use is one of the plan's and reaches its host."""
        file = view.files["providers"]
        known = [name for name in PROVIDERS.values() if file.has("providers", name)]
        if not known:
            return None
        in_use = file.text(*_IN_USE)
        provider = in_use if in_use in known else known[0]
        at = ("providers", provider, "settings")
        base_url, model = file.text(*at, "baseUrl"), file.text(*at, "model")
        key = (("providers", (*at, "apiKey")), _credential(view, file, provider))
        unreached = Notice("cline-cli.other-host", {"base_url": base_url}) if base_url else None
        address, chosen = (("providers", (*at, "baseUrl")), base_url), (("providers", (*at, "model")), model)
        other = Notice("cline-cli.other-provider", {"name": in_use or "–"}, file.file.path)
        state = state_of(view, address, chosen, key, unreached, [] if in_use == provider else [other])
        region = state.region if base_url else _region_of(provider)
        # In another region it is another provider, which is then the one in use.
        moves = [("providers", name) for name in PROVIDERS.values() if name not in known]
        paths = [*moves, _IN_USE] if in_use == provider else moves
        problems = about(state.problems, *(("providers", path) for path in paths))
        known_model = view.catalog.models.get(model or "")
        return replace(
            state,
            configured=region is not None and in_use == provider,
            region=region,
            thinking=Thinking(enabled=True) if known_model and known_model.always_thinks else None,
            problems=tuple(problems),
        )

    def findings(self, case: Case) -> Iterator[Notice]:
        """What makes Cline reset the file."""
        file = case.view.files["providers"]
        lacking = [
            ("providers", name, part)
            for name, entry in file.table("providers").items()
            for part in ("settings", "updatedAt")
            if not isinstance(entry, dict) or part not in entry
        ]
        if file.get("version") != _VERSION or lacking or file.needs_repair:
            places = [("providers", path) for path in ((), ("version",), *lacking)]
            yield from about([Notice("cline-cli.shape", {}, file.file.path)], *places)

    def require(self, view: View, choice: Choice) -> None:
        """The key comes in clear, or from the variable that Cline reads."""
        del view
        require_variable(choice.credential, VARIABLE, "cline-cli.no-reference")


def _is_plans(view: View, provider: str | None) -> bool:
    """Whether a provider is the plan's: without a base URL of its own Cline's provider reaches it."""
    file, at = view.files["providers"], ("providers", provider or "", "settings")
    if not file.has(*at[:2]):
        return False
    return not file.text(*at, "baseUrl") or names_plan(view.catalog, file.get(*at))


def _region_of(provider: str) -> str:
    return next(region for region, name in PROVIDERS.items() if name == provider)


def _credential(view: View, file: OpenedFile, provider: str) -> Credential | None:
    key = file.text("providers", provider, "settings", "apiKey")
    if key or not view.environment.variable(VARIABLE):
        return literal(key)
    return KeyReference(VARIABLE)


TOOL = ClineCli()
