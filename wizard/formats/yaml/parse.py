"""From a YAML text to its tree of spans, over the events of PyYAML's pure parser."""

import re
from collections.abc import Iterator
from typing import TypeVar

import yaml

from wizard.formats.equality import paired
from wizard.formats.lines import break_before, line_end, line_start
from wizard.formats.yaml.blanks import after_blank, after_properties
from wizard.formats.yaml.errors import offset_of
from wizard.formats.yaml.tree import Alias, Container, Entry, Node, Scalar, Tree

_Kind = TypeVar("_Kind", Scalar, Container)


def parse(text: str) -> Tree:
    """The tree of ``text``, whose depth and documents were checked before.

    It is made of the events of PyYAML's own parser; of libyaml's where that one alone reads ``text``, as where a tab
    stands before a comment.

    Raises:
        yaml.YAMLError: it is not YAML.
    """
    try:
        return _Builder(text, yaml.SafeLoader).tree()
    except yaml.YAMLError:
        if not hasattr(yaml, "CSafeLoader"):
            raise
        return _Builder(text, yaml.CSafeLoader).tree()


class _Builder:
    def __init__(self, text: str, loader: type[yaml.SafeLoader | yaml.CSafeLoader]) -> None:
        self._text = text
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=loader)
        self._resolver = yaml.SafeLoader("")
        self._anchors: dict[str, Scalar | Container] = {}

    def tree(self) -> Tree:
        next(self._events)  # the start of the stream
        event = next(self._events)
        if not isinstance(event, yaml.DocumentStartEvent):
            return Tree(self._text, None, 0, len(self._text))
        begin = offset_of(event.end_mark) if event.explicit else 0
        root = self._node(next(self._events), None)
        event = next(self._events)
        stop = offset_of(event.start_mark) if getattr(event, "explicit", False) else len(self._text)
        list(self._events)
        is_empty = isinstance(root, Scalar) and root.is_empty and root.start == root.end
        return Tree(self._text, None if is_empty else root, begin, stop)

    def _node(self, event: yaml.Event, indent: int | None) -> Node:
        """The node that begins with ``event``; ``indent`` is the column of the block that holds it."""
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, indent)
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            return self._container(event)
        raise yaml.YAMLError(type(event).__name__)

    def _alias(self, event: yaml.AliasEvent) -> Alias:
        start, end = offset_of(event.start_mark), offset_of(event.end_mark)
        name = event.anchor or ""
        known = self._anchors.get(name)
        if known:
            known.aliases.append(start)
        return Alias(start=start, body=start, end=end, name=name)

    def _scalar(self, event: yaml.ScalarEvent, indent: int | None) -> Scalar:
        start, end = offset_of(event.start_mark), offset_of(event.end_mark)
        has_properties = event.anchor is not None or event.tag is not None
        body = min(after_properties(self._text, start), end) if has_properties else start
        style = event.style or ""
        if style in {"|", ">"} and event.style:
            end = self._block_end(body, end, indent)
        elif not style and event.value == "":
            # Nothing is written: the blanks behind an anchor are not part of it.
            end = body = start + len(self._text[start:end].rstrip())
        tag = event.tag
        if tag is None or tag == "!":
            tag = self._resolver.resolve(yaml.ScalarNode, event.value, event.implicit)  # type: ignore[no-untyped-call]  # so are the stubs
        return self._anchored(
            Scalar(
                start=start,
                body=body,
                end=end,
                anchor=event.anchor,
                tagged=event.tag is not None,
                style=style,
                text=paired(event.value),
                tag=str(tag),
            )
        )

    def _block_end(self, body: int, end: int, indent: int | None) -> int:
        """The end of the last line of content; the parser's mark is behind all blank lines."""
        header = self._text[body : line_end(self._text, body)].partition("#")[0]
        if "+" in header:
            return break_before(self._text, end) if self._text[end - 1] in "\r\n" else end
        limit = self._block_indent(body, end, header, indent)
        while (start := line_start(self._text, end)) > body:
            line = self._text[start:end]
            if line.strip(" \t") or len(line) > limit:
                break
            end = break_before(self._text, start)
        return end

    def _block_indent(self, body: int, end: int, header: str, indent: int | None) -> int:
        """How deep the content is indented; blank lines of no more blanks hold none of it."""
        given = re.search(r"[1-9]", header)
        if given:
            return (0 if indent is None else indent) + int(given[0])
        for line in re.split(r"\r\n|\n|\r", self._text[body:end])[1:]:
            if line.strip(" "):
                return len(line) - len(line.lstrip(" "))
        return end

    def _container(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> Container:
        start = offset_of(event.start_mark)
        has_properties = event.anchor is not None or event.tag is not None
        body = after_properties(self._text, start) if has_properties else start
        is_list = isinstance(event, yaml.SequenceStartEvent)
        is_flow = bool(event.flow_style)
        node = self._anchored(
            Container(
                start=start,
                body=after_blank(self._text, body) if has_properties else body,
                end=body,
                anchor=event.anchor,
                tagged=event.tag is not None,
                is_list=is_list,
                is_flow=is_flow,
                is_pair=is_flow and not is_list and self._text[body] != "{",
            )
        )
        indent = node.body - line_start(self._text, node.body)
        position = node.body + (is_flow and not node.is_pair)
        while not isinstance(child := next(self._events), yaml.CollectionEndEvent):
            entry = self._row(child, position, node, indent) if is_list else self._member(child, position, indent)
            comma = after_blank(self._text, entry.end)
            position = entry.end
            if is_flow and not node.is_pair and self._text[comma : comma + 1] == ",":
                entry.comma = comma
                position = comma + 1
            node.entries.append(entry)
        node.end = offset_of(child.end_mark) if is_flow and not node.is_pair else node.entries[-1].end
        return node

    def _row(self, event: yaml.Event, position: int, node: Container, indent: int) -> Entry:
        start = after_blank(self._text, position)
        value = self._node(event, indent)
        if node.is_flow:
            return Entry(start=value.start, value=value, after=value.start)
        return Entry(start=start, value=_placed(value, start + 1), after=start + 1)

    def _member(self, event: yaml.Event, position: int, indent: int) -> Entry:
        start = after_blank(self._text, position)
        key = self._node(event, indent)
        colon = after_blank(self._text, key.end)
        after = colon + 1 if self._text[colon : colon + 1] == ":" else None
        value = _placed(self._node(next(self._events), indent), key.end if after is None else after)
        text = key.text if isinstance(key, Scalar) and key.is_string else None
        return Entry(start=start, value=value, after=after, key=text, key_node=key)

    def _anchored(self, node: _Kind) -> _Kind:
        if node.anchor is not None:
            self._anchors[node.anchor] = node
        return node


def _placed(value: Node, place: int) -> Node:
    """``value``; where nothing at all is written, at ``place``, whatever the parser's mark."""
    if isinstance(value, Scalar) and value.is_empty and value.anchor is None and not value.tagged:
        value.start = value.body = value.end = place
    return value
