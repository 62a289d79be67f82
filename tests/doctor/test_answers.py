"""The vendor's FAQ: every heading is known and answered."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.cli.running import wizard
from wizard.doctor import knowledge
from wizard.doctor.answers import answers, searched
from wizard.plugins import built_in_catalog

_HEADINGS = (Path(__file__).parent / "headings.txt").read_text(encoding="utf-8").splitlines()
_TEXTS = Path(__file__).parent.parent.parent / "wizard" / "text"


def test_the_faq_has_58_headings() -> None:
    """The list of headings that the other tests walk is whole and has none twice."""
    assert len(_HEADINGS) == len(set(_HEADINGS)) == 58


def test_every_heading_of_the_faq_is_an_entry() -> None:
    """The knowledge has each heading, word for word and in the FAQ's order, and no other."""
    assert [entry.heading for entry in knowledge.faq().values()] == _HEADINGS


@pytest.mark.parametrize("language", [folder.name for folder in sorted(_TEXTS.iterdir()) if folder.is_dir()])
def test_every_entry_has_its_answer_and_no_answer_is_left_over(language: str) -> None:
    """Each language that has the answers at all has one for each entry, and none that no entry asks for."""
    path = _TEXTS / language / "doctor-answers.toml"
    if language == "en" or path.exists():
        assert set(tomllib.loads(path.read_text(encoding="utf-8"))) == set(knowledge.faq())


def test_an_answer_names_the_facts_of_the_catalog() -> None:
    """Tables in answers are filled in, so that no answer shows a field's name."""
    texts = {answer.entry.id: answer.text for answer in answers(built_in_catalog())}
    assert "kimi-k2.5 262,144" in texts["context-windows"]
    assert "glm-5 32,768" in texts["thinking-budget"]
    assert not [text for text in texts.values() if "{" in text]


def test_answers_are_found_by_words_in_any_case() -> None:
    """Every word must be there, in heading or text."""
    found = searched(answers(built_in_catalog()), "WEEKLY monday")
    assert [answer.entry.id for answer in found] == ["quota-exhaustion"]


@pytest.mark.promise("english-chinese-every")
def test_a_heading_is_shown_with_what_it_means_in_chinese(tmp_path: Path) -> None:
    """In Chinese each heading has Chinese words before the vendor's own; JSON has the vendor's; both are searched."""
    assert [entry.id for entry in knowledge.faq().values() if not re.search(r"[\u4e00-\u9fff]", entry.chinese)] == []
    assert len({entry.chinese for entry in knowledge.faq().values()}) == 58
    for words in ("额度用完 滑动", "exhaustion"):
        ran = wizard(tmp_path, "doctor", "--list", words, "--lang", "zh")
        assert "  额度用完（Quota exhaustion）\n" in ran.out
    listed = wizard(tmp_path, "doctor", "--list", "exhaustion", "--lang", "zh", "--json").json["answers"]
    assert [entry["faq"] for entry in listed] == ["Quota exhaustion"]


def test_list_prints_every_heading(tmp_path: Path) -> None:
    """``doctor --list`` shows all headings with their answers, as text and as JSON."""
    ran = wizard(tmp_path, "doctor", "--list")
    assert ran.code == 0
    assert [heading for heading in _HEADINGS if heading not in ran.out] == []
    listed = wizard(tmp_path, "doctor", "--list", "--json").json["answers"]
    assert [entry["faq"] for entry in listed] == _HEADINGS
    assert all(entry["answer"] for entry in listed)


def test_list_with_words_says_when_there_is_nothing(tmp_path: Path) -> None:
    """A search without a hit ends 0 and says so."""
    ran = wizard(tmp_path, "doctor", "--list", "zeppelin")
    assert ran.code == 0
    assert "zeppelin" in ran.out
    assert wizard(tmp_path, "doctor", "--list", "zeppelin", "--json").json["answers"] == []
