"""Files of a project that beat the user's own: what leads away from the plan goes, of what is shared is told."""

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.doctor.set_ups import OTHER_KEY, SetUp
from tests.tools.planning import KEY
from wizard.doctor.examine import examine
from wizard.doctor.repair import repair
from wizard.environment import Environment
from wizard.plan.choices import Wanted
from wizard.runs.take_back import plan_undo
from wizard.runs.write import check_plan, write_plan
from wizard.session import Session

_HOST = "https://coding-intl.dashscope.aliyuncs.com"
_GENERAL = "https://dashscope-intl.aliyuncs.com/apps/anthropic"


class Shadow(NamedTuple):
    """A project's file, and what is left of it once what leads away from the plan is taken out."""

    code: str
    tool: str
    place: str
    content: object
    left: object


_CASES = [
    Shadow(
        "claude-code.shadowed",
        "claude-code",
        ".claude/settings.local.json",
        {
            "env": {
                "ANTHROPIC_BASE_URL": _GENERAL,
                "ANTHROPIC_AUTH_TOKEN": OTHER_KEY,
                "ANTHROPIC_MODEL": "claude-opus-4-6",
                "ANTHROPIC_DEFAULT_HAIKU_MODEL": "glm-5",
                "MY_OWN": "1",
            },
            "model": "opus",
            "permissions": {"allow": ["Bash(ls:*)"]},
        },
        {
            "env": {"ANTHROPIC_DEFAULT_HAIKU_MODEL": "glm-5", "MY_OWN": "1"},
            "model": "opus",
            "permissions": {"allow": ["Bash(ls:*)"]},
        },
    ),
    Shadow(
        "claude-code.shadowed",
        "claude-code",
        ".claude/settings.json",
        {"apiKeyHelper": "/bin/key", "model": "claude-opus-4-6", "env": {"CLAUDE_CODE_USE_BEDROCK": "1"}, "hooks": {}},
        {"env": {}, "hooks": {}},
    ),
    Shadow(
        "opencode.shadowed",
        "opencode",
        "opencode.json",
        {
            "model": "anthropic/claude",
            "provider": {"bailian-coding-plan": {"options": {"baseURL": _GENERAL, "timeout": 1}}},
        },
        {"provider": {"bailian-coding-plan": {"options": {"timeout": 1}}}},
    ),
    Shadow(
        "qwen-code.shadowed",
        "qwen-code",
        ".qwen/settings.json",
        {"model": {"name": "own", "temperature": 1}},
        {"model": {"temperature": 1}},
    ),
    Shadow(
        "codex.shadowed",
        "codex",
        ".codex/config.toml",
        'model = "o3"\nmodel_provider = "openai"\napproval_policy = "never"\n',
        'approval_policy = "never"\n',
    ),
]
_ALIKE = {
    "claude-code": (
        ".claude/settings.json",
        {"env": {"ANTHROPIC_MODEL": "glm-5", "ANTHROPIC_BASE_URL": f"{_HOST}/apps/anthropic"}, "model": "opus"},
    ),
    "opencode": ("opencode.json", {"model": "bailian-coding-plan/glm-5"}),
    "qwen-code": (".qwen/settings.json", {"model": {"name": "glm-5"}}),
    "codex": (".codex/config.toml", 'model = "glm-5"\n'),
}


def _in_project(home: Path, tool: str, place: str, content: object) -> Path:
    """A good set-up in ``home``, and beside it a project with a file; the file's path."""
    home.mkdir()
    SetUp.good(home, tool)
    path = home.parent / "project" / place
    path.parent.mkdir(parents=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=2))
    path.chmod(0o600)
    return path


def _session(home: Path) -> Session:
    variables = {"PATH": os.environ["PATH"], "HOME": str(home)}
    environment = Environment(home, variables, "linux", working_folder=home.parent / "project")
    return Session.start(environment)


def _codes(session: Session) -> list[str]:
    return [finding.code for finding in examine(session.detect_all()).findings]


def _repaired(session: Session) -> None:
    plan = repair(examine(session.detect_all()), session.catalog, Wanted())
    check_plan(session, plan)
    write_plan(session, plan, now=datetime(2026, 11, 25, tzinfo=UTC))


@pytest.mark.promise("repair-finding-changes")
@pytest.mark.parametrize("case", _CASES, ids=lambda case: f"{case.code}-{case.place}")
def test_what_leads_away_is_taken_out(tmp_path: Path, case: Shadow) -> None:
    """Only the settings that lead away from the plan go, nothing is left wrong, and undo gives the bytes back."""
    home = tmp_path / "home"
    path = _in_project(home, case.tool, case.place, case.content)
    before = path.read_bytes()
    session = _session(home)
    (finding,) = examine(session.detect_all()).findings
    assert (finding.code, finding.path) == (case.code, path)
    assert KEY not in finding.cause
    _repaired(session)
    text = path.read_text()
    assert (text if isinstance(case.left, str) else json.loads(text)) == case.left
    assert [finding.severity for finding in examine(session.detect_all()).findings if finding.severity != "info"] == []
    undo, _ = plan_undo(session, None)
    write_plan(session, undo, now=datetime(2026, 11, 26, tzinfo=UTC))
    assert path.read_bytes() == before


@pytest.mark.parametrize("tool", _ALIKE)
def test_what_leads_to_the_plan_too_stays(tmp_path: Path, tool: str) -> None:
    """A project with a plan model of its own is worth knowing, no problem, and left as it is."""
    home = tmp_path / "home"
    path = _in_project(home, tool, *_ALIKE[tool])
    before = path.read_bytes()
    session = _session(home)
    (finding,) = examine(session.detect_all()).findings
    assert (finding.code, finding.severity, finding.path) == ("tools.shadowed-alike", "info", path)
    assert not finding.mendable
    _repaired(session)
    assert path.read_bytes() == before


@pytest.mark.promise("project-s-file")
@pytest.mark.parametrize("case", _CASES[:3], ids=lambda case: f"{case.code}-{case.place}")
def test_what_git_tracks_is_a_step(tmp_path: Path, case: Shadow) -> None:
    """A file that a team shares is named with what to take out of it, and never changed; untracked, it is mended."""
    git = shutil.which("git")
    assert git
    home = tmp_path / "home"
    path = _in_project(home, case.tool, case.place, case.content)
    project = home.parent / "project"
    subprocess.run([git, "init", "-q", project], check=True)
    session = _session(home)
    assert _codes(session) == [case.code]
    subprocess.run([git, "-C", project, "add", path], check=True)
    before = path.read_bytes()
    (finding,) = examine(session.detect_all()).findings
    assert finding.code == "tools.shadowed-shared"
    assert not finding.mendable
    assert "git" in finding.cause
    assert str(path) in finding.steps[0]
    assert len(finding.steps) == 2
    _repaired(session)
    assert path.read_bytes() == before
    assert _codes(session) == ["tools.shadowed-shared"]


@pytest.mark.promise("project-s-file")
def test_where_git_cannot_be_asked_nothing_is_taken_out(tmp_path: Path) -> None:
    """In a work tree without git at hand, the file counts as shared."""
    home = tmp_path / "home"
    path = _in_project(home, "opencode", "opencode.json", {"model": "anthropic/claude"})
    (home.parent / "project/.git").mkdir()
    session = Session.start(Environment(home, {"PATH": ""}, "linux", working_folder=home.parent / "project"))
    assert _codes(session) == ["tools.shadowed-shared"]
    assert path.exists()


def test_a_list_of_own_models_is_a_step(tmp_path: Path) -> None:
    """Rows of a project that are for other services are not thrown away."""
    rows = [{"id": "own", "baseUrl": "https://own.example/v1", "envKey": "OWN"}]
    content = {"modelProviders": {"openai": rows}, "model": {"name": "own"}}
    home = tmp_path / "home"
    _in_project(home, "qwen-code", ".qwen/settings.json", content)
    (finding,) = examine(_session(home).detect_all()).findings
    assert finding.code == "tools.shadowed-shared"
    assert "models of its own" in finding.cause


def test_a_file_with_comments_is_a_step(tmp_path: Path) -> None:
    """Claude Code's strict files are not rewritten for this."""
    home = tmp_path / "home"
    text = '{\n  // ours\n  "model": "claude-opus-4-6"\n}\n'
    _in_project(home, "claude-code", ".claude/settings.json", text)
    (finding,) = examine(_session(home).detect_all()).findings
    assert finding.code == "tools.shadowed-shared"
    assert "comments" in finding.cause
