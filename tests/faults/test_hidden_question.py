"""The question for the key: whatever ends or stops it, the terminal shows again what is typed, and no core is left."""

import os
import re
import resource
import signal
import sys
import termios
from pathlib import Path

import pexpect
import pytest

from tests.cli.running import contents
from tests.stories.terminal import KEY, variables

pytestmark = [pytest.mark.thorough, pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")]

_ROOT = Path(__file__).parents[2]
_APPLY = ("apply", "--region", "china", "--tool", "opencode", "--model", "glm-5")
_WAYS = {"apply": ("en", _APPLY), "apply, Chinese": ("zh", _APPLY), "plain": ("en", ("--plain",))}
_NOT_SHOWN = {"en": "not shown", "zh": "不显示"}


def at_the_key(home: Path, way: str, *, module: str = "wizard", core: bool = False) -> "pexpect.spawn[str]":
    """The program at its hidden question, reached by one of ``_WAYS``."""
    language, arguments = _WAYS[way]
    child = pexpect.spawn(
        sys.executable,
        ["-m", module, "--lang", language, *arguments],
        env=variables(home, PYTHONPATH=os.fspath(_ROOT)),
        cwd=os.fspath(home),
        dimensions=(24, 200),
        timeout=60,
        encoding="utf-8",
        codec_errors="surrogateescape",
        preexec_fn=_with_core if core else None,
    )
    if way == "plain":
        for question, answer in [("region", "2"), ("tools", "2"), ("Which model", ""), ("think", "")]:
            child.expect(question)
            child.expect(r"\]: ")
            child.sendline(answer)
    child.expect(_NOT_SHOWN[language])
    until(child, echo=False)
    return child


def _with_core() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


def echoes(child: "pexpect.spawn[str]") -> bool:
    """Whether the terminal shows what is typed."""
    return bool(termios.tcgetattr(child.child_fd)[3] & termios.ECHO)


def until(child: "pexpect.spawn[str]", *, echo: bool) -> None:
    """Wait until the terminal shows what is typed, or does not."""
    for _ in range(3000):
        if echoes(child) == echo:
            return
        child.expect(pexpect.TIMEOUT, timeout=0.01)
    raise AssertionError(f"echo stayed {not echo}")


@pytest.mark.promise("hidden-question-leaves")
@pytest.mark.parametrize("way", list(_WAYS))
@pytest.mark.parametrize("how", ["\x03", "\x1c", signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT], ids=repr)
def test_left_at_the_key(tmp_path: Path, way: str, how: str | signal.Signals) -> None:
    """Ctrl+C, Ctrl+Backslash, every signal to end: exit code 130, what is typed is shown again, nothing written."""
    child = at_the_key(tmp_path, way)
    if isinstance(how, str):
        child.send(how)
    else:
        child.kill(how)
    child.expect("已取消" if way == "apply, Chinese" else "nothing was changed")
    child.expect(pexpect.EOF)
    assert echoes(child)
    child.close()
    assert (child.exitstatus, child.signalstatus) == (130, None)
    assert contents(tmp_path) == {}


@pytest.mark.promise("hidden-question-leaves")
@pytest.mark.parametrize("way", ["apply", "plain"])
def test_stopped_and_resumed_at_the_key(tmp_path: Path, way: str) -> None:
    """Ctrl+Z: the stopped program leaves the terminal showing what is typed; resumed, it asks again and hides it."""
    child = at_the_key(tmp_path, way, module="tests.stories.job")
    for _ in range(2):
        child.send("\x1a")
        child.expect("stopped")
        assert echoes(child)
        child.sendline("")
        child.expect("not shown")
        until(child, echo=False)
    child.sendline(KEY)
    child.expect("Write this")
    assert echoes(child)
    assert "0123456789" not in str(child.before)
    child.sendline("n")
    child.expect(pexpect.EOF) if way == "apply" else child.terminate(force=True)


@pytest.mark.promise("bytes-no-text")
@pytest.mark.parametrize("way", list(_WAYS))
@pytest.mark.parametrize("typed", [b"\xff\xfe", KEY.encode() + b"\xff\xfe", b"caf\xe9", b"\x80" * 40], ids=repr)
def test_bytes_that_are_no_text(tmp_path: Path, way: str, typed: bytes) -> None:
    """A key with bytes that are no UTF-8 is refused with its sentence and asked for again; the right one is taken."""
    child = at_the_key(tmp_path, way)
    os.write(child.child_fd, typed + b"\n")
    child.expect("invisible or odd character|不可见或异常字符")
    said = str(child.before)
    child.expect(_NOT_SHOWN[_WAYS[way][0]])
    until(child, echo=False)
    child.sendline(KEY)
    child.expect(r"\[y/N\]")
    said += str(child.before)
    assert "0123456789" not in said
    assert "Something unexpected" not in said
    child.terminate(force=True)


@pytest.mark.promise("hidden-question-leaves")
@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="looks into /proc")
@pytest.mark.parametrize("way", ["apply", "plain"])
def test_no_core_with_the_key(tmp_path: Path, way: str) -> None:
    """Where core files are wanted, the program asks for none before it takes a key in, and leaves none behind."""
    child = at_the_key(tmp_path, way, core=True)
    child.sendline(KEY)
    child.expect("Write this")
    limits = Path(f"/proc/{child.pid}/limits").read_text()
    assert re.search(r"Max core file size +0 ", limits)
    child.kill(signal.SIGSEGV)
    child.expect(pexpect.EOF)
    child.close()
    assert child.signalstatus == signal.SIGSEGV
    assert [path.name for path in tmp_path.iterdir() if "core" in path.name] == []
