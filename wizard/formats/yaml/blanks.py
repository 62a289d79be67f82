"""What may stand before and between the nodes of a YAML text. Offsets are in characters."""

import re

_BLANK = re.compile(r"(?:[ \t\r\n\x85\u2028\u2029]+|#[^\r\n]*)*")
_PROPERTIES = re.compile(r"(?:(?:&[^\s,\[\]{}]+|!<[^>]*>|![^\s,\[\]{}]*)(?:[ \t\r\n]+|(?<=\s)#[^\r\n]*)*)*")


def after_blank(text: str, position: int) -> int:
    """The first offset from ``position`` on that is neither white space nor comment."""
    found = _BLANK.match(text, position)
    return found.end() if found else position


def after_properties(text: str, position: int) -> int:
    """The first offset behind the anchor and tag (in any order) that may stand at ``position``."""
    found = _PROPERTIES.match(text, position)
    return found.end() if found else position
