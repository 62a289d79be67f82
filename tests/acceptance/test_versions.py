"""What only certain versions of a client take: the wizard and the client agree on it."""

import pytest

from tests.acceptance.conftest import MakeScratch

pytestmark = pytest.mark.acceptance


def test_openclaw_finds_its_configuration_valid(scratch: MakeScratch) -> None:
    """OpenClaw's own check accepts a fresh file without a remark, and a file with settings of the user's."""
    made = scratch("openclaw")
    made.apply("international", "qwen3.7-plus", "on")
    ran = made.run("openclaw", "config", "validate")
    assert ran.code == 0, ran
    assert "legacy" not in (ran.out + ran.err).lower(), ran


def test_the_newest_codex_is_refused_for_a_reason(scratch: MakeScratch) -> None:
    """The wizard writes nothing for it and says how to get the last one that works; Codex itself refuses that file."""
    made = scratch("codex-newest")
    ran = made.wizard("apply", "--yes", "--json", "--tool", "codex", "--region", "china", "--model", "glm-5")
    assert ran.code == 1
    assert ran.json["errors"][0]["code"] == "codex.too-new"
    assert "npm install -g @openai/codex@0.80.0" in ran.json["errors"][0]["hint"]
    assert made.files() == {}
    assert made.status()["version"] == made.client.installed_version

    # As if it had been set up while Codex 0.80.0 was there.
    older = scratch("codex")
    older.apply("china", "glm-5", "on")
    for place, content in older.files().items():
        target = made.home / place
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content)
        target.chmod(0o600)
    refused = made.run()
    assert refused.code != 0, refused
    assert refused.requests == (), refused
    assert '`wire_api = "chat"` is no longer supported' in refused.err, refused
    assert [problem["code"] for problem in made.status()["problems"]] == ["codex.too-new"]
