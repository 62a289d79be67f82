"""Every visible string of the program, looked up by key.

A key is ``<file>.<table>.<name>``: its first part names the file ``wizard/text/<language>/<file>.toml``, or a tool in
whose folder ``<language>.toml`` stands, the rest the place inside it. A file is read when its first string is asked
for, so that a short command does not pay for the words of the screens.
"""

import tomllib
from functools import cache
from pathlib import Path

from wizard.text.own_command import with_reach

LANGUAGES = ("en", "zh")
LONGEST = 40_000
"""Characters of a value that is put into a string; of a longer one its beginning and its end are, half of that each."""
_elsewhere: dict[str, Path] = {}


class _Current:
    """The language of the process: one for all its threads, as the app's work is done in some."""

    language = "en"


def use(language: str) -> None:
    """Take all strings from ``language`` (one of ``LANGUAGES``) from now on.

    Raises:
        ValueError: there is no such language.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    _Current.language = language


def language() -> str:
    """The current language, one of ``LANGUAGES``."""
    return _Current.language


def say(key: str, /, **values: object) -> str:
    """The string of ``key`` in the current language, its ``{fields}`` filled from ``values``.

    Values are inserted as they are and never read as fields or markup themselves; of what is longer than ``LONGEST``,
    and so more than anybody reads, the middle is left out.

    Raises:
        KeyError: the language has no such key (a test keeps all languages and all uses in step).
    """
    template = with_reach(_strings(_Current.language, key.partition(".")[0])[key])
    for name, value in values.items():
        if isinstance(value, str) and len(value) > LONGEST:
            values[name] = value[: LONGEST // 2] + value[-LONGEST // 2 :]
    return template.format_map(values)


def has(key: str) -> bool:
    """Whether the current language has a string of this key."""
    return key in _strings(_Current.language, key.partition(".")[0])


def add(file: str, folder: Path) -> None:
    """From now on, take the strings of ``file`` from ``<language>.toml`` in ``folder``; English ones must be there."""
    _elsewhere[file] = folder
    _strings.cache_clear()


def is_taken(file: str) -> bool:
    """Whether the program itself has strings of this name."""
    return (Path(__file__).parent / "en" / f"{file}.toml").exists()


@cache
def _strings(language: str, file: str) -> dict[str, str]:
    """All strings of ``file``; English ones where the language has none, as in the texts of a tool from elsewhere."""
    english = dict(_flatten(file, _read("en", file)))
    return english if language == "en" else {**english, **dict(_flatten(file, _read(language, file)))}


def _read(language: str, file: str) -> dict[str, object]:
    folder = _elsewhere.get(file)
    path = folder / f"{language}.toml" if folder else Path(__file__).parent / language / f"{file}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if language == "en" or path.exists() else {}


def _flatten(prefix: str, table: dict[str, object]) -> list[tuple[str, str]]:
    """Pairs of dotted key and string, of all strings at any depth."""
    pairs: list[tuple[str, str]] = []
    for name, value in table.items():
        if isinstance(value, dict):
            pairs += _flatten(f"{prefix}.{name}", value)
        else:
            pairs.append((f"{prefix}.{name}", str(value)))
    return pairs
