"""Undoing a file that others wrote into: what it was, what the wizard wrote, what it is, and what it becomes."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.apply.homes import Home
from tests.formats import env_documents, toml_documents, yaml_documents
from tests.formats.json_documents import Written, documents
from tests.plan.test_three_way import leaves
from wizard.apply.change import ChangedFile
from wizard.files import Snapshot
from wizard.formats import Delete, Edit, FormatError, Set, Value, apply_edits, edit, equal, open_document
from wizard.plan.conflict import UndoRefusedError
from wizard.plan.undo_by_value import ByValue
from wizard.plan.undo_parts import FileUndo, Owner
from wizard.tools.cline_cli import ClineCli
from wizard.tools.openclaw import OpenClaw


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home."""
    return Home(tmp_path)


CASES = {
    "json: a program's own members beside the wizard's": (
        "s.json",
        b'{\n  "a": 1\n}\n',
        b'{\n  "a": 1,\n  "env": {\n    "KEY": "k"\n  }\n}\n',
        b'{"a":2,"env":{"KEY":"k"},"started":7}',
        b'{"a":2,"started":7}',
    ),
    "json: a member that was taken out, in its old place": (
        "s.json",
        b'{\n  "key": "mine",\n  "a": 1\n}\n',
        b'{\n  "a": 1\n}\n',
        b'{\n  "a": 1,\n  "b": 2\n}\n',
        b'{\n  "key": "mine",\n  "a": 1,\n  "b": 2\n}\n',
    ),
    "jsonc: comments of the user's, old and new": (
        "s.jsonc",
        b'{\n  // which\n  "model": "mine", // best\n  "theme": "dark"\n}\n',
        b'{\n  // which\n  "model": "ours", // best\n  "theme": "dark",\n  "env": {"KEY": "k"}\n}\n',
        b'{\n  // which\n  "model": "ours", // best\n  /* new */ "theme": "light",\n  "env": {"KEY": "k", "B": 1}\n}\n',
        b'{\n  // which\n  "model": "mine", // best\n  /* new */ "theme": "light",\n  "env": {"B": 1}\n}\n',
    ),
    "jsonc: a commented member that was taken out": (
        "s.jsonc",
        b'{\n  // for work\n  "key": "k1", // until May\n  "b": 1,\n  "c": 1\n}\n',
        b'{\n  "b": 1,\n  "c": 1\n}\n',
        b'{\n  "b": 1,\n  "c": 2\n}\n',
        b'{\n  // for work\n  "key": "k1", // until May\n  "b": 1,\n  "c": 2\n}\n',
    ),
    "json5: rows of a list": (
        "s.json5",
        b"{ rows: [\n  { id: 'mine' },\n] }\n",
        b"{ rows: [\n  { id: 'mine' },\n  { id: 'ours', key: 'k' },\n] }\n",
        b"{ rows: [\n  { id: 'mine', n: 1 }, // changed\n  { id: 'ours', key: 'k' },\n  { id: 'new' },\n], at: 1 }\n",
        b"{ rows: [\n  { id: 'mine', n: 1 }, // changed\n  { id: 'new' },\n], at: 1 }\n",
    ),
    "toml: tables and dotted keys": (
        "s.toml",
        b'# mine\nmodel = "o3"\n\n[tui]\nlook = "dark"\n',
        b'# mine\nmodel = "ours"\nvia = "plan"\n\n[tui]\nlook = "dark"\n\n[by.plan]\nkey = "K"\n',
        b'# mine\nmodel = "ours"\nvia = "plan"\n\n[tui]\nlook = "x" # new\n\n[by.plan]\nkey = "K"\n\n[p]\na = 1\n',
        b'# mine\nmodel = "o3"\n\n[tui]\nlook = "x" # new\n\n[p]\na = 1\n',
    ),
    "toml: rows of an array of tables": (
        "s.toml",
        b'[[m]]\nname = "mine"\n',
        b'[[m]]\nname = "mine"\n\n[[m]]\nname = "ours"\n',
        b'[[m]]\nname = "mine"\nn = 1\n\n[[m]]\nname = "ours"\n\n[[m]]\nname = "new"\n',
        b'[[m]]\nname = "mine"\nn = 1\n\n[[m]]\nname = "new"\n',
    ),
    "yaml: rows and a nested setting": (
        "s.yaml",
        b"rows:\n  - name: mine\nmodel:\n  default: a # best\n",
        b"rows:\n  - name: mine\n  - name: ours\n    key: k\nmodel:\n  default: b # best\n",
        b"rows:\n  - name: mine\n    x: 1\n  - name: ours\n    key: k\n  - name: z\nmodel:\n  default: b # best\n",
        b"rows:\n  - name: mine\n    x: 1\n  - name: z\nmodel:\n  default: a # best\n",
    ),
    "env: variables": (
        ".env",
        b"# mine\nURL=old\nA=1\n",
        b"# mine\nURL=plan\nA=1\nKEY=k\n",
        b"# mine\nURL=plan\nA=2\nexport B=3 # new\nKEY=k\n",
        b"# mine\nURL=old\nA=2\nexport B=3 # new\n",
    ),
    "a file of the wizard's that a program filled": (
        "s.json",
        None,
        b'{\n  "key": "k"\n}\n',
        b'{\n  "key": "k",\n  "mine": {\n    "a": 1\n  }\n}\n',
        b'{\n  "mine": {\n    "a": 1\n  }\n}\n',
    ),
    "a file of the wizard's that a program wrote in another look": (
        "s.json", None, b'{"key":"k"}', b'{ "key": "k" }\n', None,
    ),
    "a file of the wizard's with the user's comment in it": (
        "s.jsonc", None, b'{\n  "key": "k"\n}\n', b'// mine\n{\n  "key": "k"\n}\n', b"// mine\n{}\n",
    ),
    "a file with nothing but a comment before": (
        "s.jsonc", b"// hi\n", b'// hi\n{\n  "key": 1,\n  "b": 1\n}\n', b'// hi\n{\n  "key": 1\n}\n', b"// hi\n",
    ),
    "null that was filled": (
        "s.json", b'{"e": null}\n', b'{"e": {"K": "k"}}\n', b'{"e": {"K": "k"}, "b": 1}\n', b'{"e": null, "b": 1}\n',
    ),
    "what the user took out already": (
        "s.json", b'{"a": 1}\n', b'{"a": 1, "k": 1, "l": 2}\n', b'{"a": 1, "l": 2}\n', b'{"a": 1}\n',
    ),
    "a file that was deleted and is there again": (
        "s.json", b'{"p": {"a": 1}, "q": 2}\n', None, b'{"q": 2, "r": 3}\n', b'{"q": 2, "r": 3, "p": {"a": 1}}\n',
    ),
    "a comment in a file whose tool allows none": (
        "s.json", b'{"a": 1}\n', b'{"a": 1, "k": 1}\n', b'{"a": 1, "k": 1, "b": 2} // a\n', b'{"a": 1, "b": 2} // a\n',
    ),
}  # fmt: skip


@pytest.mark.promise("where-others-wrote")
@pytest.mark.parametrize(
    ("name", "before", "wrote", "now", "expected"), [pytest.param(*case, id=name) for name, case in CASES.items()]
)
def test_a_file(
    home: Home, name: str, before: bytes | None, wrote: bytes | None, now: bytes, expected: bytes | None
) -> None:
    """Only what the change wrote is taken back, byte for byte as it stands here; a second undo finds nothing to do."""
    place = home.path / name
    if before is not None:
        place.write_bytes(before)
        place.chmod(0o640)
    change = home.write(name, wrote)
    place.write_bytes(now)
    home.undo(change)
    assert (place.read_bytes() if place.exists() else None) == expected
    assert home.plan(change).pending == ()


def test_an_undo_of_an_undo_and_over_several_changes(home: Home) -> None:
    """Each takes back its own: two changes one after the other, and the undo of the second, with writing in between."""
    place = home.path / "s.json"
    place.write_bytes(b'{"a": 1}\n')
    first = home.write("s.json", b'{"a": 1, "model": "x", "key": "k"}\n')
    second = home.write("s.json", b'{"a": 1, "model": "y", "key": "k"}\n')
    place.write_bytes(b'{"a": 1, "model": "y", "key": "k", "n": 1}\n')
    undone = home.undo(second)
    assert place.read_bytes() == b'{"a": 1, "model": "x", "key": "k", "n": 1}\n'
    place.write_bytes(b'{"a": 1, "model": "x", "key": "k", "n": 2}\n')
    home.undo(undone)
    assert place.read_bytes() == b'{"a": 1, "model": "y", "key": "k", "n": 2}\n'
    home.undo(second)
    place.write_bytes(b'{"a": 1, "model": "x", "key": "k", "n": 3}\n')
    home.undo(first)
    assert place.read_bytes() == b'{"a": 1, "n": 3}\n'


def test_an_earlier_change_is_undone_but_for_what_a_later_one_wrote(home: Home) -> None:
    """The value of the later change conflicts, by the name of that change; with it undone nothing is in the way."""
    place = home.path / "s.json"
    place.write_bytes(b"{}\n")
    first = home.write("s.json", b'{"model": "x", "key": "k"}\n')
    second = home.write("s.json", b'{"model": "y", "key": "k"}\n')
    place.write_bytes(b'{"model": "y", "key": "k", "n": 1}\n')
    with pytest.raises(UndoRefusedError) as caught:
        home.plan(first)
    (conflict,) = caught.value.conflicts
    assert (conflict.setting, conflict.later) == (("model",), second.id)
    assert conflict.hint.endswith(f"Undo it first: coding-plan-wizard undo {second.id}")
    home.undo(second)
    home.undo(first)
    assert place.read_bytes() == b'{"n": 1}\n'


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (b'{"a": 1', "plan.undo-unreadable"),
        (b"\xff\xfe", "plan.undo-unreadable"),
        (b"[1]\n", "plan.undo-other-kind"),
        (b"[" * 100_000, "plan.undo-unreadable"),
    ],
)
def test_a_file_that_cannot_be_read_any_more(home: Home, now: bytes, code: str) -> None:
    """It is one conflict; forced, the earlier bytes come back, and what was there is kept for the undo of that."""
    place = home.path / "s.json"
    place.write_bytes(b'{"a": 1}\n')
    change = home.write("s.json", b'{"a": 1, "k": "k"}\n')
    place.write_bytes(now)
    with pytest.raises(UndoRefusedError) as caught:
        home.plan(change)
    (conflict,) = caught.value.conflicts
    assert (conflict.code, conflict.setting, conflict.path) == (code, (), place)
    assert place.read_bytes() == now
    undone = home.undo(change, force=True)
    assert place.read_bytes() == b'{"a": 1}\n'
    home.undo(undone)
    assert place.read_bytes() == now


def test_a_file_that_is_gone(home: Home) -> None:
    """Where the change touched values of the user's that is refused; where it only added, nothing is left to do."""
    place = home.path / "s.json"
    place.write_bytes(b'{"a": 1}\n')
    added = home.write("s.json", b'{"a": 1, "k": "k"}\n')
    place.unlink()
    assert home.plan(added).pending == ()
    place.write_bytes(b'{"a": 1, "k": "k"}\n')
    changed = home.write("s.json", b'{"a": 2, "k": "k"}\n')
    place.unlink()
    with pytest.raises(UndoRefusedError) as caught:
        home.plan(changed)
    assert [conflict.code for conflict in caught.value.conflicts] == ["plan.undo-gone"]
    home.undo(changed, force=True)
    assert place.read_bytes() == b'{"a": 1, "k": "k"}\n'


def test_no_secret_is_shown_of_what_was_changed(home: Home) -> None:
    """Keys are masked at all three times, by their shape or by the name of their setting."""
    place = home.path / "s.json"
    place.write_bytes(b'{"env": {"API_KEY": "my-own-service-key", "b": "sk-1111222233334444"}}\n')
    change = home.write("s.json", b'{"env": {"API_KEY": "sk-sp-0123456789abcdef", "b": "plan"}}\n')
    place.write_bytes(b'{"env": {"API_KEY": "another-secret-value", "b": {"token": "abcdefghijkl"}}}\n')
    with pytest.raises(UndoRefusedError) as caught:
        home.plan(change)
    said = " ".join(f"{conflict.message} {conflict.values}" for conflict in caught.value.conflicts)
    assert [conflict.setting for conflict in caught.value.conflicts] == [("env", "API_KEY"), ("env", "b")]
    for secret in ("my-own-service", "0123456789", "1111222233", "another-secret", "abcdefgh"):
        assert secret not in said
    assert '"sk-sp-…cdef"' in said


@pytest.mark.parametrize(
    ("mode", "now", "expected", "code"),
    [
        (0o600, b'{"a": 1, "k": "k", "n": 1}\n', 0o644, ""),
        (0o640, b'{"a": 1, "k": "k", "n": 1}\n', 0o640, "plan.undo-mode-changed"),
        (0o600, b'{"a": 1, "k": "k", "token": "abcdefghijkl"}\n', 0o600, "plan.undo-mode-key"),
    ],
    ids=["as the wizard left it", "changed since", "a key came since"],
)
def test_permissions(home: Home, mode: int, now: bytes, expected: int, code: str) -> None:
    """The earlier ones come back where they are as the wizard left them and no key came since; else it is said."""
    place = home.path / "s.json"
    place.write_bytes(b'{"a": 1}\n')
    place.chmod(0o644)
    change = home.write("s.json", b'{"a": 1, "k": "k"}\n')
    place.write_bytes(now)
    place.chmod(mode)
    told = [warning.notice.code for warning in home.plan(change).warnings]
    assert told == ["plan.undo-stays-one", *([code] if code else [])]
    home.undo(change)
    assert (home.look("s.json") or (b"", 0))[1] == expected


def test_folders_made_for_a_file_go_with_it(home: Home) -> None:
    """A file in a new folder that its program wrote in another look is deleted, its empty folder too."""
    change = home.write("new/deep/s.json", b'{"key":"k"}')
    (home.path / "new/deep/s.json").write_bytes(b'{"key": "k"}\n')
    home.undo(change)
    assert not (home.path / "new").exists()


def by_value(owner: Owner, before: bytes | None, wrote: bytes | None, now: bytes, *, force: bool = False) -> FileUndo:
    """The undo of one file in a history of its own."""
    place = Path("/home/me/file")
    changed = ChangedFile(place, place, None, None, 0o600, 0o600, ())
    snapshot = Snapshot(place, place, now, 0o600, 1, None)
    return ByValue(changed, owner, snapshot, before, wrote, may_go=True, force=force).undone()


def test_clines_frame_stays_beside_other_providers() -> None:
    """Cline gives a file up that has no version: what makes it readable goes only with the last provider."""
    owner = Owner("cline-cli", "Cline", "json", "jsonc", ClineCli.noted, ClineCli.frame)
    ours: dict[str, Value] = {
        "settings": {"provider": "plan", "apiKey": "k"},
        "tokenSource": "manual",
        "updatedAt": "2026-11-25",
    }
    wrote: dict[str, Value] = {"version": 1, "modes": {}, "lastUsedProvider": "plan", "providers": {"plan": ours}}
    used: Value = {**wrote, "providers": {"plan": {**ours, "updatedAt": "2026-11-28"}}}
    undo = by_value(owner, None, json.dumps(wrote).encode(), json.dumps(used).encode())
    assert (undo.change.planned_bytes, undo.conflicts) == (None, ())
    others: Value = {"plan": {**ours, "updatedAt": "2026-11-28"}, "mine": {"settings": {}}}
    beside: Value = {**wrote, "providers": others}
    undo = by_value(owner, None, json.dumps(wrote).encode(), json.dumps(beside).encode())
    expected = {"version": 1, "modes": {}, "providers": {"mine": {"settings": {}}}}
    assert json.loads(undo.change.planned_bytes or b"") == expected
    assert not undo.conflicts


def test_what_openclaw_cached_anew_gives_way_to_what_was_there() -> None:
    """The entry that the change took out of a cache comes back, whatever OpenClaw made of it meanwhile."""
    owner = Owner("openclaw", "OpenClaw", "json", None, OpenClaw.noted, OpenClaw.frame)
    old = b'{"providers": {"bailian": {"baseUrl": "old"}, "mine": {"baseUrl": "m"}}}\n'
    without = b'{"providers": {"mine": {"baseUrl": "m"}}}\n'
    anew = b'{"providers": {"bailian": {"baseUrl": "plan", "apiKey": "sk-sp-0123456789"}, "mine": {"baseUrl": "m"}}}\n'
    undo = by_value(owner, old, without, anew)
    assert not undo.conflicts
    assert json.loads(undo.change.planned_bytes or b"") == json.loads(old)
    assert by_value(owner, old, without, without).change.planned_bytes == old


NEW = ("n1", "n2", "n3")
LAWS = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def edited(source: bytes, format_: str, edits: list[Edit]) -> bytes:
    """``source`` with ``edits``, where that can be done."""
    try:
        return edit(source, format_, edits)
    except FormatError:
        assume(False)  # noqa: FBT003  hypothesis takes it so
        raise


@st.composite
def sources(draw: st.DrawFn) -> tuple[str, bytes]:
    """A format and a source in it whose root holds members, or nothing yet."""
    kind = draw(st.sampled_from(["json", "toml", "yaml", "env"]))
    if kind == "json":
        written: Written = draw(documents())
        assume(isinstance(written.value, dict))
        return written.format, written.source
    made = {"toml": toml_documents.sources, "yaml": yaml_documents.sources, "env": env_documents.sources}[kind]
    source: bytes = draw(made())
    return kind, source


def read(source: bytes, format_: str) -> Value:
    """All that is in ``source``."""
    return open_document(source, format_).get(()) or {}


@pytest.mark.promise("where-others-wrote")
@pytest.mark.thorough
@LAWS
@given(sources(), st.data())
def test_the_others_edits_stay_byte_for_byte(drawn: tuple[str, bytes], data: st.DataObject) -> None:
    """Members that the change added go again, and the file is what the others' edits alone would have made of it."""
    format_, before = drawn
    # Where lone CRs end lines, each new line end is like its neighbour's, and ours were the neighbours of theirs.
    assume(b"\r" not in before.replace(b"\r\n", b""))
    root = read(before, format_)
    assume(isinstance(root, dict) and root)
    assert isinstance(root, dict)
    names = data.draw(st.lists(st.sampled_from(NEW), min_size=1, max_size=3, unique=True))
    texts = st.text("abc", max_size=3)
    ours: list[Edit] = [Set((name,), data.draw(texts if format_ == "env" else plain())) for name in names]
    document = open_document(before, format_)
    known = [path for path in leaves(root) if isinstance(at(root, path), str) and document.has(path)]
    assume(known)
    changed = data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=2, unique=True))
    theirs: list[Edit] = [Set(path, "new " if format_ != "env" else "new") for path in changed]
    wrote = edited(before, format_, ours)
    now = edited(wrote, format_, theirs)
    undo = by_value(Owner("tool", "Tool", format_), before, wrote, now)
    assert not undo.conflicts
    assert undo.change.planned_bytes == edited(before, format_, theirs)


@LAWS
@given(sources(), st.data())
def test_all_else_stays_by_value(drawn: tuple[str, bytes], data: st.DataObject) -> None:
    """Whatever the change set or deleted, it is as before again, and what others did elsewhere stays as they did it."""
    format_, before = drawn
    root = read(before, format_)
    assume(isinstance(root, dict))
    assert isinstance(root, dict)
    document = open_document(before, format_)
    names = [*(name for name in root if document.has((name,))), *NEW]  # YAML has members whose name is no text
    chosen = data.draw(st.lists(st.sampled_from(names), min_size=2, max_size=4, unique=True))
    sides: tuple[list[Edit], list[Edit]] = ([], [])
    value = st.text("abc", max_size=3) if format_ == "env" else plain()
    for name in chosen:
        delete = name in root and data.draw(st.booleans())
        sides[data.draw(st.integers(0, 1))].append(Delete((name,)) if delete else Set((name,), data.draw(value)))
    ours, theirs = sides
    assume(ours)
    wrote = edited(before, format_, ours)
    now = edited(wrote, format_, theirs)
    undo = by_value(Owner("tool", "Tool", format_), before, wrote, now)
    if any(conflict.code == "plan.undo-unsafe" for conflict in undo.conflicts):
        assert undo.change.planned_bytes == now  # an alias or a date that cannot be written again: left as it is
        return
    assert not undo.conflicts
    assert undo.change.planned_bytes is not None
    expected = apply_edits(root, theirs)
    assert equal(read(undo.change.planned_bytes, format_), expected)


def at(value: Value, path: tuple[str | int, ...]) -> Value:
    """The value at ``path``."""
    for step in path:
        value = value[str(step)] if isinstance(value, dict) else None
    return value


def plain() -> st.SearchStrategy[Value]:
    """Values that all formats but ``.env`` can write."""
    texts = st.text("abc é", max_size=4)
    return st.recursive(
        texts | st.booleans() | st.integers(-5, 5),
        lambda inner: st.dictionaries(st.sampled_from("abc"), inner, min_size=1, max_size=2),
        max_leaves=3,
    )
