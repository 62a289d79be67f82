"""What start-up files export: read, never run, and told with the line that does it."""

from pathlib import Path

import pytest

from wizard.files.startup import exports, exports_of


def found(text: str) -> list[tuple[str, str | None, int | None]]:
    """Names, values and lines that ``text`` exports."""
    return [(export.name, export.value, export.line) for export in exports_of(text, Path("/home/me/.zshrc"))]


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("export A=one", "A", "one"),
        ("  export A=one", "A", "one"),
        ("\texport\tA=one  ", "A", "one"),
        ("export A='one two'", "A", "one two"),
        ('export A="one two"', "A", "one two"),
        ('export A="say \\"hi\\""', "A", 'say "hi"'),
        ("export A=o'n'\"e\"", "A", "one"),
        ("export A=", "A", ""),
        ("export A=one # why", "A", "one"),
        ("export A=a#b", "A", "a#b"),
        ("export A=one; echo", "A", "one"),
        ("export A=one && echo", "A", "one"),
        ("export A=one | cat", "A", "one"),
        ("export A='#'", "A", "#"),
        ("export A=$B", "A", None),
        ('export A="${B}x"', "A", None),
        ("export A=`cat key`", "A", None),
        ("export A=$(cat ~/.key)", "A", None),
        ("export A=$(cat $(ls ~/.key))", "A", None),
        ('export A=$(cat "my key") # why', "A", None),
        ('export A="$(cat key)"', "A", None),
        ("export A='$B'", "A", "$B"),
        ('export A="\\$B"', "A", "$B"),
        ("typeset -x A=one", "A", "one"),
        ("typeset -gx A=one", "A", "one"),
        ("declare -x A=one", "A", "one"),
        ("set -x A one", "A", "one"),
        ("set -gx A one", "A", "one"),
        ("set -Ux A 'one two'", "A", "one two"),
        ("set --export A one", "A", "one"),
        ("set -g --export A one # why", "A", "one"),
    ],
)
def test_a_line_that_exports(line: str, name: str, value: str | None) -> None:
    """Name and value as the shell would have them; an expansion is not known."""
    assert found(f"# first\n{line}\n") == [(name, value, 2)]


@pytest.mark.parametrize(
    "line",
    [
        "A=one",
        "# export A=one",
        "export -p",
        "typeset -i A=1",
        "declare A=one",
        "set A one",
        "set -g A one",
        "set --global A one",
        "alias a='export A=one'",
        "export 1A=one",
        "echo export A=one",
    ],
)
def test_a_line_that_does_not(line: str) -> None:
    """Neither a plain assignment nor anything that only looks alike exports."""
    assert found(f"{line}\n") == []


def test_several_in_one_line() -> None:
    """All names of one line, those without a value too."""
    assert found("export A=1 B='2 3' C\n") == [("A", "1", 1), ("B", "2 3", 1), ("C", None, 1)]


def test_assigned_first_and_exported_later() -> None:
    """The line that gives the value is told, also where it is given anew after the export."""
    assert found("A=one\n\nexport A\n") == [("A", "one", 1)]
    assert found("export A=one\nA=two\n") == [("A", "two", 2)]
    assert found("export A\nA=two\n") == [("A", "two", 2)]
    assert found("A=one # why\nexport A\n") == [("A", "one", 1)]


@pytest.mark.parametrize("line", ["unset A", "  unset A  ", "unset -v A", "set -e A", "set --erase A", "set -e -g A"])
def test_what_is_undone(line: str) -> None:
    """An unset variable is not exported, until it is again."""
    assert found(f"export A=one\nexport B=two\n{line}\n") == [("B", "two", 2)]
    assert found(f"export A=one\n{line}\nexport A=two\n") == [("A", "two", 3)]
    assert found(f"A=one\n{line}\nexport A\n") == [("A", None, 3)]


def test_all_places_in_their_order(tmp_path: Path) -> None:
    """Each file that a shell reads is read, in that order; a folder or a huge file in its place exports nothing."""
    places = (
        *(".zshenv", ".zprofile", ".zshrc", ".zlogin", ".profile"),
        *(".bash_profile", ".bash_login", ".bashrc", ".config/fish/config.fish"),
    )
    (tmp_path / ".config" / "fish").mkdir(parents=True)
    for number, place in enumerate(places):
        line = f"set -x A {number}" if place.endswith("fish") else f"export A={number}"
        (tmp_path / place).write_text(line)
        (tmp_path / place).chmod(0o640)
    seen = exports(tmp_path)
    assert [(export.path, export.value, export.mode) for export in seen] == [
        (tmp_path / place, str(number), 0o640) for number, place in enumerate(places)
    ]
    (tmp_path / ".zshenv").unlink()
    (tmp_path / ".zshenv").mkdir()
    (tmp_path / ".zshrc").write_text("export A=1\n" + "#" * 1024 * 1024)
    (tmp_path / ".zlogin").write_bytes(b"# \xff\nexport A=latin\n")
    assert [export.value for export in exports(tmp_path)] == ["1", "latin", *"45678"]


def test_a_value_is_not_in_its_representation() -> None:
    """A key that is exported does not show where the value is printed by accident."""
    (export,) = exports_of("export A=sk-sp-0123456789", Path("/home/me/.zshrc"))
    assert "0123456789" not in repr(export)


@pytest.mark.parametrize("opening", ["export ", "export A=", "typeset -x A=", "set -x A ", "set ", "unset ", "A=", ""])
@pytest.mark.parametrize(
    "unit", ["a", "a=", "a=b ", "'", '"', "$(", "$(a)", "`", "`a`", "\\", " ", "--- ", "-a- ", "#", "''"]
)
def test_a_line_that_nearly_exports_is_passed_over_at_once(opening: str, unit: str) -> None:
    """However often what can be read in two ways is repeated: to try all of them would take for ever."""
    for length in (60, 4_000, 400_000):
        for closing in ("'", '"', ")", "!", "+=x"):
            text = f"{opening}{unit * (length // len(unit))}{closing}\nexport B=1\n"
            assert ("B", "1") in [(name, value) for name, value, _ in found(text)]


def test_a_name_that_is_added_to_is_not_known() -> None:
    """``+=`` is not understood, and is found not to be at once, however long the name."""
    assert found("export SOME_LONG_NAME_OF_A_VARIABLE_THAT_HOLDS_PATHS+=:/opt/bin\n") == []
