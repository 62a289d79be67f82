"""What an error text itself names, a model or a host, and what the catalog says about it. Pure."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from wizard.catalog import Catalog, host_of
from wizard.doctor.message import Message
from wizard.text import say
from wizard.text.names import service_name

_MODEL: Final = re.compile(r"""model:?\s*(?:["'`]([^"'`]{1,80})["'`]|\(([^()\s]{1,80})\))""", re.IGNORECASE)
_URL: Final = re.compile(r"""https?://[^\s"'`<>()\[\]]{4,200}""", re.IGNORECASE)


class Named(NamedTuple):
    """A name in the text that is the ``cause`` of the error (an id of the knowledge), told by ``text`` and ``fix``."""

    cause: str
    name: str
    text: str
    fix: str


def named(message: Message, catalog: Catalog) -> Iterator[Named]:
    """The names in ``message`` that the plan does not know."""
    yield from _model(message, catalog)
    yield from _host(message, catalog)


def _model(message: Message, catalog: Catalog) -> Iterator[Named]:
    match = _MODEL.search(message.original)
    model = (match[1] or match[2]) if match else ""
    if not model or model in catalog.models or model.rpartition("/")[2] in catalog.models:
        return
    near = catalog.probable_model(model)
    if near:
        text = say("doctor-diagnoses.named-misspelt", model=model, right=near)
        yield Named("misspelt", model, text, say("doctor-diagnoses.named-misspelt-hint", right=near))
        return
    text = say("doctor-diagnoses.named-outside", model=model)
    fix = say("doctor-diagnoses.named-outside-hint", known=", ".join(catalog.models))
    yield Named("outside-plan", model, text, fix)


def _host(message: Message, catalog: Catalog) -> Iterator[Named]:
    for url in _URL.findall(message.original):
        host = host_of(url)
        region = catalog.meant_region(url)
        service = catalog.foreign_service(host)
        right = " / ".join(each.host for name, each in catalog.regions.items() if region in {name, None})
        if service:
            text = say("doctor-diagnoses.named-foreign", host=host, service=service_name(service))
            yield Named("general-host", host, text, say("doctor-diagnoses.named-foreign-hint", right=right))
        elif region:
            text = say("doctor-diagnoses.named-host", host=host)
            yield Named("misspelt-host", host, text, say("doctor-diagnoses.named-host-hint", right=right))
