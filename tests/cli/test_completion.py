"""Completions of three shells and the manual page, asked of the shells themselves."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import wizard


def _script(home: Path, shell: str) -> Path:
    ran = wizard(home, "--completion", shell)
    assert ran.code == 0
    script = home / f"completions.{shell}"
    script.write_text(ran.out)
    return script


def _asked(shell: str, code: str) -> list[str]:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not on this machine")
    ran = subprocess.run([shell, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stderr == ""
    return ran.stdout.split()


@pytest.mark.promise("shell-completion")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("sw", ["switch"]),
        ("switch gl", ["glm-5", "glm-4.7"]),
        ("plan --reg", ["--region"]),
        ("plan --region ", ["china", "international"]),
        ("apply --tool open", ["opencode", "openclaw"]),
        ("undo --fo", ["--force"]),
        ("--completion z", ["zsh"]),
    ],
)
def test_bash_completes(tmp_path: Path, words: str, expected: list[str]) -> None:
    """Commands, their flags, and the values of flags complete in bash."""
    parts = ["coding-plan-wizard", *words.split(" ")]
    array = " ".join(f"'{part}'" for part in parts)
    code = f"source {_script(tmp_path, 'bash')}; COMP_WORDS=({array}); COMP_CWORD={len(parts) - 1}; "
    assert _asked("bash", code + "_coding_plan_wizard; echo ${COMPREPLY[@]}") == expected


@pytest.mark.promise("shell-completion")
@pytest.mark.parametrize(
    ("words", "expected"),
    [("sw", "switch"), ("switch glm-5 --thi", "--thinking"), ("plan --region c", "china"), ("status --to", "--tool")],
)
def test_fish_completes(tmp_path: Path, words: str, expected: str) -> None:
    """Commands, their flags, and the values of flags complete in fish."""
    code = f"source {_script(tmp_path, 'fish')}; complete -C 'coding-plan-wizard {words}'"
    assert expected in _asked("fish", code)


@pytest.mark.promise("shell-completion")
def test_zsh_reads_the_script(tmp_path: Path) -> None:
    """The script is well formed, and defines and registers the function."""
    code = f"autoload -Uz compinit; compinit -D -u; source {_script(tmp_path, 'zsh')}; "
    assert _asked("zsh", code + "whence -w _coding_plan_wizard; echo ${_comps[coding-plan-wizard]}") == [
        "_coding_plan_wizard:",
        "function",
        "_coding_plan_wizard",
    ]


def test_the_manual_names_every_command_and_flag(tmp_path: Path) -> None:
    """The manual page is made from the same flags as the help."""
    page = wizard(tmp_path, "--manual").out.replace("\\-", "-")
    for word in ("SWITCH", "--key-ref", "--skip-failing", "--dry-run", "--completion", "exit codes"):
        assert word in page
    assert page.startswith(".TH CODING-PLAN-WIZARD 1")


def test_an_unknown_shell_is_refused(tmp_path: Path) -> None:
    """Another shell is a usage error that names the three."""
    ran = wizard(tmp_path, "--completion", "csh")
    assert ran.code == 2
    assert "fish" in ran.err
