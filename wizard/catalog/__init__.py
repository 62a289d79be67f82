"""Facts of the plan as data: regions, endpoints, models and tools, each with source and date."""

from wizard.catalog.load import CatalogError, load
from wizard.catalog.schema import Catalog, Entry, Model, Region, ToolFacts, host_of, version_of

__all__ = ["Catalog", "CatalogError", "Entry", "Model", "Region", "ToolFacts", "host_of", "load", "version_of"]
