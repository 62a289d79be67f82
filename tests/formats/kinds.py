"""What the laws of editing ask of each format: its sources, who else reads them, and what it may refuse."""

import json
import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time

import json5
from hypothesis import assume
from hypothesis import strategies as st

from tests.formats import env_documents, json_documents, toml_documents, yaml_documents
from wizard.formats import DocumentPath, FormatError, Replacement, Set, Value, equal, open_document
from wizard.formats.toml.check import read_toml
from wizard.formats.yaml.check import read_yaml

NAMES = ("a", "b", "new", "e f", "model.x", "")


def nested(scalars: st.SearchStrategy[Value], names: tuple[str, ...]) -> st.SearchStrategy[Value]:
    """Values of a few levels."""
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(names), inner, max_size=3),
        max_leaves=5,
    )


class Kind:
    """A format; as it stands here, JSON, whose other readers are the standard library and the ``json5`` package."""

    formats: tuple[str, ...] = ("json", "jsonc", "json5")
    names: tuple[str, ...] = (*json_documents.NEW_KEYS, *json_documents.KEYS)
    wanted: st.SearchStrategy[Value] = json_documents.values()
    refusals: frozenset[str] = frozenset({"formats.path", "formats.type"})
    """What edits that are drawn at random may be refused for."""
    guarded: frozenset[str] = frozenset()
    """What edits that make sense may be refused for."""

    def paths(self, value: Value) -> Iterator[tuple[DocumentPath, Value]]:
        """Every path that an edit can name, with the value there; not the root."""
        return toml_documents.paths(value)

    def sources(self, format_: str) -> st.SearchStrategy[bytes]:
        """Sources of one of its formats."""
        return json_documents.documents((format_,)).map(lambda written: written.source)

    def read(self, source: bytes, format_: str) -> Value:
        """What another reader sees."""
        text = source.decode("utf-8-sig")
        value: Value = json.loads(text) if format_ == "json" else json5.loads(text)
        return value

    def same(self, one: Value, other: Value) -> bool:
        """Whether what was read is what was wanted: here ``true`` is not ``1``, and no order of members counts."""
        return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)

    def settings(self, source: bytes, format_: str) -> Iterator[Set]:
        """Each value of ``source``, set to itself."""
        for path, value in self.paths(self.read(source, format_)):
            if self.is_plain(value):
                yield Set(path, value)

    def is_plain(self, value: object) -> bool:
        """Whether an edit can hold ``value``."""
        return isinstance(value, bool | int | float | str | Mapping | list | None)

    def reads_differently(self, source: bytes, change: Replacement | None = None) -> bool:
        """Whether other readers see values otherwise, so that setting them writes them anew, as ``change`` does."""
        return not source and change is not None

    def may_refuse(self, error: FormatError, source: bytes) -> bool:
        """Whether an edit of ``source`` that makes sense may be refused so."""
        return error.code in self.guarded and bool(source)

    def first_missing(self, value: Value, path: DocumentPath) -> DocumentPath | None:
        """The shortest start of ``path`` that is not in ``value``; None where a null is filled, which cannot return."""
        known = dict(self.paths(value))
        for length in range(1, len(path) + 1):
            if path[:length] not in known:
                return path[:length]
            if known[path[:length]] is None:
                return None
        return None

    def changeable(self, source: bytes, format_: str) -> list[tuple[DocumentPath, Value]]:
        """The values that, set anew, change their own bytes alone."""
        return list(self.paths(self.read(source, format_)))

    def require_own_bytes(self, source: bytes, format_: str, change: Replacement, value: Value) -> None:
        """The bytes that ``change`` takes away are those of ``value`` and no others."""
        assert self.same(self.read(source[change.start : change.end], format_), value)


class Toml(Kind):
    """TOML, read by the standard library."""

    formats = ("toml",)
    names = NAMES
    wanted = nested(
        st.one_of(
            st.booleans(),
            st.integers(-(2**63), 2**63 - 1),
            st.floats(allow_nan=False),
            st.text(st.characters(codec="utf-8"), max_size=8),
        ),
        NAMES,
    )
    # A row that TOML cannot write where it stands, and a key that some readers would not take there.
    guarded = frozenset({"formats.toml-row", "formats.toml-order"})

    def sources(self, format_: str) -> st.SearchStrategy[bytes]:
        """As ``Kind``."""
        assert format_
        return toml_documents.sources()

    def read(self, source: bytes, format_: str) -> Value:
        """As ``Kind``."""
        assert format_
        return read_toml(source)

    def same(self, one: Value, other: Value) -> bool:
        """Type for type."""
        if isinstance(one, dict) and isinstance(other, dict):
            return one.keys() == other.keys() and all(self.same(one[key], other[key]) for key in one)
        if isinstance(one, list) and isinstance(other, list):
            return len(one) == len(other) and all(map(self.same, one, other))
        if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
            return math.isnan(other)
        return type(one) is type(other) and one == other

    def is_plain(self, value: object) -> bool:
        """No dates, which the plain values of an edit cannot hold."""
        if isinstance(value, Mapping):
            return all(map(self.is_plain, value.values()))
        if isinstance(value, list):
            return all(map(self.is_plain, value))
        return not isinstance(value, date | datetime | time)

    def changeable(self, source: bytes, format_: str) -> list[tuple[DocumentPath, Value]]:
        """Texts, which are no tables of several lines."""
        return [(path, value) for path, value in self.paths(self.read(source, format_)) if isinstance(value, str)]

    def require_own_bytes(self, source: bytes, format_: str, change: Replacement, value: Value) -> None:
        """As ``Kind``."""
        assert format_
        text = source[change.start : change.end].decode()
        assert tomllib.loads(f"v = {text}")["v"] == value


class Yaml(Kind):
    """YAML, read by libyaml, and as YAML 1.2 by ruamel.yaml."""

    formats = ("yaml",)
    names = (*NAMES, "yes", "1")
    wanted = nested(
        st.one_of(
            st.none(),
            st.booleans(),
            st.integers(-(2**70), 2**70),
            st.floats(),
            st.text(st.sampled_from("ab :#'\"\\\n\r\té😀,{}[]-&*!|>%@`?=~<.0_\x00\x7f\x85\u2028\ufeff"), max_size=8),
            st.sampled_from(
                ["yes", "~", "1e3", "12:30", "0o17", "2001-12-14", "a: b", "a #b", "- a", "<<", "=", "https://h/v1"]
            ),
        ),
        names,
    )
    # Aliases, values that aliases use, a block of text without line end, a pair without braces, ``? key`` alone.
    guarded = frozenset(f"formats.yaml-{name}" for name in ("alias", "shared", "block-end", "pair", "no-value"))

    def paths(self, value: Value) -> Iterator[tuple[DocumentPath, Value]]:
        """Keys that are no text cannot be named."""
        return yaml_documents.paths(value)

    def sources(self, format_: str) -> st.SearchStrategy[bytes]:
        """As ``Kind``."""
        assert format_
        return yaml_documents.sources()

    def read(self, source: bytes, format_: str) -> Value:
        """As ``Kind``."""
        assert format_
        return read_yaml(source)

    def same(self, one: Value, other: Value) -> bool:
        """A document that was null is so again without its last value."""
        return equal(one, other) or (other in ({}, []) and one is None)

    def is_plain(self, value: object) -> bool:
        """Text keys only, no dates and no tags."""
        if isinstance(value, Mapping):
            return all(isinstance(key, str) and self.is_plain(member) for key, member in value.items())
        if isinstance(value, list):
            return all(map(self.is_plain, value))
        return value is None or isinstance(value, bool | int | float | str)

    def reads_differently(self, source: bytes, change: Replacement | None = None) -> bool:
        """Where YAML 1.1 and 1.2 differ."""
        differs = any(text in source.decode() for text in yaml_documents.READ_DIFFERENTLY)
        if change is None:
            return differs
        old = source[change.start : change.end].decode()
        # What comes from elsewhere is written where it is set: over an alias, or beside what is merged in.
        from_elsewhere = old.startswith("*") or (not old and b"<<" in source)
        return old in yaml_documents.READ_DIFFERENTLY or (differs and from_elsewhere)

    def may_refuse(self, error: FormatError, source: bytes) -> bool:
        """Also whatever meets a tag."""
        return error.code in self.guarded or b"!" in source

    def changeable(self, source: bytes, format_: str) -> list[tuple[DocumentPath, Value]]:
        """Texts, which are no mappings of several lines."""
        return [(path, value) for path, value in self.paths(self.read(source, format_)) if isinstance(value, str)]

    def require_own_bytes(self, source: bytes, format_: str, change: Replacement, value: Value) -> None:
        """What stands before and behind a text stays, its comment included."""
        assert format_
        assert isinstance(value, str)
        gone = source[change.start : change.end]
        assert b"\n" not in gone.strip() or gone.lstrip(b" ")[:1] in b"|>p"
        assert b"# same line" not in gone


class Env(Kind):
    """``.env`` files, of which every program sees the same where a value counts as set."""

    formats = ("env", "env-dotenvy", "env-node", "env-python")
    names = ("NEW", "NEW2")
    wanted = env_documents.wanted
    refusals = frozenset({"formats.env-path", "formats.env-name", "formats.env-value"})
    guarded = frozenset({"formats.env-quotes", "formats.env-readers", "formats.env-open-quote"})

    def sources(self, format_: str) -> st.SearchStrategy[bytes]:
        """As ``Kind``."""
        assert format_
        return env_documents.sources()

    def read(self, source: bytes, format_: str) -> Value:
        """All variables that one of the programs sees."""
        return open_document(source, format_).get(())

    def settings(self, source: bytes, format_: str) -> Iterator[Set]:
        """Each variable that all programs see alike."""
        document = open_document(source, format_)
        for path, value in self.paths(self.read(source, format_)):
            if document.get(path) == value and re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", str(path[0])):
                yield Set(path, value)

    def changeable(self, source: bytes, format_: str) -> list[tuple[DocumentPath, Value]]:
        """As ``settings``, but for lines that end at a lone CR to some programs and not to others."""
        assume(format_ != "env" or b"\r" not in source.replace(b"\r\n", b""))
        document = open_document(source, format_)
        there = [((name,), document.get((name,))) for name in env_documents.NAMES]
        return [(path, value) for path, value in there if value is not None]

    def require_own_bytes(self, source: bytes, format_: str, change: Replacement, value: Value) -> None:
        """Behind the ``=`` (or ``:`` for Node.js); a comment behind the closing quote is parted from it."""
        assert format_
        assert value is not None
        assert source[: change.start].rstrip(b" \t").endswith((b"=", b":") if format_ == "env-node" else b"=")
        gap = b" " if source[change.end : change.end + 1] == b"#" else b""
        assert change.text in {quote + b"other" + quote + gap for quote in (b"", b"'", b'"')}
