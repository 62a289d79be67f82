"""Documents for the laws: a value and one of the many ways to write it, with comments and odd white space."""

import json
from dataclasses import dataclass

from hypothesis import strategies as st

from wizard.formats import Value

KEYS = ("a", "b", "env", "é", "a-b", "__proto__", "$id", "1x")
NEW_KEYS = ("new", "other", "p q")


@dataclass(frozen=True, slots=True)
class Written:
    """A value and its source in one format; ``keys_differ`` says that no object repeats a key."""

    format: str
    value: Value
    source: bytes


def scalars() -> st.SearchStrategy[Value]:
    """Texts, numbers, truth values and null that Python compares as JSON does."""
    texts = st.text(max_size=6) | st.sampled_from(["https://x//y", "/* no */", "a,]", "'\"", "\\", "\u2028", "😀"])
    numbers = st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False)
    return texts | numbers | st.booleans() | st.none()


def values() -> st.SearchStrategy[Value]:
    """Values of a few levels."""
    keys = st.sampled_from(KEYS)
    return st.recursive(
        scalars(), lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=10
    )


def objects() -> st.SearchStrategy[dict[str, Value]]:
    """Objects, as settings files are."""
    return st.dictionaries(st.sampled_from(KEYS), values(), max_size=4)


class _Writer:
    """Writes a value in one look, with whatever may stand between tokens drawn anew at each place."""

    def __init__(self, draw: st.DrawFn, format_name: str) -> None:
        self._draw = draw
        self._format = format_name
        self._newline = draw(st.sampled_from(["\n", "\r\n"]))
        self._indent = draw(st.sampled_from(["  ", "    ", "\t", ""]))
        self._odd = draw(st.booleans())
        self._lines = draw(st.sampled_from(["all", "none", "mixed"]))
        self._trailing = format_name != "json" and draw(st.booleans())
        self._quote = draw(st.sampled_from("\"'")) if format_name == "json5" else '"'
        self._bare_keys = format_name == "json5" and draw(st.booleans())
        self._colon = draw(st.sampled_from([": ", ":", " : "]))

    def document(self, value: Value) -> bytes:
        bom = self._draw(st.sampled_from(["", "", "\ufeff"]))
        head = self._gap("", 0) if self._odd else ""
        end = self._draw(st.sampled_from(["", self._newline]))
        return (bom + head + self._value(value, 0) + end).encode()

    def _value(self, value: Value, level: int) -> str:
        if isinstance(value, dict):
            return self._container("{", [self._member(key, row, level) for key, row in value.items()], "}", level)
        if isinstance(value, list):
            return self._container("[", [self._value(row, level + 1) for row in value], "]", level)
        if isinstance(value, str):
            return self._text(value)
        if self._format == "json5" and isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return self._draw(st.sampled_from([str(value), hex(value), f"+{value}"]))
        return json.dumps(value)

    def _member(self, key: str, value: Value, level: int) -> str:
        bare = self._bare_keys and key in {"a", "b", "env", "é", "__proto__", "$id"}
        colon = self._gap("", level) + ":" + self._gap("", level) if self._odd else self._colon
        return (key if bare else self._text(key)) + colon + self._value(value, level + 1)

    def _text(self, text: str) -> str:
        escaped = json.dumps(text, ensure_ascii=self._draw(st.booleans()))
        if self._quote == '"':
            return escaped
        return "'" + escaped[1:-1].replace('\\"', '"').replace("'", "\\'") + "'"

    def _container(self, opening: str, items: list[str], closing: str, level: int) -> str:
        lines = self._lines == "all" or (self._lines == "mixed" and self._draw(st.booleans()))
        if not items:
            return opening + (self._gap("", level) if self._odd else "") + closing
        between = self._newline + self._indent * (level + 1) if lines else ""
        end = self._newline + self._indent * level if lines else ""
        text = opening
        for number, item in enumerate(items):
            last = number == len(items) - 1
            text += self._gap(between or (" " if number else ""), level) + item
            if self._odd:
                text += self._gap("", level)
            text += "," if not last or self._trailing else ""
        return text + self._gap(end, level) + closing

    def _gap(self, plain: str, level: int) -> str:
        """White space that may have comments in it; ``plain`` is what a tidy writer would put."""
        if not self._odd:
            return plain
        newline, indent = self._newline, self._indent * (level + 1)
        pieces = ["", "", "", " ", newline, newline + indent, newline + newline]
        if self._format == "json5":
            pieces += ["\u00a0", "\v", "\u2028"]
        if self._format != "json":
            pieces += [" /* c, } */ ", f" // d ' ] {newline}", f"{newline}{indent}// own{newline}{indent}", "/**/"]
            pieces += [f"/* two{newline} lines */"]
        drawn = self._draw(st.lists(st.sampled_from(pieces), max_size=2))
        middle = self._draw(st.integers(0, len(drawn)))
        return "".join(drawn[:middle]) + plain + "".join(drawn[middle:])


@st.composite
def documents(draw: st.DrawFn, formats: tuple[str, ...] = ("json", "jsonc", "json5")) -> Written:
    """An object written in one of ``formats``."""
    format_ = draw(st.sampled_from(formats))
    value = draw(objects())
    return Written(format_, value, _Writer(draw, format_).document(value))
