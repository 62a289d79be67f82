"""Which tools there are: the built-in folders, and those of other packages, of the same shape, held at arm's length.

A package names a module in the entry point group ``coding_plan_wizard.tools``, the tool's id being the entry point's
name. Beside the module stand ``facts.toml`` (the catalog's entry), ``en.toml`` (its texts; ``zh.toml`` where there is
one) and, where it has findings of its own that are no plain warnings, ``findings.toml``.
"""

from wizard.plugins.load import Loaded, built_in_catalog, built_in_facts, load_tools

__all__ = ["Loaded", "built_in_catalog", "built_in_facts", "load_tools"]
