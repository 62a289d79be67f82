"""What differs by the installed version of a client is told and written by what that client says of itself."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.tools.planning import plan_for, planned, session_in
from wizard.session import Session


def _with_client(home: Path, command: str, version: str) -> Session:
    """A session in which ``command`` is installed as npm does it, in that version."""
    package = home / "programs" / command
    package.mkdir(parents=True)
    (package / "package.json").write_text(json.dumps({"version": version, "bin": {command: command}}))
    (package / command).write_text("#!/bin/sh\nexit 1\n")
    (package / command).chmod(0o755)
    return session_in(home, PATH=str(package))


def _codes(notices: Any) -> list[str]:  # noqa: ANN401  warnings of a plan, or problems of a state
    return [getattr(notice, "notice", notice).code for notice in notices]


@pytest.mark.parametrize(("version", "codes"), [("1.2.15", ["opencode.too-old"]), ("1.2.16", [])])
def test_an_opencode_that_is_too_old_is_named(tmp_path: Path, version: str, codes: list[str]) -> None:
    """Before 1.2.16 the plan warns and the state has a problem."""
    session = _with_client(tmp_path, "opencode", version)
    assert _codes(plan_for(session, "opencode", "glm-5").warnings) == codes
    config = planned(plan_for(session, "opencode", "glm-5"), tmp_path)[".config/opencode/opencode.json"]
    _put(tmp_path, ".config/opencode/opencode.json", config)
    assert _codes(session.detect("opencode").state.problems) == codes


@pytest.mark.parametrize(("version", "codes"), [("2026.3.1", ["openclaw.too-old"]), ("2026.3.2", [])])
def test_an_openclaw_too_old_to_think_is_named(tmp_path: Path, version: str, codes: list[str]) -> None:
    """Before 2026.3.2 thinking brings a warning, and is a problem where it is on."""
    session = _with_client(tmp_path, "openclaw", version)
    plan = plan_for(session, "openclaw", "glm-5")
    assert _codes(plan.warnings) == codes
    _put(tmp_path, ".openclaw/openclaw.json", planned(plan, tmp_path)[".openclaw/openclaw.json"])
    assert _codes(session.detect("openclaw").state.problems) == codes


@pytest.mark.parametrize(("version", "has_policy"), [("2026.8.31", False), ("2026.9.0", True)])
def test_the_form_of_openclaws_allow_list_follows_the_version(
    tmp_path: Path, version: str, *, has_policy: bool
) -> None:
    """The new name of the allow-list is unknown to versions before 2026.9, which would not start with it."""
    session = _with_client(tmp_path, "openclaw", version)
    config = planned(plan_for(session, "openclaw", "glm-5"), tmp_path)[".openclaw/openclaw.json"]
    assert ("modelPolicy" in config["agents"]["defaults"]) == has_policy
    assert "bailian/glm-5" in config["agents"]["defaults"]["models"]


@pytest.mark.parametrize(
    ("listed", "allowed"),
    [
        ({"openai/gpt-5": {"alias": "g"}, "anthropic/*": {}}, ["openai/gpt-5", "anthropic/*"]),
        ({"openai/gpt-5": {}, "sonnet": {}}, None),
    ],
    ids=["entries go along", "an entry the new name does not take"],
)
def test_the_new_allow_list_of_openclaw_keeps_what_the_old_one_allows(
    tmp_path: Path, listed: dict[str, Any], allowed: list[str] | None
) -> None:
    """OpenClaw looks at the new name alone once it is there: the user's other models must not be shut out by it."""
    session = _with_client(tmp_path, "openclaw", "2026.9.6")
    _put(tmp_path, ".openclaw/openclaw.json", {"agents": {"defaults": {"models": listed}}})
    plan = plan_for(session, "openclaw", "glm-5")
    defaults = planned(plan, tmp_path)[".openclaw/openclaw.json"]["agents"]["defaults"]
    assert list(defaults["models"])[:2] == list(listed)
    if allowed is None:
        assert "modelPolicy" not in defaults
    else:
        assert defaults["modelPolicy"]["allow"][:3] == [*allowed, "bailian/qwen3.7-plus"]


@pytest.mark.parametrize(
    ("allow", "codes"),
    [(["openai/gpt-5"], ["openclaw.not-allowed"]), (["bailian/glm-5"], []), (["bailian/*"], [])],
)
def test_the_new_allow_list_of_openclaw_alone_decides(tmp_path: Path, allow: list[str], codes: list[str]) -> None:
    """A model that only the old list allows is refused by OpenClaw, which is a finding."""
    session = _with_client(tmp_path, "openclaw", "2026.9.6")
    config = planned(plan_for(session, "openclaw", "glm-5"), tmp_path)[".openclaw/openclaw.json"]
    config["agents"]["defaults"]["modelPolicy"] = {"allow": allow}
    _put(tmp_path, ".openclaw/openclaw.json", config)
    assert _codes(session.detect("openclaw").state.problems) == codes


def _put(home: Path, place: str, content: object) -> None:
    path = home / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))


def test_the_version_of_a_python_client_is_that_of_its_package(tmp_path: Path) -> None:
    """A client that pip installed is known by the package that made its command, behind a link and without a start."""
    packages = tmp_path / "venv" / "lib" / "python3.12" / "site-packages"
    for name, command in (("other_tool-9.9.9", "other"), ("aider_chat-0.86.2", "aider")):
        folder = packages / f"{name}.dist-info"
        folder.mkdir(parents=True)
        (folder / "entry_points.txt").write_text(f"[console_scripts]\n{command} = {command}.main:main\n")
    program = tmp_path / "venv" / "bin" / "aider"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    linked = tmp_path / "programs"
    linked.mkdir()
    (linked / "aider").symlink_to(program)
    found = session_in(tmp_path, PATH=str(linked)).detect("aider", ask_version=True)
    assert found.view.installation.version == (0, 86, 2)
