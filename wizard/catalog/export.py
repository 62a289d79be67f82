"""The JSON Schema of a catalog file of a user's own, for editors and for checks before a file is handed out."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any, Final

from wizard.catalog.facts import Catalog
from wizard.catalog.schema import CatalogFile

Schema = dict[str, Any]
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_TITLE: Final = "Catalog file of the Coding Plan Wizard"
_TABLES: Final = ("regions", "endpoints", "models", "foreign_hosts", "tools")


def json_schema(catalog: Catalog) -> Schema:
    """The schema (draft 2020-12) of a file laid over ``catalog``: its entries may be partial, new ones are whole.

    What must hold between several values (``agreement``) is beyond a schema; ``catalog --check`` tests that too.
    """
    schema = CatalogFile.model_json_schema()
    definitions: Schema = schema["$defs"]
    definitions |= {f"{name}Correction": _partial(definition) for name, definition in definitions.items()}
    del schema["required"]
    properties: Schema = schema["properties"]
    for table in _TABLES:
        properties[table] = _open_table(properties[table], getattr(catalog, table))
    key: Schema = definitions["KeyEntryCorrection"]["properties"]
    key["foreign"] = _open_table(key["foreign"], catalog.key.foreign)
    properties["key"] = {"$ref": f"{properties['key']['$ref']}Correction"}
    # A tool is a module: a file can correct its facts, not add one.
    properties["tools"]["additionalProperties"] = False
    return {"$schema": _DIALECT, **schema, "title": _TITLE}


def _open_table(table: Schema, known: Iterable[str]) -> Schema:
    """A table whose ``known`` entries may be partial; of two rules for one name both would hold, so patterns go."""
    patterns: Schema = table.get("patternProperties", {})
    whole: Schema = next(iter(patterns.values()), table.get("additionalProperties", {}))
    made: Schema = {"type": "object", "additionalProperties": whole}
    for name_pattern in patterns:
        made["propertyNames"] = {**table.get("propertyNames", {}), "pattern": name_pattern}
    made["properties"] = {name: {"$ref": f"{whole['$ref']}Correction"} for name in known}
    return made


def _partial(definition: Schema) -> Schema:
    copy = deepcopy(definition)
    copy.pop("required", None)
    return copy
