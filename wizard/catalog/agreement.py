"""What must hold between the values of a catalog, beyond the shape of each. Takes content that may have any shape."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from wizard.catalog.facts import service_of


class Disagreement(NamedTuple):
    """The key whose value cannot stand beside the others, and why: a text key with its values."""

    key: tuple[str, ...]
    reason: str
    values: Mapping[str, object] = {}


def disagreements(content: Mapping[str, Any], tools: AbstractSet[str] | None = None) -> Iterator[Disagreement]:
    """Everything in ``content`` that contradicts itself. ``tools`` are the ids it may describe, all where None."""
    models, endpoints = _table(content, "models"), _table(content, "endpoints")
    removed = content.get("removed_models")
    removed_ids = [name for name in removed if isinstance(name, str)] if isinstance(removed, list | tuple) else []
    for name in removed_ids:
        if name not in models:
            yield Disagreement(("removed_models",), "catalog.reason.no-model", {"model": name})
    default = content.get("default_model")
    if isinstance(default, str) and models and default not in models:
        yield Disagreement(("default_model",), "catalog.reason.no-model", {"model": default})
    elif default in removed_ids:
        yield Disagreement(("default_model",), "catalog.reason.default-removed", {"model": default})
    for name in models:
        yield from _limits(name, _table(models, name))
    for name, tool in _table(content, "tools").items():
        endpoint = tool.get("endpoint") if isinstance(tool, dict) else None
        if tools is not None and name not in tools:
            yield Disagreement(("tools", name), "catalog.reason.no-tool", {"tool": name})
        elif isinstance(endpoint, str) and endpoint not in endpoints:
            yield Disagreement(("tools", name, "endpoint"), "catalog.reason.no-endpoint", {"endpoint": endpoint})
    yield from _hosts(content)


def _limits(name: str, model: Mapping[str, Any]) -> Iterator[Disagreement]:
    at = ("models", name)
    thinking, budget = model.get("thinking"), model.get("max_thinking_budget")
    takes_budget = thinking in ("default-on", "supported")
    if takes_budget and budget is None:
        yield Disagreement(at, "catalog.reason.budget-missing", {"thinking": thinking})
    elif budget is not None and thinking in ("always-on", "unsupported"):
        yield Disagreement((*at, "max_thinking_budget"), "catalog.reason.budget-unused", {"thinking": thinking})
    context, output = model.get("context_window"), model.get("max_output")
    if isinstance(context, int) and isinstance(output, int) and output > context:
        values = {"output": output, "context": context}
        yield Disagreement((*at, "max_output"), "catalog.reason.output-over-context", values)


def _hosts(content: Mapping[str, Any]) -> Iterator[Disagreement]:
    entries = _table(content, "foreign_hosts").items()
    services = {pattern: str(entry.get("service")) for pattern, entry in entries if isinstance(entry, dict)}
    for pattern, entry in entries:
        region = entry.get("region") if isinstance(entry, dict) else None
        if isinstance(region, str) and region not in _table(content, "regions"):
            yield Disagreement(("foreign_hosts", pattern, "region"), "catalog.reason.no-region", {"region": region})
    owners: dict[str, str] = {}
    for name, described in _table(content, "regions").items():
        host = described.get("host") if isinstance(described, dict) else None
        if not isinstance(host, str):
            continue
        service = service_of(host, services)
        at = ("regions", name, "host")
        if service:
            yield Disagreement(at, "catalog.reason.foreign-host", {"host": host, "service": service})
        elif host in owners:
            yield Disagreement(at, "catalog.reason.same-host", {"host": host, "region": owners[host]})
        owners.setdefault(host, name)


def _table(content: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = content.get(key)
    return value if isinstance(value, dict) else {}
