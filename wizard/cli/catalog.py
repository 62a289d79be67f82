"""``catalog``: regions, models and tools, with their sources."""

from wizard.cli.call import Call
from wizard.show import as_json, as_text
from wizard.show.as_json import Object


def run(call: Call) -> tuple[int, Object]:
    """Print the catalog."""
    call.output.result("\n".join(as_text.catalog(call.session.catalog)))
    return 0, as_json.catalog_object(call.session.catalog)
