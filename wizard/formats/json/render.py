"""New values as text in a given style."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from wizard.formats.edits import Value
from wizard.formats.json.style import Style

_NAME: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_CONTROL: Final = re.compile("[\x00-\x1f\u2028\u2029\ud800-\udfff]")
_SHORT: Final = {"\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def render(value: Value, inner: Style) -> str:
    """``value`` as text; ``inner`` is the style of its items, should it be a container."""
    if isinstance(value, str):
        return _string(value, inner.quote)
    if isinstance(value, Mapping):
        items = (render_member(key, member, inner) for key, member in value.items())
        return _container("{", items, "}", inner)
    if isinstance(value, Sequence):
        return _container("[", (render(row, inner.inner()) for row in value), "]", inner)
    return json.dumps(value)


def render_member(key: str, value: Value, style: Style) -> str:
    """A member of an object whose items look like ``style``."""
    name = key if not style.key_quote and _is_name(key) else _string(key, style.key_quote or style.quote)
    return name + style.colon + render(value, style.inner())


def join(items: Iterable[str], style: Style) -> str:
    """Several items of one container, behind each other; no comma and no line break before or after them."""
    return f",{style.newline}{style.indent}".join(items) if style.lines else style.comma.join(items)


def _container(opening: str, items: Iterable[str], closing: str, style: Style) -> str:
    body = join(items, style)
    if not body:
        return opening + closing
    if style.trailing_comma:
        body += ","
    if style.lines:
        return f"{opening}{style.newline}{style.indent}{body}{style.newline}{style.close_indent}{closing}"
    pad = style.pad if opening == "{" else ""
    return f"{opening}{pad}{body}{pad}{closing}"


def _string(text: str, quote: str) -> str:
    if quote == '"':
        return _SURROGATE.sub(_escaped, json.dumps(text, ensure_ascii=False))
    body = text.replace("\\", "\\\\").replace(quote, "\\" + quote)
    return quote + _CONTROL.sub(_escaped, body) + quote


def _escaped(match: re.Match[str]) -> str:
    return _SHORT.get(match[0], f"\\u{ord(match[0]):04x}")


def _is_name(key: str) -> bool:
    return _NAME.fullmatch(key) is not None
