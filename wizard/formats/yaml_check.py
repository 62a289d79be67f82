"""Reads YAML as the witness of what an edit has made of a file: by libyaml where it is there.

The spans of the edits come from PyYAML's own parser, which has no part in this.
"""

from typing import cast

from wizard.formats.edits import Value
from wizard.formats.yaml_values import load


def read_yaml(source: bytes) -> Value:
    """The value of ``source``; a byte order mark is passed over.

    Dates and tagged values stay objects of their own, so that none is taken for a string of the same text.

    Raises:
        FormatError, ValueError: the source cannot be read.
    """
    return cast("Value", load(source.decode().removeprefix("\ufeff")))
