"""What may stand in the place of a tool's file, met by the program itself: shown, written, or refused in a sentence."""

import os
import socket
import stat
from pathlib import Path

import pytest

from .program import KEY, Program

OPENCODE = ("--region", "china", "--tool", "opencode", "--model", "glm-5")
OWN = '{\n  "theme": "tokyonight"\n}\n'


@pytest.fixture
def place(program: Program) -> Path:
    """Where OpenCode's file belongs; its folder is there."""
    path = program.home / ".config" / "opencode" / "opencode.json"
    path.parent.mkdir(parents=True)
    return path


def mode(path: Path) -> int:
    """The permission bits."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.promise("links-stay-shown")
@pytest.mark.parametrize("kind", ["relative", "absolute", "chain", "folder"])
def test_a_link_stays_and_is_shown(program: Program, place: Path, kind: str) -> None:
    """The preview shows link → file; the file in the dotfiles repository changes, the link does not."""
    real = program.home / "dotfiles" / "opencode.json"
    real.parent.mkdir()
    real.write_text(OWN)
    if kind == "folder":
        place.parent.rmdir()
        place.parent.symlink_to("../dotfiles")
    elif kind == "chain":
        (program.home / "middle").symlink_to("dotfiles/opencode.json")
        place.symlink_to("../../middle")
    else:
        place.symlink_to(real if kind == "absolute" else "../../dotfiles/opencode.json")
    link = place.parent if kind == "folder" else place
    before = os.readlink(link)  # noqa: PTH115  the text of the link as it is
    ran = program("apply", *OPENCODE, answers=["y"])
    assert ran.code == 0
    assert f"{place} → {real}" in ran.err
    assert os.readlink(link) == before  # noqa: PTH115  as above
    assert '"theme": "tokyonight"' in real.read_text()
    assert KEY in real.read_text()
    assert [path.name for path in real.parent.iterdir()] == ["opencode.json"]


@pytest.mark.promise("read-only-missing")
@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("folder", "This is a folder"),
        ("pipe", "This is a named pipe"),
        ("device", "This is a device"),
        ("socket", "This is a socket"),
        ("loop", "lead in a circle"),
        ("dangling", "in a folder that does not exist"),
        ("below a file", "no folder stands there"),
        ("read-only", "This file is read-only (permissions 0444)"),
        ("huge", "larger than 256 MiB"),
    ],
)
def test_what_cannot_be_replaced_is_refused(program: Program, place: Path, kind: str, sentence: str) -> None:
    """Found before anything is touched: exit code 1, a sentence with the path, and no other tool's file either."""
    match kind:
        case "folder":
            place.mkdir()
        case "pipe":
            os.mkfifo(place)
        case "device":
            place.symlink_to("/dev/null")
        case "socket":
            before = Path.cwd()
            with socket.socket(socket.AF_UNIX) as listener:
                os.chdir(place.parent)
                try:
                    listener.bind(place.name)
                finally:
                    os.chdir(before)
        case "loop":
            place.symlink_to("other")
            (place.parent / "other").symlink_to("opencode.json")
        case "dangling":
            place.symlink_to("../nowhere/opencode.json")
        case "below a file":
            place.parent.rmdir()
            place.parent.touch()
        case "read-only":
            place.write_text(OWN)
            place.chmod(0o444)
        case _:
            with place.open("wb") as file:
                file.truncate(300 * 1024 * 1024)
    ran = program("apply", "--yes", *OPENCODE, "--tool", "qwen-code")
    assert ran.code == 1
    assert sentence in ran.err
    assert str(place.parent) in ran.err
    assert not (program.home / ".qwen").exists()
    assert not (program.home / ".local").exists()
    answer = program("apply", "--yes", "--json", *OPENCODE, "--tool", "qwen-code").json
    assert sentence in " ".join(error["message"] for error in answer["errors"])


@pytest.mark.promise("links-stay-shown")
def test_a_dangling_link_into_a_folder_is_filled(program: Program, place: Path) -> None:
    """A link to a file that is not there yet is filled where the file's folder exists."""
    (program.home / "dotfiles").mkdir()
    place.symlink_to("../../dotfiles/new.json")
    assert program("apply", "--yes", *OPENCODE).code == 0
    assert place.is_symlink()
    assert KEY in (program.home / "dotfiles" / "new.json").read_text()


@pytest.mark.promise("links-stay-shown")
def test_hard_links_are_warned_of(program: Program, place: Path) -> None:
    """The other names of the file keep the old content, and that is said before the question."""
    place.write_text(OWN)
    os.link(place, program.home / "other")
    ran = program("apply", *OPENCODE, answers=["y"])
    assert "2 hard links" in ran.err.partition("Write this?")[0]
    assert (program.home / "other").read_text() == OWN


@pytest.mark.promise("file-with-key")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_file_that_receives_a_key_ends_private(program: Program, place: Path, umask: int) -> None:
    """Whatever the umask, an open file that receives a key ends 0600, as the preview says; new places too."""
    place.write_text(OWN)
    place.chmod(0o664)
    before = os.umask(umask)
    try:
        ran = program("apply", *OPENCODE, "--tool", "qwen-code", answers=["y"])
    finally:
        os.umask(before)
    assert "(mode 0664 becomes 0600)" in ran.err.partition("Write this?")[0]
    assert (mode(place), mode(program.home / ".qwen" / "settings.json")) == (0o600, 0o600)
    assert mode(program.home / ".qwen") == 0o700


@pytest.mark.promise("file-with-key")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_file_without_a_key_keeps_its_mode(program: Program, place: Path, umask: int) -> None:
    """With a reference in place of the key the file's mode stays, whatever the umask."""
    place.write_text(OWN)
    place.chmod(0o640)
    before = os.umask(umask)
    try:
        assert program("apply", "--yes", *OPENCODE, "--key-ref", "MY_KEY", key=None).code == 0
    finally:
        os.umask(before)
    assert KEY not in place.read_text()
    assert mode(place) == 0o640


@pytest.mark.promise("changed-between-preview")
def test_a_file_edited_while_the_question_waits(program: Program, place: Path) -> None:
    """The yes to an old preview writes nothing: the new diff is shown and asked about again."""
    place.write_text(OWN)

    def edits_then_yes() -> str:
        place.write_text(OWN.replace("tokyonight", "everforest"))
        return "y"

    ran = program("apply", *OPENCODE, answers=[edits_then_yes, "n"])
    assert ran.code == 130
    assert "changed after the preview" in ran.err
    assert ran.out.count("+++ ") == 2
    assert '"theme": "everforest"' in ran.out
    assert place.read_text() == OWN.replace("tokyonight", "everforest")


@pytest.mark.promise("text-from-file")
def test_hostile_text_is_shown_harmless(program: Program, place: Path) -> None:
    """Escapes and text direction marks from a file reach neither the terminal nor JSON; they are written out."""
    place.write_text('{\n  "a": "\x7f\u202egnp.exe [red]x[/red]",\n  "theme": "\u200b"\n}\n')
    for form in ("--color=never", "--json"):
        ran = program("plan", *OPENCODE, form)
        assert ran.code == 0
        assert not {"\x1b", "\x7f", "\u202e", "\u200b"} & set(ran.out + ran.err)
        assert "[red]x[/red]" in ran.out
        assert "202e" in ran.out


@pytest.mark.promise("command-reads-writes")
@pytest.mark.promise("killed-at-step")
def test_the_next_start_speaks_first(program: Program, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a crash a command that reads says so and touches nothing; one that writes puts all in order first."""
    place.write_text(OWN)

    def crash(*_arguments: object, **_named: object) -> None:
        raise SystemExit(9)

    with monkeypatch.context() as patch:
        patch.setattr("wizard.apply.history.record", crash)
        patch.setattr("wizard.apply.writer.put_back", crash)
        assert program("apply", "--yes", *OPENCODE).code == 9
    assert KEY in place.read_text()
    journal = program.home / ".local/state/coding-plan-wizard/journal.json"
    record, written = journal.read_bytes(), place.read_bytes()
    ran = program("status", "--tool", "opencode")
    assert ran.code == 0
    assert ran.err.startswith("Warning: The last “apply” (")
    assert ran.err.endswith(f"To settle it: coding-plan-wizard undo --home {program.home}\n")
    assert "glm-5" in ran.out
    assert (journal.read_bytes(), place.read_bytes()) == (record, written)
    ran = program("undo", "--yes")
    assert ran.code == 0
    assert "it is change 2" in ran.err
    assert place.read_text() == OWN
