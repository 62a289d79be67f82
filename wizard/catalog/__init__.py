"""Facts of the plan as data: regions, endpoints, models and tools, each with source and date."""

from wizard.catalog.facts import Catalog, Model, Region, ToolFacts, host_of, version_of
from wizard.catalog.load import load
from wizard.catalog.validation import CatalogError

__all__ = ["Catalog", "CatalogError", "Model", "Region", "ToolFacts", "host_of", "load", "version_of"]
