"""The colours of keys, strings and numbers in a line of a configuration file."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pygments.lexer import Lexer

Spans = tuple[tuple[int, int, str], ...]

_LEXERS: Final = {"json": "json", "jsonc": "json", "json5": "javascript", "toml": "toml", "env": "ini"}
KINDS: Final = ("key", "string", "count", "constant", "comment")


@lru_cache(maxsize=4096)
def spans(text: str, file_format: str) -> Spans:
    """Start, end and kind (one of ``KINDS``) of what is coloured in one line; nothing for an unknown format."""
    lexer = _lexer(file_format)
    if lexer is None:
        return ()
    found = []
    for start, kind, value in lexer.get_tokens_unprocessed(text):
        name = _kind(str(kind))
        if name and value:
            found.append((start, start + len(value), name))
    return tuple(found)


@cache
def _lexer(file_format: str) -> "Lexer | None":
    from pygments.lexers import get_lexer_by_name

    name = _LEXERS.get(file_format)
    return get_lexer_by_name(name) if name else None


def _kind(token: str) -> str:
    if token.startswith(("Token.Name", "Token.Keyword.Reserved")):
        return "key"
    if token.startswith("Token.Literal.String"):
        return "string"
    if token.startswith("Token.Literal.Number"):
        return "count"
    if token.startswith("Token.Keyword"):
        return "constant"
    return "comment" if token.startswith("Token.Comment") else ""
