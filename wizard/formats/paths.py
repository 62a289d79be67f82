"""Places in a document, as people read them."""

from wizard.formats.edits import DocumentPath
from wizard.text import say


def path_text(path: DocumentPath) -> str:
    """``path`` for people: ``models.providers[0].id``; names with odd characters are shown escaped."""
    if not path:
        return say("formats.kind.root")
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        else:
            plain = step.isprintable() and step
            parts.append(f".{step}" if plain else f".{step!a}")
    return "".join(parts).removeprefix(".")
