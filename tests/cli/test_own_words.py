"""The command line speaks one language at a time, its complaints and headings included."""

import re
from pathlib import Path

import pytest

from tests.cli.running import wizard


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        (("plan", "--nothing"), "unknown words: --nothing", "未知的词：--nothing"),
        (("switch",), "MODEL is missing", "缺少 MODEL"),
        (("plan", "--color", "red"), "--color cannot be 'red'", "--color 不能是 'red'"),
        (("plan", "--region"), "--region needs a value", "--region 需要一个值"),
        (("apply", "--yes=1"), "--yes takes no value ('1')", "--yes 不接受值（'1'）"),
        (("history", "--keep", "x"), "right: --keep: “x”", "--keep：“x”"),
        (("plan", "--key-stdin", "--key-ref", "X"), "--key-ref does not go with", "--key-ref 不能与"),
    ],
)
def test_a_wrong_command_line_is_explained(
    tmp_path: Path, arguments: tuple[str, ...], english: str, chinese: str
) -> None:
    """Each mistake is named in the program's own words and says where the help is; exit code 2."""
    for language, words in (("en", english), ("zh", chinese)):
        ran = wizard(tmp_path, *arguments, "--lang", language)
        assert ran.code == 2
        assert words in ran.err
        assert "--help" in ran.err


@pytest.mark.parametrize("command", ["", "plan", "apply", "switch", "status", "doctor", "undo", "remove", "catalog"])
def test_help_in_chinese_has_no_english_sentence(tmp_path: Path, command: str) -> None:
    """Headings and explanations are Chinese; only names, flags and values are not."""
    ran = wizard(tmp_path, *command.split(), "--lang", "zh", "--help")
    assert ran.code == 0
    assert ran.out.startswith("用法：")
    sentence = re.compile(r"(?:^|\s)[a-z]+ [a-z]+ [a-z]+(?:\s|$)")
    assert not [line for line in ran.out.splitlines() if sentence.search(line)]
