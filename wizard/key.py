"""The plan's key: taking it in, holding it so that it is not printed by accident, masking it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from wizard.catalog.facts import KeyFacts
from wizard.errors import WizardError
from wizard.text.names import service_name

_MAX_LENGTH: Final = 512
_INVISIBLE: Final = re.compile("[\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff\ufffd\ud800-\udfff]")
"""Also what stands for bytes that are no text."""
_SHAPE: Final = re.compile(r"[A-Za-z0-9._~+/=-]+\Z")


class Secret:
    """A text that no ``repr``, ``str`` or format string gives away; its value must be asked for by name.

    Not pydantic's, whose import would be most of a short command's time.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def get_secret_value(self) -> str:
        """The text itself."""
        return self._value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "Secret('**********')"


class KeyRefusedError(WizardError):
    """What was given cannot be a key of the plan; the sentence never repeats it."""


@dataclass(frozen=True)
class LiteralKey:
    """A key to be written into a tool's file. ``trimmed``: blanks that stood around it were removed."""

    secret: Secret
    trimmed: bool = field(default=False, compare=False)

    @property
    def masked(self) -> str:
        """The prefix and the last four characters."""
        return mask(self.secret.get_secret_value())


@dataclass(frozen=True)
class KeyReference:
    """The environment variable that a tool reads the key from."""

    variable: str

    @property
    def masked(self) -> str:
        """The variable's name, which is no secret."""
        return f"${self.variable}"


Credential = LiteralKey | KeyReference


def taken_in(text: str, facts: KeyFacts) -> LiteralKey:
    """The key in ``text``, its outer blanks and line ends removed.

    Raises:
        KeyRefusedError: it is empty, a placeholder, damaged, or a key of another service.
    """
    key = text.strip(" \t\r\n\f\v")
    if not key:
        raise KeyRefusedError("key.empty")
    if len(key) > _MAX_LENGTH:
        raise KeyRefusedError("key.too-long", limit=_MAX_LENGTH)
    if _INVISIBLE.search(key):
        raise KeyRefusedError("key.invisible")
    if key[0] in "\"'`“‘" or key[-1] in "\"'`”’":
        raise KeyRefusedError("key.quoted")
    if re.search(r"\s", key):
        raise KeyRefusedError("key.blank-inside")
    problem = kind_problem(key, facts)
    if problem:
        raise KeyRefusedError(problem[0], **problem[1])
    if not _SHAPE.match(key) or len(key) < len(facts.prefix) + 4:
        raise KeyRefusedError("key.malformed", prefix=facts.prefix)
    # A line end is how files and pipes end; anything else around the key was not meant to be there.
    return LiteralKey(Secret(key), trimmed=key != text.removesuffix("\n").removesuffix("\r"))


def fault_of(key: str, facts: KeyFacts) -> KeyRefusedError | None:
    """Why ``key``, as a file holds it, cannot be a key of the plan; None where it may be one.

    In a file, unlike at a prompt, blanks around it are a fault: a tool sends them.
    """
    if key.strip() and key != key.strip():
        return KeyRefusedError("key.blank-around")
    try:
        taken_in(key, facts)
    except KeyRefusedError as fault:
        return fault
    return None


def kind_problem(key: str, facts: KeyFacts) -> tuple[str, Mapping[str, object]] | None:
    """Why ``key`` is not of the plan's kind, as a text key and its values; None where it may be."""
    if is_placeholder(key, facts):
        return "key.placeholder", {}
    if key.startswith(facts.prefix):
        return None
    for foreign in facts.foreign.values():
        if key.startswith(foreign.prefix):
            return "key.foreign", {
                "kind": foreign.prefix,
                "service": service_name(foreign.service),
                "prefix": facts.prefix,
            }
    return "key.unknown-kind", {"prefix": facts.prefix}


def is_placeholder(key: str, facts: KeyFacts) -> bool:
    """Whether ``key`` is what a sample or a redacting screen shows in place of a key."""
    rest = key.removeprefix(facts.prefix)
    return key in facts.placeholders or (rest != key and set(rest.lower()) <= set("x*.…"))


def mask(key: str) -> str:
    """``key`` as it may be shown: what kind it is and its last four characters."""
    prefix = next((known for known in ("sk-sp-", "sk-", "ms-") if key.startswith(known)), "")
    tail = key[-4:] if len(key) - len(prefix) >= 8 else ""  # noqa: PLR2004  of a shorter key, four would be most
    return f"{prefix}…{tail}"


# The plan's own prefix is unmistakable, also glued to something else.
_KEY_SHAPED: Final = re.compile(r"sk-sp-[A-Za-z0-9._~+/=-]{4,}|\bsk-[A-Za-z0-9._~+/=-]{6,}|\bms-[0-9a-f-]{16,}")
# What stands before such a word in a name makes no difference, and to look for it would take the square of its length.
_NAME: Final = r"""(?:api[_-]?key|token|secret|password) ["']? \s*+ [:=] \s*+"""
_NAMED_SECRET: Final = re.compile(
    rf"""(?ix) (?P<name> {_NAME} ) (?P<quote> ["']? ) (?P<value> [^\s"',}}\]]{{8,}}+ ) (?P=quote)"""
)
_REFERENCE: Final = re.compile(r"\$|\{env:|\{file:|[A-Z][A-Z0-9_]*\Z")


def masked_text(text: str, secrets: Iterable[str] = ()) -> str:
    """``text`` with every key in it masked: the known ``secrets``, and whatever is shaped or named like one."""
    for secret in sorted({secret for secret in secrets if secret and secret in text}, key=len, reverse=True):
        text = text.replace(secret, mask(secret))
    # The looks in between cost next to nothing, and spare a long text without any key the patterns.
    if "sk-" in text or "ms-" in text:
        text = _KEY_SHAPED.sub(lambda match: mask(match.group()), text)
    return _NAMED_SECRET.sub(_masked_value, text) if _may_name_one(text) else text


def _may_name_one(text: str) -> bool:
    if ":" not in text and "=" not in text:
        return False
    folded = text.casefold()
    return any(word in folded for word in ("key", "token", "secret", "password"))


# While it is typed a key is not whole: already what may begin one is hidden, and all that is typed on to it.
_KEY_BEGUN: Final = re.compile(r"(sk-sp-|(?<![A-Za-z0-9])sk-(?!s?p?-?(?:\s|\Z)))[A-Za-z0-9._~+/=…-]+")
_TOKEN_BEGUN: Final = re.compile(r"(?<![A-Za-z0-9])(ms-)(?:…|[0-9a-f-]{8})[A-Za-z0-9…-]*")
_NAMED_BEGUN: Final = re.compile(rf"""(?ix) ( {_NAME} ["']? ) (?: …[^\s"',}}\]]+ | (?!\$|\{{) [^\s"',}}\]]{{12,}} )""")


def masked_as_typed(text: str) -> str:
    """``text``, which is still being typed, with whatever may become a key in it hidden from its first character on."""
    for begun in (_KEY_BEGUN, _TOKEN_BEGUN, _NAMED_BEGUN):
        text = begun.sub(r"\1…", text)
    return text


def _masked_value(match: re.Match[str]) -> str:
    value = match["value"]
    if _REFERENCE.match(value) or "…" in value:
        return match.group()
    return f"{match['name']}{match['quote']}{mask(value)}{match['quote']}"
