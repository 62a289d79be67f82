"""Comments of generated TOML files stay with what they are about (law 5), and no other byte goes (law 3)."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.formats import Delete, DocumentPath, Set, edit


@dataclass(frozen=True, slots=True)
class Member:
    """A key or table of a file: its path, the comment directly above it, and its own lines."""

    path: DocumentPath
    comment: str
    lines: str


@st.composite
def members(draw: st.DrawFn) -> list[Member]:
    """Top-level keys, then tables with keys; each member with a comment of its own, blank lines between."""
    found: list[Member] = []
    for number in range(draw(st.integers(1, 3))):
        value = draw(st.sampled_from(["1", "'x # y'", "[\n  1, # one\n]", '"""\n# no\n"""']))
        same_line = draw(st.sampled_from(["", " # same line"]))
        found.append(Member((f"k{number}",), f"# about k{number}\n", f"k{number} = {value}{same_line}\n"))
    for number in range(draw(st.integers(0, 3))):
        keys = "".join(f"# in {number}\nx{each} = {each}\n\n" for each in range(draw(st.integers(0, 2))))
        lines = f"[t{number}] # header\n{keys}".removesuffix("\n\n").removesuffix("\n") + "\n"
        found.append(Member((f"t{number}",), f"# about t{number}\n# [no.table]\n", lines))
    return found


def written(found: list[Member], head: str) -> str:
    """The file of ``found`` below its own comment."""
    return head + "\n".join(member.comment + member.lines for member in found)


@settings(max_examples=60)
@given(found=members(), data=st.data(), crlf=st.booleans())
def test_deleting_a_member_takes_its_own_comment_only(found: list[Member], data: st.DataObject, *, crlf: bool) -> None:
    """What is left is the file written without that member and without its comment."""
    gone = data.draw(st.sampled_from(found))
    line_end = "\r\n" if crlf else "\n"
    source = written(found, "# file\n\n").replace("\n", line_end).encode()
    left = [member for member in found if member != gone]
    expected = written(left, "# file\n\n") if left else "# file\n"
    assert edit(source, "toml", [Delete(gone.path)]).decode() == expected.replace("\n", line_end)


@settings(max_examples=60)
@given(members(), st.data())
def test_new_settings_stand_between_members_not_inside(found: list[Member], data: st.DataObject) -> None:
    """A new key and a new table leave each comment directly above its member."""
    source = written(found, data.draw(st.sampled_from(["", "# file\n\n"])))
    result = edit(source.encode(), "toml", [Set(("new",), 1), Set(("plan", "p", "size"), 1)]).decode()
    for member in found:
        assert member.comment + member.lines in result
    assert result.replace("new = 1\n", "", 1).replace("\n[plan.p]\nsize = 1\n", "", 1) == source


@settings(max_examples=60)
@given(members(), st.data())
def test_setting_a_value_replaces_its_bytes_alone(found: list[Member], data: st.DataObject) -> None:
    """Everything around the value is as it was, the comment behind it too."""
    keys = [index for index, member in enumerate(found) if member.lines.startswith("k")]
    index = data.draw(st.sampled_from(keys))
    old = found[index]
    tail = " # same line\n" if old.lines.endswith(" # same line\n") else "\n"
    changed = [*found]
    changed[index] = Member(old.path, old.comment, f"{old.path[0]} = true{tail}")
    result = edit(written(found, "").encode(), "toml", [Set(old.path, value=True)])
    assert result.decode() == written(changed, "")


def test_mixed_line_ends_are_those_of_the_line_before() -> None:
    """In a file of both kinds a new line ends as the one above it, and old ones are as they were."""
    source = b"a = 1\r\n[t]\nx = 1\n\r\n[u]\r\ny = 1\r\n"
    edits = [Set(("b",), 2), Set(("t", "z"), 3), Set(("u", "z"), 4)]
    assert edit(source, "toml", edits) == b"a = 1\r\nb = 2\r\n[t]\nx = 1\nz = 3\n\r\n[u]\r\ny = 1\r\nz = 4\r\n"
