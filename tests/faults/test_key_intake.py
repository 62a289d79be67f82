"""What cannot be the plan's key is refused wherever it comes from, with a reason and without being repeated."""

import pytest

from tests.cli.running import contents

from .program import Program, Ran

_BASE = ("--region", "china", "--tool", "opencode")


@pytest.mark.promise("key-wrong-kind")
@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("sk-sp-0123\n4567planted", "blank or a line break"),
        ("sk-sp-0123 4567planted", "blank or a line break"),
        ("sk-sp-0123\u00a04567planted", "invisible"),
        ("\u2060sk-sp-01234567planted", "invisible"),
        ("sk-sp-0123\u200b4567planted", "invisible"),
        ("sk-sp-01234567planted\u200d", "invisible"),
        ("'sk-sp-01234567planted'", "quotation"),
        ("“sk-sp-01234567planted”", "quotation"),
        ("sk-sp-" + "4567planted" * 1_000, "longer than 512"),
        ("YOUR_API_KEY", "placeholder"),
        ("__OPENCLAW_REDACTED__", "placeholder"),
        ("sk-sp-xxxxxxxxxxxxxxxx", "placeholder"),
        ("sk-01234567planted", "pay-as-you-go"),
        ("ms-01234567-planted", "ModelScope"),
        ("ghp_01234567planted", "does not start with sk-sp-"),
        ("sk-sp-ab1", "too short"),
        ("sk-sp-01234567-ключ-planted", "characters that no key has"),
    ],
    ids=range(17),
)
def test_what_is_no_key_is_refused_unseen(
    program: Program, monkeypatch: pytest.MonkeyPatch, given: str, says: str
) -> None:
    """By variable, file and standard input: exit code 1 and a sentence that says why and repeats nothing of it."""
    file = program.home / "key"
    file.write_bytes(given.encode())
    for flags in ((), ("--key-env", "ANOTHER"), ("--key-file", str(file)), ("--key-stdin",)):
        ran = _with_input(program, monkeypatch, given, *flags)
        assert (ran.code, says in ran.json["errors"][0]["message"]) == (1, True), (flags, ran.out)
        assert "planted" not in ran.out + ran.err
        assert "4567" not in ran.out + ran.err
    assert contents(program.home) == {"key": given.encode()}


@pytest.mark.parametrize("given", ["", " \t\r\n"])
def test_an_empty_key_is_none(program: Program, monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    """An empty file or input is refused as empty; an empty usual variable counts as not set, exit code 2."""
    file = program.home / "key"
    file.write_bytes(given.encode())
    for flags in (("--key-file", str(file)), ("--key-stdin",)):
        ran = _with_input(program, monkeypatch, given, *flags)
        assert (ran.code, ran.json["errors"][0]["code"]) == (1, "key.empty"), flags
    ran = _with_input(program, monkeypatch, given)
    assert (ran.code, ran.json["errors"][0]["code"]) == (2, "choices.key-missing")
    assert contents(program.home) == {"key": given.encode()}


def _with_input(program: Program, monkeypatch: pytest.MonkeyPatch, given: str, *flags: str) -> Ran:
    monkeypatch.setenv("ANOTHER", given)
    return program("apply", "--yes", *_BASE, *flags, "--json", key=given, text=given)
