"""The three grammars, as regular expressions over a latin-1 view of the bytes.

In that view an offset is a byte offset, and a character beyond ASCII is a run of characters from U+0080 up;
the patterns spell the few that matter (white space of JSON5) as such runs.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

# Up to 3.11.4, Python takes a possessive group for matched when it fails in its middle; so only groups that fail
# at their first character are possessive here, and the others are greedy ones that have nothing to backtrack for.
_BLOCK = r"/\*[^*]*+\*++(?:[^/*][^*]*+\*++)*+/"
_COMMENT = rf"//[^\r\n]*+|{_BLOCK}"
_JSON5_LINE_SPACE = r"[ \t\v\f]|\xc2\xa0|\xef\xbb\xbf|\xe1\x9a\x80|\xe3\x80\x80|\xe2\x80[\x80-\x8a\xaf]|\xe2\x81\x9f"
_JSON5_SPACE = rf"[\r\n]|\xe2\x80[\xa8\xa9]|{_JSON5_LINE_SPACE}"
_JSON5_COMMENT = rf"//[^\r\n\xe2]*+(?:\xe2(?!\x80[\xa8\xa9])[^\r\n\xe2]*+)*|{_BLOCK}"

_JSON_PLAIN = r'[^"\\\x00-\x1f]*+'
_JSON_OPEN_STRING = rf'"{_JSON_PLAIN}(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{{4}}){_JSON_PLAIN})*'
_JSON_STRING = _JSON_OPEN_STRING + '"'
_JSON_NUMBER = r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?"
_JSON5_ESCAPE = r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|0(?![0-9])|\r\n|[^0-9xu])"
_JSON5_OPEN_DOUBLE = rf'"[^"\\\r\n]*+(?:{_JSON5_ESCAPE}[^"\\\r\n]*+)*'
_JSON5_OPEN_SINGLE = rf"'[^'\\\r\n]*+(?:{_JSON5_ESCAPE}[^'\\\r\n]*+)*"
_JSON5_STRING = f"{_JSON5_OPEN_DOUBLE}\"|{_JSON5_OPEN_SINGLE}'"
_JSON5_NUMBER = (
    r"[-+]?(?:Infinity|NaN|0[xX][0-9a-fA-F]++"
    r"|(?:(?:0|[1-9][0-9]*+)(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][-+]?[0-9]++)?)"
)
_JSON5_NAME = rf"(?:[A-Za-z0-9_$]++|\\u[0-9a-fA-F]{{4}}|(?!{_JSON5_SPACE})[\x80-\xff])+"
_NO_NAME_FOLLOWS = rf"(?![A-Za-z0-9_$.\\]|(?!{_JSON5_SPACE})[\x80-\xff])"
_NEWLINE = r"\r\n|[\r\n]|\xe2\x80[\xa8\xa9]"
PIECES: Final = 200
"""``Dialect.blank`` stops after so many pieces, to be matched again; each has at least one character."""
NEWLINE: Final = re.compile(_NEWLINE)
"""A line break between tokens; the two of Unicode end a comment of JSON5 and cannot stand there elsewhere."""


@dataclass(frozen=True)
class Dialect:
    """What one format allows; every pattern is anchored where it is matched and never backtracks.

    ``blank`` matches some white space and comments (possibly none), ``space`` white space within a line (possibly
    none), ``key`` a member's name, ``scalar`` any value that is no container, ``open_string`` a string up to its
    end or to what breaks it.
    """

    name: str
    comments: bool
    blank: re.Pattern[str]
    space: re.Pattern[str]
    comment: re.Pattern[str]
    key: re.Pattern[str]
    scalar: re.Pattern[str]
    open_string: re.Pattern[str]

    def after_blank(self, text: str, position: int) -> int:
        """The first offset from ``position`` on that is neither white space nor comment."""
        while True:
            match = self.blank.match(text, position)
            end = match.end() if match else position
            if end - position < PIECES:
                return end
            position = end


@cache
def dialect(name: str) -> Dialect:
    """The grammar called ``name``: ``json``, ``jsonc`` or ``json5``."""
    if name == "json5":
        return Dialect(
            name=name,
            comments=True,
            blank=re.compile(rf"(?:[ \t\r\n]++|{_JSON5_SPACE}|{_JSON5_COMMENT}){{0,{PIECES}}}"),
            space=re.compile(rf"(?:{_JSON5_LINE_SPACE})*"),
            comment=re.compile(_JSON5_COMMENT),
            key=re.compile(rf"(?:{_JSON5_STRING}|{_JSON5_NAME})"),
            scalar=re.compile(
                rf"(?:{_JSON5_STRING}|(?:true|false|null|(?>{_JSON5_NUMBER})){_NO_NAME_FOLLOWS})",
            ),
            open_string=re.compile(f"{_JSON5_OPEN_DOUBLE}|{_JSON5_OPEN_SINGLE}"),
        )
    comments = name == "jsonc"
    return Dialect(
        name=name,
        comments=comments,
        blank=re.compile(rf"(?:[ \t\r\n]++|{_COMMENT}){{0,{PIECES}}}" if comments else r"[ \t\r\n]*+"),
        space=re.compile(r"[ \t]*+"),
        comment=re.compile(_COMMENT if comments else r"(?!)"),
        key=re.compile(_JSON_STRING),
        scalar=re.compile(rf"(?:{_JSON_STRING}|true|false|null|{_JSON_NUMBER})"),
        open_string=re.compile(_JSON_OPEN_STRING),
    )
