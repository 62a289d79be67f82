"""OpenCode and the tools that are made from it: a provider in their JSONC configuration.

Observed on OpenCode 1.18.33 and Kilo 7.7.7: the global files are merged in order and a file named by a variable after
them, later wins; ``budgetTokens`` must be in camel case; without ``$schema`` the file is rewritten; a request carries
``max_tokens = min(limit.output, 32000) + budgetTokens``, which must not exceed the model's output limit.

Of what is written, no request shows ``name``, ``limit.context`` and ``modalities`` (OpenCode documentation, "Models"
and "Providers"; their values are the catalog's). That versions before 1.2.16 fail on long conversations is the FAQ's
(OpenCode: "Request entity too large" error).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import ClassVar, Final

from wizard.environment import Environment
from wizard.formats import Delete, Edit, Set, Value
from wizard.key import Credential, LiteralKey
from wizard.tools.base import (
    Choice,
    FileEdits,
    Notice,
    OpenedFile,
    PlannedEdit,
    Proposal,
    ToolFile,
    ToolState,
    View,
    key_problems,
    literal,
    model_problems,
    reference,
    too_old,
    url_problems,
    written,
)
from wizard.tools.checks import other_address, shadow_problems
from wizard.tools.opencode_family.merged import AT, PROVIDER, merged_text, places
from wizard.tools.opencode_family.models import budget_warnings, model_settings, sum_problems, thinking_of
from wizard.tools.ownership import names_plan, withdrawals
from wizard.tools.table import ANYTHING, NOTHING, Case, Setting, TableTool, about, only

PACKAGE: Final = "@ai-sdk/anthropic"
_MODEL: Final = ("model",)
_PACKAGE: Final = (*AT, "npm")
_BASE_URL: Final = (*AT, "options", "baseURL")
_KEY: Final = (*AT, "options", "apiKey")
_REFERENCE: Final = re.compile(r"\{env:([^{}]+)\}\Z")


class OpenCodeFamily(TableTool):
    """They reach the plan through the Anthropic SDK, with one provider that lists every plan model.

    ``schema`` is what their file names as its own. Their folder of ``XDG_CONFIG_HOME`` is called ``folder``, the one of
    ``XDG_DATA_HOME`` too. ``merged`` are the global files in the order they are merged, ``preferred`` those of them to
    write, the first one that is there; where none is, ``fresh`` is made. ``variable`` may name one more file.
    ``project`` are a project's files, which win; ``project_written`` those of them to write, the last one that is
    there, else the first; ``project_shared`` those that are another tool's own, and so are not for this one to write.
    """

    schema: ClassVar[str]
    folder: ClassVar[str]
    merged: ClassVar[tuple[str, ...]]
    preferred: ClassVar[tuple[str, ...]]
    fresh: ClassVar[str]
    variable: ClassVar[str]
    project: ClassVar[tuple[str, ...]]
    project_written: ClassVar[tuple[str, ...]]
    project_shared: ClassVar[tuple[str, ...]] = ()
    has_project_file = True
    next_step = "opencode.next"
    deciding = (_MODEL, _PACKAGE, _BASE_URL, _KEY)

    def files(self, environment: Environment) -> tuple[ToolFile, ...]:
        """The global files in the order they are merged, then those that are only looked at.

        In a project its own files, which are merged last; the global ones are looked at.
        """
        folder = environment.config_home / self.folder
        files = [ToolFile(f"config:{name}", folder / name, "jsonc") for name in self.merged]
        named = environment.named(self.variable)
        if named:
            files.append(ToolFile("config:named", named, "jsonc"))
        if environment.project:
            files = [replace(file, role=file.role.replace("config", "user", 1), ours=False) for file in files]
            names = [name for name in self.project if name not in self.project_shared]
            files += [ToolFile(f"config:{name}", environment.project / name, "jsonc") for name in names]
        elif environment.working_folder:
            files += [
                ToolFile(f"shadow:{name}", environment.working_folder / name, "jsonc", ours=False)
                for name in self.project
            ]
        data = environment.folder("XDG_DATA_HOME", ".local", "share")
        login = data / self.folder / "auth.json"
        files.append(ToolFile("login", login, "json", ours=False, credentials=True))
        return tuple(files)

    def settings(self, case: Case) -> Iterator[Setting]:
        """The provider with all plan models, and the model to use, in the file that wins."""
        view, choice, target = case.view, case.choice, self._target(case.view)
        row = partial(Setting, role=target.file.role, values={"tool": view.facts.name})
        schema = ANYTHING if target.has("$schema") else self.schema
        unstated = Notice("opencode.no-schema", {"tool": view.facts.name})
        yield row(("$schema",), schema, "opencode.schema", missing=unstated)
        yield row(_MODEL, f"{PROVIDER}/{choice.model}", "opencode.model", good=partial(_is_plans_model, case))
        other = Notice("opencode.package", {"package": merged_text(view, *_PACKAGE) or "–", "right": PACKAGE})
        yield row(_PACKAGE, PACKAGE, "opencode.provider", good=only(PACKAGE), missing=other, wrong=other)
        yield row((*AT, "name"), "Model Studio Coding Plan", "opencode.provider")
        yield row(_BASE_URL, view.base_url(choice.region), "opencode.provider", good=partial(_is_right_address, view))
        yield _key(case, target.file.role)
        for name, model in view.catalog.models.items():
            yield from model_settings(case, target, name, model)
        for file in view.of_role("config"):
            for name in (name for name in file.table(*AT, "models") if name in view.retired):
                at = (*AT, "models", name)
                yield Setting(at, NOTHING, "tools.model-retired", {"model": name}, file.file.role)

    def merged_with(self, view: View, role: str) -> tuple[str, ...]:
        """All global files, or all of the project's."""
        del role
        return tuple(file.file.role for file in view.of_role("config"))

    def present(self, view: View) -> ToolState | None:
        """On the plan where the provider, as merged, has a base URL on one of its hosts."""
        base_url, in_use = merged_text(view, *_BASE_URL), merged_text(view, *_MODEL) or ""
        region, chosen = view.catalog.region_of(base_url or ""), _plans_model(in_use)
        if chosen is None and not any(file.has(*AT) for file in view.of_role("config")):
            return None
        path, credential = self._target(view).file.path, _credential(view)
        address, model = url_problems(view, base_url, path), model_problems(view, chosen, path)
        if not base_url:
            address.append(Notice("opencode.no-base-url", {"name": PROVIDER}, path))
        if chosen is None:
            code = "opencode.no-prefix" if in_use in view.catalog.models else "opencode.other-model"
            model.append(Notice(code, {"model": in_use or "–", "right": f"{PROVIDER}/{in_use}"}, path))
        return ToolState(
            configured=region is not None,
            region=region,
            model=in_use if in_use in view.catalog.models else chosen,
            thinking=thinking_of(view, chosen),
            credential=credential,
            problems=(
                *about(address, *places(view, _BASE_URL)),
                *about(model, *places(view, _MODEL)),
                *about(key_problems(view, credential, path), *places(view, _KEY)),
            ),
            meant_region=view.catalog.meant_region(base_url or ""),
        )

    def findings(self, case: Case) -> Iterator[Notice]:
        """Models that are none of the plan's, sums that are over, second files, and a login with another key."""
        view, files = case.view, list(case.view.of_role("config"))
        for name in dict.fromkeys(name for file in files for name in file.table(*AT, "models")):
            at = (*AT, "models", name)
            if name in view.catalog.models:
                yield from sum_problems(view, name)
                continue
            having = [file for file in files if file.has(*at)]
            mends = tuple(_mend(file, "opencode.mend-model", Delete(at), model=name) for file in having)
            yield Notice("opencode.model-listed", {"model": name}, having[-1].file.path, mends)
        # Of several files with the provider, the last one wins value by value; the others only confuse.
        *earlier, last = [file for file in files if file.has(*AT)] or [self._target(view)]
        for file in earlier:
            beaten = (file.text(*_MODEL) or "").startswith(f"{PROVIDER}/") and last.has(*_MODEL)
            mend = _mend(file, "opencode.mend-second", Delete(AT), *([Delete(_MODEL)] if beaten else []))
            yield Notice("opencode.second-file", {"name": last.file.path.name}, file.file.path, (mend,))
        login, own = view.files["login"], case.choice.credential
        stored = login.text(PROVIDER, "key")
        if stored and isinstance(own, LiteralKey) and stored != own.secret.get_secret_value():
            mend = _mend(login, "opencode.mend-login", Delete((PROVIDER,)))
            yield Notice("opencode.login-differs", {"tool": view.facts.name}, login.file.path, (mend,))

    def conflicts(self, case: Case) -> Iterator[Notice]:
        """Lists of providers that shut the plan's out, a version that is too old, and files that beat the user's."""
        view, values = case.view, {"tool": case.view.facts.name, "name": PROVIDER}
        for file in view.of_role("config"):
            disabled, enabled = file.rows("disabled_providers"), file.rows("enabled_providers")
            if PROVIDER in disabled:
                mend = _mend(file, "opencode.mend-list", Delete(("disabled_providers", disabled.index(PROVIDER))))
                yield Notice("opencode.disabled", values, file.file.path, (mend,))
            if isinstance(file.get("enabled_providers"), list | tuple) and PROVIDER not in enabled:
                mend = _mend(file, "opencode.mend-list", Set(("enabled_providers", len(enabled)), PROVIDER))
                yield Notice("opencode.not-enabled", values, file.file.path, (mend,))
        if outdated := too_old(view):
            yield Notice("opencode.too-old", {"tool": view.facts.name, "command": view.facts.command, **outdated})
        for shadow in view.of_role("shadow"):
            away = [path for path, is_good in self.tested(case, shadow).items() if not is_good]
            alike = [path for path in (_MODEL, AT) if shadow.has(*path)]
            yield from shadow_problems(view, shadow, "opencode.shadowed", away=away, alike=alike)

    def warnings(self, case: Case) -> Iterator[Notice]:
        """What the chosen budget leaves for the answer."""
        return budget_warnings(case)

    def configure(self, view: View, choice: Choice) -> Proposal:
        """The settings, in the files that are read after the target too where those say otherwise."""
        proposal = super().configure(view, choice)
        target, files = self._target(view), list(view.of_role("config"))
        made = {file.role: list(file.edits) for file in proposal.files}
        values = {"name": target.file.path.name}
        wanted = [edit.edit for edit in made[target.file.role] if edit.reason != "tools.model-retired"]
        for later in files[files.index(target) + 1 :]:
            same = [PlannedEdit(edit, "opencode.overrides", values) for edit in wanted if later.has(*edit.path)]
            made[later.file.role] = same + made.get(later.file.role, [])
        order = [target.file.role, *(file.file.role for file in files if file is not target)]
        named = tuple(FileEdits(role, tuple(made[role])) for role in order if made.get(role))
        return replace(proposal, files=named)

    def listed_models(self, view: View, file: OpenedFile) -> frozenset[str]:
        """The provider's models."""
        del view
        return frozenset(file.table(*AT, "models")) if file.file.role.startswith("config") else frozenset()

    def named_files(self, view: View) -> tuple[ToolFile, ...]:
        """The file to write, and those of the others that are there."""
        target = self._target(view)
        opened = [file for file in view.of_role("config") if file is target or file.exists]
        return tuple(file.file for file in opened)

    def withdraw(self, view: View) -> Proposal:
        """The provider, and the model where it is one of the provider's, in every file that has them."""
        files = []
        # One file may name the host and another the model.
        surely = any(names_plan(view.catalog, file.get(*AT)) for file in view.of_role("config"))
        for file in view.of_role("config"):
            edits = withdrawals([AT] if file.has(*AT) else [], surely=surely)
            if (file.text("model") or "").startswith(f"{PROVIDER}/"):
                edits += withdrawals([("model",)], surely=surely)
            if edits:
                edits += withdrawals([("$schema",)], surely=False)
                files.append(FileEdits(file.file.role, tuple(edits)))
        return Proposal(tuple(files))

    def _target(self, view: View) -> OpenedFile:
        """The file that already defines the provider (the last one wins), else the preferred one."""
        if view.in_project:
            own = [view.files[f"config:{name}"] for name in self.project_written]
            defining = [file for file in own if file.has(*AT)] or [file for file in own if file.exists]
            return defining[-1] if defining else own[0]
        defining = [file for file in view.of_role("config") if file.has(*AT)]
        preferred = (view.files[f"config:{name}"] for name in self.preferred)
        present = next((file for file in preferred if file.exists), view.files[f"config:{self.fresh}"])
        return defining[-1] if defining else present


def _mend(file: OpenedFile, reason: str, *edits: Edit, **values: object) -> FileEdits:
    return FileEdits(file.file.role, tuple(PlannedEdit(edit, reason, values) for edit in edits))


def _key(case: Case, role: str) -> Setting:
    """The key; for a project's file only as a reference, and not at all where it stays in their own login."""
    view, choice = case.view, case.choice
    good = partial(_is_own_key, view)
    if choice.credential is None:
        return Setting(_KEY, NOTHING, "tools.no-key-in-project", {}, role, good)
    in_login = choice.key_stays and not any(file.has(*_KEY) for file in view.of_role("config"))
    text = ANYTHING if in_login else written(choice.credential, "{{env:{}}}")
    return Setting(_KEY, text, "opencode.provider", {"tool": view.facts.name}, role, good)


def _is_own_key(view: View, value: Value) -> bool:
    return value == merged_text(view, *_KEY) or bool(_REFERENCE.match(str(value)))


def _is_right_address(view: View, value: Value) -> bool:
    return not other_address(view, value, merged_text(view, *_BASE_URL))


def _is_plans_model(case: Case, value: Value) -> bool:
    return case.is_plans_model(_plans_model(value))


def _plans_model(value: Value) -> str | None:
    """The model that is asked of the plan's provider; None where another one is."""
    provider, _, model = str(value).partition("/")
    return model if provider == PROVIDER else None


def _credential(view: View) -> Credential | None:
    """The key in the provider's options, for a project else in the user's, else the one of their own login."""
    text = merged_text(view, *_KEY)
    return _credential_of(text) or users_credential(view) or literal(view.files["login"].text(PROVIDER, "key"))


def users_credential(view: View) -> Credential | None:
    """The key in the user's own files as a project sees them; None where they hold none."""
    users = [text for file in view.of_role("user") if (text := file.text(*_KEY))]
    return _credential_of(users[-1]) if users else None


def _credential_of(text: str | None) -> Credential | None:
    return reference(_REFERENCE.match(text or "")) or literal(text)
