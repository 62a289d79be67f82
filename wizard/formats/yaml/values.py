"""The values of a YAML text as Python objects, read as PyYAML's safe loader reads them: YAML 1.1, the last key wins.

A text is checked before its values are built: one document, bounded depth, and aliases that neither hold themselves
nor unfold into more than a file could hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml
from yaml.constructor import ConstructorError, SafeConstructor

from wizard.formats.edits import FormatError, Value
from wizard.formats.equality import paired
from wizard.formats.paths import DEPTH
from wizard.formats.yaml.errors import at_mark, malformed, too_deep, unprintable

_MOST_NODES: Final = 1_000_000
LONGEST_NUMBER: Final = 3_000
"""The longest number that is built: longer ones are slow or no numbers to Python, and stay text with a tag."""


@dataclass(frozen=True)
class Tagged:
    """A value of a type that only its tag tells (a date, or a tag of another program), as its text or content."""

    tag: str
    content: object


class _Construct(SafeConstructor):
    """Builds plain values; a tag that is not known gives ``Tagged``, and no value makes Python itself fail."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002  the library's signature
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, LookupError, ArithmeticError, TypeError, AttributeError) as error:
            problem = f"no {node.tag}"
            raise ConstructorError(None, None, problem, node.start_mark) from error

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> Any:  # noqa: ANN401  the library's signature
        # As in JSON, two escapes may make up one character.
        return paired(super().construct_scalar(node))

    def construct_number(self, node: yaml.ScalarNode) -> object:
        if len(node.value) > LONGEST_NUMBER and not node.value.isdigit():
            return Tagged(node.tag, node.value)
        is_int = node.tag == "tag:yaml.org,2002:int"
        return self.construct_yaml_int(node) if is_int else self.construct_yaml_float(node)

    def construct_tagged(self, node: yaml.Node) -> Tagged:
        if isinstance(node, yaml.ScalarNode):
            return Tagged(node.tag, node.value)
        if isinstance(node, yaml.SequenceNode):
            return Tagged(node.tag, self.construct_sequence(node, deep=True))
        assert isinstance(node, yaml.MappingNode)  # noqa: S101  there are three kinds of node
        return Tagged(node.tag, self.construct_mapping(node, deep=True))


class _PureLoader(_Construct, yaml.SafeLoader):
    """Python throughout."""


def _fast_loader() -> Any:  # noqa: ANN401  libyaml's loader has no common type with the pure one
    if not hasattr(yaml, "CSafeLoader"):
        return _PureLoader

    class FastLoader(_Construct, yaml.CSafeLoader):
        """libyaml's scanner and parser."""

    return FastLoader


_FastLoader: Final = _fast_loader()
_LOADERS: Final[tuple[Any, ...]] = (_PureLoader, _FastLoader)
for _loader in _LOADERS:
    _loader.add_constructor(None, _Construct.construct_tagged)
    _loader.add_constructor("tag:yaml.org,2002:timestamp", _Construct.construct_tagged)
    for _number in ("int", "float"):
        _loader.add_constructor(f"tag:yaml.org,2002:{_number}", _Construct.construct_number)


def load(text: str) -> object:
    """The value of the one document of ``text``; an empty document is an empty mapping.

    libyaml's parser is fifty times as fast as PyYAML's own. What it refuses, such as a block of text that begins with
    a tab, or half a character as an escape, the other one may read, and so may the programs.

    Raises:
        FormatError: it is not YAML, holds several documents, or is nested too deeply.
    """
    return read_with(text, *loaders())


def loaders() -> tuple[Any, ...]:
    """The loader that is asked first, and the one that has the last word."""
    return (_FastLoader, _PureLoader) if _FastLoader is not _PureLoader else (_PureLoader,)


def read_with(text: str, *asked: Any) -> object:  # noqa: ANN401  as above
    """As ``load``, by the loaders ``asked``, one after the other."""
    unprintable(text)
    first, *others = asked
    try:
        return _loaded(text, first)
    except FormatError as error:
        if not others or error.code not in {"formats.syntax", "formats.check"}:
            raise
        try:
            return read_with(text, *others)
        except FormatError:
            raise error from None


def _loaded(text: str, loader: Any) -> object:  # noqa: ANN401  as above
    try:
        survey = _Survey(text)
        for event in yaml.parse(text, Loader=loader):
            survey.take(event)
        value = yaml.load(text, Loader=loader)  # noqa: S506  a safe loader
    except yaml.MarkedYAMLError as error:
        raise malformed(text, error) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise FormatError("formats.check") from error
    return {} if survey.is_empty else value


class _Survey:
    """What the events of a text say before its values are built; raises for what must not be."""

    def __init__(self, text: str) -> None:
        self._text = text
        # How many values each anchor stands for; None while it is open.
        self._sizes: dict[str | None, int | None] = {}
        self._open: list[tuple[str | None, int]] = []
        self._total = 0
        self._documents = 0
        self.is_empty = True

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise at_mark("formats.yaml-documents", self._text, event.start_mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = self._open.pop()
            self._sizes[anchor] = self._total - before
        elif isinstance(event, yaml.NodeEvent):
            self._total += 1
            self.is_empty = self.is_empty and isinstance(event, yaml.ScalarEvent) and _is_nothing(event)
            self._node(event)

    def _node(self, event: yaml.NodeEvent) -> None:
        if isinstance(event, yaml.AliasEvent):
            size = self._sizes.get(event.anchor, 1)
            if size is None:
                raise at_mark("formats.yaml-endless", self._text, event.start_mark, name=event.anchor)
            self._total += size
            if self._total > _MOST_NODES:
                raise at_mark("formats.yaml-unfolds", self._text, event.start_mark, name=event.anchor)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open.append((event.anchor, self._total))
            self._sizes[event.anchor] = None
            if len(self._open) > DEPTH:
                raise too_deep(self._text, event.start_mark, DEPTH)
        else:
            self._sizes[event.anchor] = 1


def _is_nothing(event: yaml.ScalarEvent) -> bool:
    return not event.value and event.implicit[0] and event.anchor is None


def plain(value: object) -> Value:
    """``value`` in plain Python types: dates and the like as their text, keys as text."""
    if isinstance(value, Mapping):
        return {key if isinstance(key, str) else str(plain(key)): plain(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [plain(row) for row in value]
    if isinstance(value, set):
        return {str(plain(member)): None for member in value}
    if isinstance(value, Tagged):
        return plain(value.content)
    return value if isinstance(value, str | bool | int | float | None) else str(value)
