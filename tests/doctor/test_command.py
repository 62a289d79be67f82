"""The command ``doctor``: what it prints, its exit codes, and the way of a repair."""

import json
from pathlib import Path

from tests.cli.running import KEY, contents, wizard

_APPLY = ("apply", "--yes", "--region", "international", "--tool", "claude-code", "--tool", "opencode")


def _not_onboarded(home: Path) -> Path:
    wizard(home, *_APPLY)
    state = home / ".claude.json"
    state.write_text('{"numStartups": 3}\n')
    return state


def test_a_good_set_up_has_no_finding(tmp_path: Path) -> None:
    """After apply the doctor ends 0 and says what is well."""
    wizard(tmp_path, *_APPLY)
    ran = wizard(tmp_path, "doctor")
    assert ran.code == 0
    assert "Claude Code, OpenCode" in ran.out
    assert wizard(tmp_path, "doctor", "--json").json["findings"] == []


def test_an_open_error_ends_3_with_cause_repair_and_faq(tmp_path: Path) -> None:
    """A missing onboarding flag is named with file, cause, fix and the FAQ's heading."""
    state = _not_onboarded(tmp_path)
    ran = wizard(tmp_path, "doctor", "--json")
    assert ran.code == ran.json["exit_code"] == 3
    (finding,) = ran.json["findings"]
    assert set(finding) == {"code", "severity", "tool", "path", "cause", "fix", "faq"}
    assert finding["code"] == "claude-code.not-onboarded"
    assert finding["severity"] == "error"
    assert finding["tool"] == "claude-code"
    assert finding["path"] == str(state)
    assert "hasCompletedOnboarding" in finding["cause"]
    assert finding["faq"] == 'Claude Code: "Unable to connect" error'


def test_without_a_yes_a_repair_writes_nothing(tmp_path: Path) -> None:
    """``--fix`` without terminal and ``--yes`` shows the diff, ends 2 and leaves every byte."""
    _not_onboarded(tmp_path)
    before = contents(tmp_path)
    ran = wizard(tmp_path, "doctor", "--fix")
    assert ran.code == 2
    assert '+{"numStartups": 3, "hasCompletedOnboarding": true}' in ran.out
    assert contents(tmp_path) == before


def test_a_dry_run_shows_the_repair_and_ends_3(tmp_path: Path) -> None:
    """``--fix --dry-run`` shows the diff, writes nothing, and the error stays open."""
    _not_onboarded(tmp_path)
    before = contents(tmp_path)
    ran = wizard(tmp_path, "doctor", "--fix", "--dry-run", "--json")
    assert ran.code == 3
    changed = [file["path"] for file in ran.json["files"] if file["action"] != "unchanged"]
    assert changed == [str(tmp_path / ".claude.json")]
    assert contents(tmp_path) == before


def test_a_repair_is_written_and_can_be_undone(tmp_path: Path) -> None:
    """``--fix --yes`` needs no key, mends the file, ends 0, and undo gives the old bytes back."""
    state = _not_onboarded(tmp_path)
    before = contents(tmp_path)
    ran = wizard(tmp_path, "doctor", "--fix", "--yes", "--json", key=None)
    assert ran.code == 0
    assert ran.json["findings"] == []
    assert json.loads(state.read_bytes()) == {"numStartups": 3, "hasCompletedOnboarding": True}
    assert KEY not in ran.out + ran.err
    assert wizard(tmp_path, "undo", "--yes").code == 0
    assert contents(tmp_path) == before


def test_fix_with_nothing_to_mend_ends_0(tmp_path: Path) -> None:
    """On a good set-up ``--fix`` changes nothing."""
    wizard(tmp_path, *_APPLY)
    before = contents(tmp_path)
    assert wizard(tmp_path, "doctor", "--fix", "--yes").code == 0
    assert contents(tmp_path) == before
