"""Names of the catalog that are words, in the current language. A name that is not translated is shown as it is."""

import re

from wizard.text import has, language, say


def region_name(name: str) -> str:
    """A region's name, such as "China (Beijing)"."""
    return _in_words(f"names.region.{_slug(name)}", name)


def short_region_name(name: str) -> str:
    """The same without what stands in brackets."""
    return re.split(r"[ (（]", region_name(name), maxsplit=1)[0]


def service_name(name: str) -> str:
    """The name of a service beside the plan, such as "Token Plan"."""
    return _in_words(f"names.service.{_slug(name)}", name)


def _in_words(key: str, name: str) -> str:
    # English names stand in the catalog, which a user's file may change.
    return say(key) if language() != "en" and has(key) else name


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
