"""``--scope project``: the project's files instead of the user's, never with a key."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import KEY, Ran, contents

_TOOLS = ("claude-code", "opencode", "qwen-code", "codex", "kilo")
_ALL = [word for tool in _TOOLS for word in ("--tool", tool)]
_FILES = {
    ".claude/settings.local.json", ".codex/config.toml", ".kilo/kilo.jsonc", ".qwen/settings.json", "opencode.json",
}  # fmt: skip
_PROJECT = ("--scope", "project")


@dataclass(frozen=True)
class Desk:
    """A user's home and a project beside it."""

    home: Path
    project: Path

    def ran(self, *arguments: str, key: str | None = None, path: str = "/usr/bin:/bin", **variables: str) -> Ran:
        """Run the wizard in the project without a terminal."""
        ran = subprocess.run(
            [sys.executable, "-m", "wizard", *arguments, "--home", str(self.home)],
            cwd=self.project,
            env={
                "PATH": path,
                "HOME": str(self.home),
                "LANG": "C.UTF-8",
                "PYTHONPATH": str(Path(__file__).parents[2]),
                "SYSTEMROOT": os.environ.get("SYSTEMROOT", ""),
                **({"CODING_PLAN_API_KEY": key} if key else {}),
                **variables,
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def read(self, place: str) -> Any:  # noqa: ANN401  a test picks it apart
        """A JSON file of the project."""
        return json.loads((self.project / place).read_bytes())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty home and an empty project."""
    made = Desk(tmp_path / "home", tmp_path / "project")
    made.home.mkdir()
    made.project.mkdir()
    return made


def _set_up(desk: Desk) -> dict[str, bytes]:
    ran = desk.ran("apply", "--yes", "--region", "china", "--model", "glm-5", *_ALL, key=KEY)
    assert ran.code == 0, ran.err
    return contents(desk.home)


@pytest.mark.promise("project-s-file-never")
def test_the_projects_files_are_written_without_a_key_and_the_users_stay(desk: Desk) -> None:
    """Apply in a project writes exactly the five project files, with no key in them, and says where it comes from."""
    before = _set_up(desk)
    ran = desk.ran("apply", "--yes", "--json", "--model", "kimi-k2.5", *_ALL, *_PROJECT)
    assert ran.code == 0, ran.err
    assert (ran.json["scope"], ran.json["choices"]["region"]) == ("project", "china")
    assert contents(desk.home) == before
    written = contents(desk.project)
    assert set(written) == _FILES
    assert KEY.encode() not in b"".join(written.values())
    told = [warning["tool"] for warning in ran.json["warnings"] if warning["code"] == "choices.key-of-user"]
    assert told == list(_TOOLS)
    assert desk.read(".claude/settings.local.json")["env"]["ANTHROPIC_MODEL"] == "kimi-k2.5"
    assert "ANTHROPIC_AUTH_TOKEN" not in desk.read(".claude/settings.local.json")["env"]
    assert set(desk.read("opencode.json")["provider"]["bailian-coding-plan"]["options"]) == {"baseURL"}
    assert "env" not in desk.read(".qwen/settings.json")


def test_status_switch_undo_and_remove_in_a_project(desk: Desk) -> None:
    """The other commands see the project's files alone, and remove leaves nothing of them."""
    before = _set_up(desk)
    desk.ran("apply", "--yes", "--model", "kimi-k2.5", *_ALL, *_PROJECT)
    assert desk.ran("switch", "qwen3.7-plus", "--yes", *_PROJECT).code == 0
    states = desk.ran("status", "--json", *_PROJECT).json["tools"]
    assert [(tool["id"], tool["model"]) for tool in states] == [(name, "qwen3.7-plus") for name in _TOOLS]
    assert {tool["model"] for tool in desk.ran("status", "--json").json["tools"] if tool["id"] in _TOOLS} == {"glm-5"}
    assert desk.ran("undo", "--yes").code == 1  # outside the home that is named
    assert desk.ran("undo", "--yes", *_PROJECT).code == 0
    assert desk.read("opencode.json")["model"] == "bailian-coding-plan/kimi-k2.5"
    assert desk.ran("remove", "--yes", *_PROJECT).code == 0
    assert contents(desk.project) == {}
    assert contents(desk.home) == before


def test_a_reference_is_written_in_each_tools_own_syntax(desk: Desk) -> None:
    """With --key-ref the file names the variable; Claude Code and Kilo, which cannot, are errors that say so."""
    chosen = ("--region", "international", "--model", "glm-5", "--key-ref", "OUR_KEY", *_PROJECT)
    assert desk.ran("apply", "--yes", *chosen, *_ALL[2:-2]).code == 0
    assert desk.read("opencode.json")["provider"]["bailian-coding-plan"]["options"]["apiKey"] == "{env:OUR_KEY}"
    assert {row["envKey"] for row in desk.read(".qwen/settings.json")["modelProviders"]["openai"]} == {"OUR_KEY"}
    assert 'env_key = "OUR_KEY"' in (desk.project / ".codex/config.toml").read_text()
    assert contents(desk.home) == {}
    for tool in ("claude-code", "kilo"):
        refused = desk.ran("apply", "--yes", *chosen, "--tool", tool, ANTHROPIC_AUTH_TOKEN=KEY)
        assert refused.code == 1
        assert "OUR_KEY" in refused.err


def test_the_users_own_reference_holds_in_kilos_project(desk: Desk) -> None:
    """Kilo skips a project's file with a reference: the one in the user's own file is enough, and is not repeated."""
    chosen = ("apply", "--yes", "--tool", "kilo", "--region", "china", "--key-ref", "OUR_KEY")
    assert desk.ran(*chosen).code == 0
    assert desk.ran(*chosen, "--model", "glm-5", *_PROJECT).code == 0
    assert set(desk.read(".kilo/kilo.jsonc")["provider"]["bailian-coding-plan"]["options"]) == {"baseURL"}
    assert desk.ran("switch", "kimi-k2.5", "--yes", *_PROJECT).code == 0
    state = next(tool for tool in desk.ran("status", "--json", *_PROJECT).json["tools"] if tool["id"] == "kilo")
    assert (state["model"], state["key"]) == ("kimi-k2.5", "$OUR_KEY")


def test_kilo_and_opencode_of_one_project_keep_apart(desk: Desk) -> None:
    """Kilo also reads OpenCode's file of the project; it is left to OpenCode, and Kilo's own goes before it."""
    _set_up(desk)
    (desk.project / "opencode.jsonc").write_text('{"model": "own/one"} // mine\n')
    for tool, model in (("opencode", "kimi-k2.5"), ("kilo", "qwen3.7-plus")):
        assert desk.ran("apply", "--yes", "--tool", tool, "--model", model, *_PROJECT).code == 0
    assert desk.read(".kilo/kilo.jsonc")["model"] == "bailian-coding-plan/qwen3.7-plus"
    assert '"model": "bailian-coding-plan/kimi-k2.5"' in (desk.project / "opencode.jsonc").read_text()
    assert set(contents(desk.project)) == {".kilo/kilo.jsonc", "opencode.jsonc"}
    states = {tool["id"]: tool["model"] for tool in desk.ran("status", "--json", *_PROJECT).json["tools"]}
    assert (states["opencode"], states["kilo"]) == ("kimi-k2.5", "qwen3.7-plus")


def test_the_usual_variable_is_referred_to_where_the_user_has_no_key(desk: Desk) -> None:
    """A key in the usual variable is never copied: the file refers to it."""
    assert desk.ran("apply", "--yes", "--region", "china", "--tool", "opencode", *_PROJECT, key=KEY).code == 0
    options = desk.read("opencode.json")["provider"]["bailian-coding-plan"]["options"]
    assert options["apiKey"] == "{env:CODING_PLAN_API_KEY}"


@pytest.mark.parametrize(
    ("arguments", "code", "names"),
    [
        (("--tool", "opencode", "--key-env", "MINE"), 2, "--key-ref"),
        (("--tool", "opencode"), 2, "apply --region china --tool opencode"),
        (("--tool", "claude-code"), 2, "apply --region china --tool claude-code"),
        (("--tool", "openclaw"), 1, "claude-code, opencode, qwen-code, codex, kilo"),
        (("--tool", "cursor"), 1, "Cursor reads no file of a project"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_way_out(
    desk: Desk, arguments: tuple[str, ...], code: int, names: str
) -> None:
    """A literal key, no key at all, and tools without a project file: exit code, a sentence, and no file."""
    ran = desk.ran("apply", "--yes", "--region", "china", *arguments, *_PROJECT, MINE=KEY)
    assert (ran.code, names in ran.err) == (code, True), ran.err
    assert contents(desk.project) == {}


def test_a_key_of_the_other_region_is_not_the_projects(desk: Desk) -> None:
    """Where the user's key is China's, a project in the international region does not rely on it."""
    _set_up(desk)
    ran = desk.ran("apply", "--yes", "--region", "international", "--tool", "claude-code", *_PROJECT)
    assert ran.code == 2
    assert "no key for international" in ran.err


@pytest.mark.promise("project-s-file-never")
def test_a_key_found_in_the_projects_file_is_taken_out(desk: Desk) -> None:
    """A literal key that stands in the project's file goes, and the diff does not show it."""
    _set_up(desk)
    place = desk.project / ".claude" / "settings.local.json"
    place.parent.mkdir()
    place.write_text(json.dumps({"permissions": {}, "env": {"ANTHROPIC_AUTH_TOKEN": "sk-sp-feedfacefeedface"}}))
    ran = desk.ran("apply", "--yes", "--tool", "claude-code", *_PROJECT)
    assert ran.code == 0
    assert "sk-sp-feedfacefeedface" not in ran.out + ran.err
    after = desk.read(".claude/settings.local.json")
    assert "ANTHROPIC_AUTH_TOKEN" not in after["env"]
    assert after["permissions"] == {}


def test_the_home_folder_is_no_project(desk: Desk) -> None:
    """In the home folder itself the project's files would be the user's own: refused."""
    there = Desk(desk.home, desk.home)
    ran = there.ran("plan", "--region", "china", "--tool", "qwen-code", "--key-ref", "X", *_PROJECT)
    assert ran.code == 1
    assert "is the home folder" in ran.err


def test_git_is_asked_whether_it_would_track_the_file(desk: Desk) -> None:
    """In a repository a file that is not ignored is warned of, an ignored one is not, and remove warns of nothing."""
    chosen = ("--region", "china", "--tool", "opencode", "--key-ref", "X", "--json", *_PROJECT)
    assert _git_codes(desk.ran("plan", *chosen)) == []
    subprocess.run(["git", "init", "-q", str(desk.project)], check=True)  # noqa: S607  the system's own
    tracked = desk.ran("plan", *chosen)
    assert _git_codes(tracked) == ["plan.git-tracks"]
    assert "opencode.json to .git/info/exclude" in str(tracked.json["warnings"])
    (desk.project / ".gitignore").write_text("opencode.json\n")
    assert _git_codes(desk.ran("apply", "--yes", *chosen)) == []
    (desk.project / ".gitignore").unlink()
    assert _git_codes(desk.ran("remove", "--yes", "--json", *_PROJECT)) == []


def test_without_git_it_says_that_git_could_not_be_asked(desk: Desk, tmp_path: Path) -> None:
    """Where git is not installed, or cannot answer, the warning says so instead of guessing."""
    (desk.project / ".git").mkdir()
    chosen = ("plan", "--region", "china", "--tool", "opencode", "--key-ref", "X", "--json", *_PROJECT)
    assert _git_codes(desk.ran(*chosen, path=str(tmp_path))) == ["plan.git-unknown"]
    assert _git_codes(desk.ran(*chosen)) == ["plan.git-unknown"]


def test_a_project_cannot_make_git_run_a_program(desk: Desk) -> None:
    """A file watcher that the repository's own configuration names is not started."""
    subprocess.run(["git", "init", "-q", str(desk.project)], check=True)  # noqa: S607  the system's own
    proof, hook = desk.project.parent / "started", desk.project / "hook"
    hook.write_text(f"#!/bin/sh\ntouch {proof}\n")
    hook.chmod(0o755)
    configured = ["git", "-C", str(desk.project), "config", "core.fsmonitor", str(hook)]
    subprocess.run(configured, check=True)
    desk.ran("plan", "--region", "china", "--tool", "opencode", "--key-ref", "X", *_PROJECT)
    assert not proof.exists()


def _git_codes(ran: Ran) -> list[str]:
    assert ran.code == 0, ran.err
    return [warning["code"] for warning in ran.json["warnings"] if warning["code"].startswith("plan.git")]


def test_rows_of_the_users_own_that_the_project_hides_are_named(desk: Desk) -> None:
    """Qwen Code's project list replaces the user's, so the user's own rows are named in a warning."""
    place = desk.home / ".qwen" / "settings.json"
    place.parent.mkdir()
    place.write_text('{"modelProviders": {"openai": [{"id": "mine"}], "gemini": []}}')
    ran = desk.ran("plan", "--region", "china", "--tool", "qwen-code", "--key-ref", "X", *_PROJECT)
    assert "your own rows are not shown there: mine, gemini" in ran.err


def test_the_users_smaller_limit_does_not_hold_in_the_project(desk: Desk) -> None:
    """Claude Code's limit for the user's model is overridden where the project's model may give more."""
    _set_up(desk)
    assert desk.ran("apply", "--yes", "--tool", "claude-code", "--model", "qwen3.7-plus", *_PROJECT).code == 0
    env = desk.read(".claude/settings.local.json")["env"]
    assert env["CLAUDE_CODE_MAX_OUTPUT_TOKENS"] == "32000"


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (("switch", "glm-4.7", "--yes"), 1, "Error: No tool is on the Coding Plan yet, so there is nothing to switch."),
        (("remove", "--yes"), 0, "Nothing to remove: these tools hold nothing of the Coding Plan."),
    ],
)
def test_nothing_is_said_of_tools_without_a_file_there(
    desk: Desk, command: tuple[str, ...], code: int, said: str
) -> None:
    """Where no tool is named, no word is lost on those that read no file of the project."""
    ran = desk.ran(*command, *_PROJECT)
    assert ran.code == code
    assert ran.err.startswith(said)
    assert "reads no file" not in ran.err
