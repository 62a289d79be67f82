"""Keys are masked in texts of any length; what is too long to be read is shortened, never in the middle of a key."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.key import mask, masked_as_typed, masked_text
from wizard.plan.diff import harmless
from wizard.text.short import shortened

KEY = "sk-sp-0123456789abcdef"

# What the masking of a name's value means, written so that it is plain and not so that it is quick.
_NAMED = re.compile(
    r"""(?ix)
    (?P<name> ["']? [\w.-]* (?:api[_-]?key|token|secret|password) ["']? \s* [:=]\s* )
    (?P<quote> ["']? ) (?P<value> [^\s"',}\]]{8,} ) (?P=quote)
    """
)
_BEGUN = re.compile(
    r"""(?ix) ( ["']? [\w.-]* (?:api[_-]?key|token|secret|password) ["']? \s* [:=]\s* ["']? )
    (?: …[^\s"',}\]]+ | (?!\$|\{) [^\s"',}\]]{12,} )"""
)


def _plain(text: str) -> str:
    text = re.sub(
        r"sk-sp-[A-Za-z0-9._~+/=-]{4,}|\bsk-[A-Za-z0-9._~+/=-]{6,}|\bms-[0-9a-f-]{16,}",
        lambda match: mask(match.group()),
        text,
    )

    def masked(match: re.Match[str]) -> str:
        value = match["value"]
        if re.match(r"\$|\{env:|\{file:|[A-Z][A-Z0-9_]*\Z", value) or "…" in value:
            return match.group()
        return f"{match['name']}{match['quote']}{mask(value)}{match['quote']}"

    return _NAMED.sub(masked, text)


_PIECES = (
    *("api_key", "apikey", "API-KEY", "token", "Token", "secret", "password", "paſſword", "toKen", "my.", "x-", "_"),
    *("=", ":", " = ", ": ", '"', "'", ",", "}", "]", " ", "\n", "\t", "$", "{env:", "…", "sk-", "sk-sp-", "ms-"),
    *("a", "abcdefgh", "0123456789abcdef", "VALUE_OF_IT", "é", "。"),
)
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=24).map("".join) | st.text(max_size=40)


@given(_TEXTS)
def test_masking_means_what_its_plain_form_means(text: str) -> None:
    """Whatever stands before and behind a name, the same characters are hidden as by the slow and plain patterns."""
    assert masked_text(text) == _plain(text)


@given(_TEXTS)
def test_hiding_what_is_typed_means_what_its_plain_form_means(text: str) -> None:
    """The same while a text is being typed."""
    begun = re.sub(r"(sk-sp-|(?<![A-Za-z0-9])sk-(?!s?p?-?(?:\s|\Z)))[A-Za-z0-9._~+/=…-]+", r"\1…", text)
    begun = re.sub(r"(?<![A-Za-z0-9])(ms-)(?:…|[0-9a-f-]{8})[A-Za-z0-9…-]*", r"\1…", begun)
    assert masked_as_typed(text) == _BEGUN.sub(r"\1…", begun)


_LONG = 500_000
_WORDS = {
    "letters": "a" * _LONG,
    "names": "token" * (_LONG // 5),
    "half a name": "api_" * (_LONG // 4),
    "points": "x.-" * (_LONG // 3),
    "a name and blanks": "token" + " " * _LONG,
    "names and blanks": "token  " * (_LONG // 7),
    "names and equals": "token=" * (_LONG // 6),
    "opened values": 'token:"' * (_LONG // 7),
    "an opened value": 'token:"' + "a" * _LONG,
    "beginnings of keys": "sk-" * (_LONG // 3),
    "beginnings of others": "ms-" * (_LONG // 3),
    "short keys": "ms-0123456789abcde " * (_LONG // 19),
}


@pytest.mark.parametrize("text", _WORDS.values(), ids=_WORDS.keys())
@pytest.mark.parametrize("around", ["{}", 'key: "{}"'])
def test_a_long_text_takes_no_longer_for_each_of_its_characters(text: str, around: str) -> None:
    """Half a megabyte of one word, or of what may become a key, is masked at once; its square would take days."""
    whole = f"{around.format(text)} {KEY}"
    for shown in (masked_text(whole), masked_as_typed(whole), harmless(whole)):
        assert KEY not in shown
        assert shown.endswith(("sk-sp-…cdef", "sk-sp-…", "…"))


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("", ""),
        ("a " * 2_000, "a " * 2_000),
        ("x" * 512, "x" * 512),
        ("x" * 513, "x" * 160 + "…"),
        (f"The model “{'x' * 30_000}” is not in the plan.", f"The model “{'x' * 160}…” is not in the plan."),
        (f"模型“{'x' * 1_000}”不在套餐中。", f"模型“{'x' * 160}…”不在套餐中。"),
        ("模型不在套餐中。" * 200, "模型不在套餐中。" * 200),
        (f"/{'a' * 255}/{'b' * 255}/{'c' * 255}: gone", f"/{'a' * 255}/{'b' * 255}/{'c' * 255}: gone"),
        (f"/{'a' * 600}: gone", f"/{'a' * 159}… gone"),
        ("a b " * 2_000 + "Do this.", "a b " * 300 + "…" + "a b " * 148 + "Do this."),
    ],
    ids=range(10),
)
def test_what_is_too_long_is_shortened(text: str, short: str) -> None:
    """A word is shown by its first 160 characters, a line by its beginning and end; paths and sentences are whole."""
    assert shortened(text) == short


@given(st.integers(0, 700), st.sampled_from([16, 40, 200, 500, 5_000]), st.sampled_from(["", " ", "-", "="]))
def test_no_part_of_a_key_is_left_where_a_text_is_cut(before: int, length: int, between: str) -> None:
    """Wherever the cut falls: a key that is shaped like one, one that is named, and one that is only known."""
    secret = ("Kq7Zx9Wv" * length)[:length]
    for text, known in (
        (f"{'x' * before}{between}sk-sp-{secret}", ()),
        (f"{'x' * before}{between}token: {secret}", ()),
        (f'{"x" * before}{between}token="{secret}"', ()),
        (f"{'x' * before}{between}{secret}{'y' * 5_000}", (secret,)),
    ):
        assert not _shows_any(secret, harmless(text, known))


@settings(max_examples=25)
@given(st.integers(0, 300), st.integers(0, 300), st.sampled_from([16, 500, 4_000, 50_000]), st.booleans())
def test_no_part_of_a_key_is_left_where_a_huge_text_is_cut(before: int, behind: int, length: int, end: bool) -> None:  # noqa: FBT001  generated
    """The same where only the ends of a text are looked at: near them, and around the places where it is parted."""
    secret = ("Kq7Zx9Wv" * length)[:length]
    filler = "y " * 30_000
    at = 19_800 if end else 0
    for key, known in (
        (f"sk-sp-{secret}", ()),
        (f"token: {secret}", ()),
        (f'token="{secret}"', ()),
        (secret, (secret,) if length <= 4_000 else ()),
    ):
        if key == secret and not known:
            continue
        for text in (
            f"{filler[: at + before]}{key} {filler}{filler[: 20_000 + behind]}",
            f"{filler}{filler} {key}{filler[: at + behind]}",
        ):
            assert len(text) > 40_000
            shown = harmless(text, known)
            assert not _shows_any(secret, shown)
            assert len(shown) <= 1_801


def _shows_any(secret: str, shown: str) -> bool:
    """Whether five characters of ``secret`` in a row are shown; the last four may be."""
    return any(secret[start : start + 5] in shown for start in range(min(8, len(secret) - 4)))
