"""Error texts, in the forms that clients print them, and what the set-up says about each."""

import tomllib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.doctor.set_ups import SetUp
from tests.tools.planning import KEY, session_in
from wizard.doctor import knowledge
from wizard.doctor.diagnose import Diagnosis, diagnose
from wizard.doctor.examine import examine
from wizard.session import Session

_NOW = datetime(2026, 11, 25, 15, 30, tzinfo=UTC)  # a Wednesday
_GENERAL_KEY = "sk-0123456789abcdef0123456789abcdef"

_TEXTS = tomllib.loads((Path(__file__).parent / "messages.toml").read_text(encoding="utf-8"))
_FORMS = [(symptom, text) for symptom, texts in _TEXTS.items() for text in texts]


def _said(session: Session, text: str, **zone: timezone) -> tuple[Diagnosis, ...]:
    return diagnose(text, examine(session.detect_all()), session.environment, _NOW, zone.get("zone", UTC))


@pytest.mark.parametrize(("symptom", "text"), _FORMS, ids=[f"{index}-{form[0]}" for index, form in enumerate(_FORMS)])
def test_every_known_error_is_recognised(tmp_path: Path, symptom: str, text: str) -> None:
    """The text is recognised, with JSON, colours and frames around it, on a machine without any tool."""
    said = _said(session_in(tmp_path), text)
    assert symptom in {diagnosis.code.partition(".")[0] for diagnosis in said}
    assert all(diagnosis.cause and diagnosis.fix and diagnosis.faq for diagnosis in said)


def test_every_symptom_has_a_form_here() -> None:
    """No error of the knowledge is without a text that shows it."""
    assert set(knowledge.symptoms()) == {symptom for symptom, _ in _FORMS}


def test_every_cause_is_named_by_a_symptom_and_every_evidence_is_a_finding() -> None:
    """Causes, symptoms, findings and entries of the FAQ fit together."""
    symptoms = knowledge.symptoms().values()
    assert {cause for symptom in symptoms for cause in symptom.causes} == set(knowledge.causes())
    evidence = {code for cause in knowledge.causes().values() for code in cause.evidence}
    assert evidence - set(knowledge.findings()) == {"a proxy variable"}
    assert {symptom.faq for symptom in symptoms} <= set(knowledge.faq())


@pytest.mark.promise("error-message-explained")
@pytest.mark.parametrize(
    ("damage", "best"),
    [
        (lambda content: content["env"].update(ANTHROPIC_AUTH_TOKEN=_GENERAL_KEY), "token-expired.general-key"),
        (
            lambda content: content["env"].update(ANTHROPIC_BASE_URL="https://dashscope-intl.aliyuncs.com/apps/anthropic"),
            "token-expired.general-host",
        ),
        (lambda content: content["env"].update(ANTHROPIC_API_KEY="sk-ant-0123456789"), "token-expired.second-key"),
        (lambda content: content["env"].update(ANTHROPIC_AUTH_TOKEN=f"{KEY} "), "token-expired.damaged-key"),
        (lambda content: content, "token-expired.expired"),
    ],
)  # fmt: skip
def test_the_same_401_means_what_the_files_show(tmp_path: Path, damage: object, best: str) -> None:
    """A general key, another host, a second key or a damaged one come first; without any, the plan has expired."""
    set_up = SetUp.good(tmp_path, "claude-code")
    assert callable(damage)
    set_up.change(damage)
    said = _said(set_up.session, "API Error: 401 invalid access token or token expired")
    assert said[0].code == best
    assert said[0].path == (None if best.endswith("expired") else set_up.path)
    assert "token-expired.expired" in {diagnosis.code for diagnosis in said}


def test_a_key_in_two_regions_explains_the_401(tmp_path: Path) -> None:
    """Where one key is used in two regions, that comes first."""
    set_up = SetUp.good(tmp_path, "opencode")
    set_up.add("qwen-code", region="china")
    assert _said(set_up.session, "401 invalid access token or token expired")[0].code == "token-expired.two-regions"


def test_a_good_set_up_rules_causes_out(tmp_path: Path) -> None:
    """What the files of a tool on the plan contradict is not told."""
    said = _said(SetUp.good(tmp_path, "codex").session, "401 Incorrect API key provided")
    assert [diagnosis.code for diagnosis in said] == ["incorrect-key.expired", "incorrect-key.other-region"]


def test_a_wrong_path_is_what_claude_code_blames_the_model_for(tmp_path: Path) -> None:
    """The finding of the path comes first, with the right base URL."""
    set_up = SetUp.good(tmp_path, "claude-code")
    set_up.change(
        lambda content: content["env"].update(ANTHROPIC_BASE_URL="https://coding-intl.dashscope.aliyuncs.com/v1")
    )
    first = _said(set_up.session, "There's an issue with the selected model (qwen3.7-plus).")[0]
    assert first.code == "selected-model.path"
    assert "https://coding-intl.dashscope.aliyuncs.com/apps/anthropic" in first.cause


def test_a_model_in_the_text_is_looked_up(tmp_path: Path) -> None:
    """A misspelt id is corrected, one outside the plan is answered with the list."""
    session = session_in(tmp_path)
    assert "It is “glm-5”" in _said(session, "model 'GLM-5' is not supported")[0].fix
    assert "kimi-k2.5" in _said(session, "model 'kimi-k2.7' is not supported")[0].fix


@pytest.mark.parametrize(
    ("url", "best", "told"),
    [
        ("https://codling.dashscope.aliyuncs.com/v1", "connection.misspelt-host", "coding.dashscope.aliyuncs.com"),
        ("https://dashscope-intl.aliyuncs.com/v1", "connection.general-host", "coding-intl.dashscope.aliyuncs.com"),
        ("https://coding.dashscope.aliyuncs.com/v1", "connection.network", "base URL"),
    ],
)
def test_a_host_in_the_text_is_looked_up(tmp_path: Path, url: str, best: str, told: str) -> None:
    """A misspelt host and one of another service are named with the right one; the plan's own is not blamed."""
    text = f"ERROR: stream disconnected before completion: error sending request for url ({url}/chat/completions)"
    first = _said(session_in(tmp_path), text)[0]
    assert first.code == best
    assert told in first.fix


def test_the_file_with_the_named_host_is_told_of(tmp_path: Path) -> None:
    """Where the set-up has the very host of the text, its file comes first and not the text's own words."""
    set_up = SetUp.good(tmp_path, "codex")
    set_up.path.write_text(set_up.path.read_text().replace("coding-intl.dashscope", "codling-intl.dashscope"))
    url = "https://codling-intl.dashscope.aliyuncs.com/v1/chat/completions"
    said = _said(set_up.session, f"stream disconnected before completion: error sending request for url ({url})")
    assert (said[0].code, said[0].path) == ("connection.misspelt-host", set_up.path)
    assert [diagnosis.code for diagnosis in said].count("connection.misspelt-host") == 1


def test_a_proxy_is_named_when_the_connection_fails(tmp_path: Path) -> None:
    """A proxy variable of the shell is evidence for a connection that fails, and only then."""
    session = session_in(tmp_path, HTTPS_PROXY="http://127.0.0.1:7890")
    assert "HTTPS_PROXY" in _said(session, "Connection error.")[0].cause
    assert "proxy" not in {said.code.partition(".")[2] for said in _said(session_in(tmp_path), "Connection error.")}


@pytest.mark.parametrize(
    ("text", "zone", "told"),
    [
        ("week allocated quota exceeded", UTC, "2026-11-29 16:00 (UTC+00:00)"),
        ("week allocated quota exceeded", timezone(timedelta(hours=8)), "2026-11-30 00:00 (UTC+08:00)"),
        ("week allocated quota exceeded", timezone(timedelta(hours=-5)), "2026-11-29 11:00 (UTC-05:00)"),
        ("hour allocated quota exceeded", timezone(timedelta(hours=5, minutes=30)), "2026-11-26 02:00 (UTC+05:30)"),
        ("month allocated quota exceeded", timezone(timedelta(hours=1)), "17:00 (UTC+01:00)"),
    ],
)
def test_a_quota_says_when_it_starts_anew_here(tmp_path: Path, text: str, zone: timezone, told: str) -> None:
    """Monday 00:00 (UTC+8), five hours from now, 00:00 (UTC+8) on the subscription day: all in the user's zone."""
    assert told in _said(session_in(tmp_path), text, zone=zone)[0].fix


def test_on_a_monday_the_week_has_just_begun(tmp_path: Path) -> None:
    """One second after the reset, the next one is a week away."""
    monday = datetime(2026, 11, 29, 16, 0, 1, tzinfo=UTC)
    session = session_in(tmp_path)
    said = diagnose("week allocated quota exceeded", examine(session.detect_all()), session.environment, monday, UTC)
    assert "2026-12-06 16:00" in said[0].fix


def test_no_diagnosis_repeats_a_key(tmp_path: Path) -> None:
    """A key in the pasted text is in no answer."""
    said = _said(session_in(tmp_path), f"401 Incorrect API key provided: {KEY}")
    assert said
    assert KEY not in repr(said)
