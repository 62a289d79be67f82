"""The values of a YAML text as readers of YAML 1.2 see them (its core schema), where PyYAML keeps to 1.1.

``yes``, ``1_000``, ``1:30`` and dates are text to them, ``0o7`` and ``1e3`` are numbers, and ``010`` is ten. Merge
keys, which 1.2 does not have, are followed all the same.
"""

import re
from functools import cache
from typing import Any, Final

import yaml

from wizard.formats.yaml.values import LONGEST_NUMBER, loaders, read_with

_PREFIX: Final = "tag:yaml.org,2002:"
_SCALARS: Final = {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
    "merge": r"<<",
}
_BASES: Final = {"0o": 8, "0x": 16}


def load_core(text: str) -> object:
    """As ``values.load``, by the rules of YAML 1.2.

    Raises:
        FormatError: it is not YAML.
    """
    return read_with(text, *_core_loaders(loaders()))


@cache
def _core_loaders(known: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(_core_of(loader) for loader in known)


def _core_of(loader: Any) -> Any:  # noqa: ANN401  libyaml's loader has no common type with the pure one
    class CoreLoader(loader):  # type: ignore[misc]  # as above
        yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  the library's table, which it copies

    for name, pattern in _SCALARS.items():
        CoreLoader.add_implicit_resolver(_PREFIX + name, re.compile(rf"(?:{pattern})\Z"), None)
    CoreLoader.add_constructor(f"{_PREFIX}int", _integer)
    CoreLoader.add_constructor(f"{_PREFIX}float", _float)
    return CoreLoader


def _integer(loader: Any, node: yaml.ScalarNode) -> object:  # noqa: ANN401  as above
    if len(node.value) > LONGEST_NUMBER:
        return loader.construct_tagged(node)
    base = _BASES.get(node.value[:2])
    return int(node.value[2:], base) if base else int(node.value)


def _float(loader: Any, node: yaml.ScalarNode) -> object:  # noqa: ANN401  as above
    if len(node.value) > LONGEST_NUMBER:
        return loader.construct_tagged(node)
    # Python spells the infinities and nan without the point.
    return float(node.value.replace(".i", "i").replace(".I", "i").replace(".n", "n").replace(".N", "n"))
