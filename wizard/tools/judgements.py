"""What is wrong with a model, a key or a base URL that a tool's file names. Pure."""

from pathlib import Path

from wizard.catalog import Model, host_of, version_of
from wizard.key import Credential, KeyReference
from wizard.text import say
from wizard.text.names import service_name
from wizard.tools.values import Notice, Thinking, View


def model_problems(view: View, model: str | None, path: Path | None) -> list[Notice]:
    """What is wrong with the id of the model a file names: outside the plan, or misspelt."""
    if model is None or model in view.catalog.models:
        return []
    near = view.catalog.probable_model(model)
    if near:
        return [Notice("tools.model-misspelt", {"model": model, "right": near}, path)]
    return [Notice("tools.model-unknown", {"model": model}, path)]


def key_problems(view: View, credential: Credential | None, path: Path | None) -> list[Notice]:
    """What is wrong with the key a file holds: missing, a placeholder, another service's, or damaged."""
    from wizard.key import fault_of, is_placeholder

    if credential is None:
        return [Notice("tools.key-missing", {}, path)]
    if isinstance(credential, KeyReference):
        if view.environment.variable(credential.variable):
            return []
        return [Notice("tools.variable-unset", {"variable": credential.variable}, path)]
    key = credential.secret.get_secret_value()
    fault = fault_of(key, view.catalog.key)
    if fault is None:
        return []
    if is_placeholder(key.strip(), view.catalog.key):
        return [Notice("tools.key-placeholder", {}, path)]
    code = "tools.key-foreign" if fault.code == "key.foreign" else "tools.key-malformed"
    return [Notice(code, {"reason": say(fault.code, **fault.values)}, path)]


def url_problems(view: View, base_url: str | None, path: Path | None) -> list[Notice]:
    """What is wrong with a base URL: another service's host, or the plan's with another path than this tool needs."""
    if not base_url:
        return []
    region = view.catalog.region_of(base_url)
    if region is None:
        service = view.catalog.foreign_service(host_of(base_url))
        if service:
            return [Notice("tools.foreign-host", {"base_url": base_url, "service": service_name(service)}, path)]
        near = view.catalog.misspelt_region(base_url)
        values = {"base_url": base_url, "right": view.base_url(near) if near else ""}
        return [Notice("tools.host-misspelt", values, path)] if near else []
    if base_url == view.base_url(region):
        return []
    return [Notice("tools.base-url-path", {"base_url": base_url, "right": view.base_url(region)}, path)]


def too_old(view: View) -> dict[str, object] | None:
    """The values of the sentence that asks for a newer version; None where it is not known to be too old."""
    version, oldest = view.installation.version, view.facts.oldest_version
    if version is None or oldest is None or version >= version_of(oldest):
        return None
    return {"version": view.installation.version_text, "oldest": oldest}


def thinks(model: Model, thinking: Thinking, *, chosen: bool) -> bool:
    """Whether a row of ``model`` shall think: the chosen one as chosen, all others where they can."""
    if not model.can_think:
        return False
    return thinking.enabled or model.always_thinks if chosen else True
