"""Which tests answer for which modules. The tests that are quick and find much come first: the first failure counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Room:
    """Modules to break, as patterns below the root, and the tests that must notice.

    ``more`` names, by module, further tests that go through it and take longer; a mutant that survives ``tests`` meets
    those of its module.
    """

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    more: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def paths(self) -> list[Path]:
        """The modules, relative to the root, in order."""
        return sorted({path.relative_to(ROOT) for pattern in self.modules for path in ROOT.glob(pattern)})

    def rounds(self, module: Path) -> tuple[tuple[str, ...], ...]:
        """The tests that answer for ``module``, the quick ones first."""
        return tuple(filter(None, (self.tests, self.more.get(module.stem, ()))))


_PLACES: Final = ("tests/faults/test_places.py", "tests/faults/test_permissions.py")
_LAST_MOMENT: Final = ("tests/faults/test_last_moment.py",)
_WAYS_BACK: Final = ("tests/faults/test_way_back.py",)
_BROKEN_OFF: Final = (
    "tests/faults/test_failing_calls.py",
    "tests/faults/test_disk_full.py",
    "tests/faults/test_killed.py",
)

ROOMS: Final = {
    "json": Room(
        (
            "wizard/formats/json_*.py",
            "wizard/formats/check.py",
            "wizard/formats/expected.py",
            "wizard/formats/edits.py",
            "wizard/formats/document.py",
            "wizard/formats/__init__.py",
        ),
        (
            "tests/formats/test_json_check.py",
            "tests/formats/test_json_corpus.py",
            "tests/formats/test_json_refusals.py",
            "tests/formats/test_json_strict.py",
            "tests/formats/test_expected.py",
            "tests/formats/test_json_values.py",
            "tests/formats/test_toml_cases.py",
            "tests/formats/test_json_gaps.py",
            "tests/formats/test_json_hostile.py",
            "tests/formats/test_json_broken.py",
            "tests/formats/test_json_laws.py",
        ),
    ),
    "toml": Room(
        ("wizard/formats/toml_*.py",),
        (
            "tests/formats/test_toml_cases.py",
            "tests/formats/test_toml_hostile.py",
            "tests/formats/test_toml_comments.py",
            "tests/formats/test_toml_laws.py",
        ),
    ),
    "yaml": Room(
        ("wizard/formats/yaml_*.py",),
        (
            "tests/formats/test_yaml_cases.py",
            "tests/formats/test_yaml_small.py",
            "tests/formats/test_yaml_hostile.py",
            "tests/formats/test_yaml_laws.py",
        ),
    ),
    "env": Room(
        ("wizard/formats/env_*.py",),
        ("tests/formats/test_env_cases.py", "tests/formats/test_env_laws.py"),
    ),
    "diff": Room(("wizard/plan/diff.py",), ("tests/plan/test_diff.py",)),
    "plan": Room(("wizard/plan/*.py",), ("tests/plan", "tests/tools", "tests/cli")),
    "apply": Room(
        ("wizard/apply/*.py",),
        ("tests/apply", "tests/faults/test_other_systems.py", "tests/faults/test_meddling.py"),
        {
            "access": ("tests/faults/test_staging.py",),
            "backups": _WAYS_BACK,
            "baseline": (
                "tests/cli/test_whole_path.py",
                "tests/faults/test_wrong_kind.py",
                "tests/stories/test_remove.py",
            ),
            "change": (*_WAYS_BACK, "tests/faults/test_places.py"),
            "check": (*_PLACES, "tests/faults/test_before_the_question.py", "tests/faults/test_disk_full.py"),
            "entry": _WAYS_BACK,
            "errors": (*_WAYS_BACK, *_BROKEN_OFF),
            "exchange": (*_LAST_MOMENT, *_BROKEN_OFF),
            "folders": (*_PLACES, *_BROKEN_OFF),
            "history": _WAYS_BACK,
            "interruptions": ("tests/faults/test_signals.py", "tests/faults/test_signals_at_the_question.py"),
            "journal": (*_PLACES, *_BROKEN_OFF),
            "kept": (),
            "last_look": (*_LAST_MOMENT, *_BROKEN_OFF),
            "lock": ("tests/faults/test_two_wizards.py", *_PLACES, "tests/faults/test_failing_calls.py"),
            "placing": ("tests/faults/test_staging.py", *_PLACES, *_BROKEN_OFF),
            "putback": (
                *_LAST_MOMENT,
                *_PLACES,
                "tests/faults/test_two_wizards.py",
                *_BROKEN_OFF,
                "tests/faults/test_signals.py",
            ),
            "recovery": (*_LAST_MOMENT, *_PLACES, "tests/faults/test_two_wizards.py", *_BROKEN_OFF),
            "renames": _LAST_MOMENT,
            "retention": _WAYS_BACK,
            "state": (*_PLACES, *_BROKEN_OFF),
            "syscalls": (*_PLACES, "tests/faults/test_two_wizards.py", *_BROKEN_OFF),
            "versions": (*_LAST_MOMENT, *_BROKEN_OFF),
            "writer": (*_LAST_MOMENT, *_PLACES, *_WAYS_BACK, *_BROKEN_OFF, "tests/faults/test_signals.py"),
        },
    ),
    "files": Room(("wizard/files/*.py",), ("tests/files", "tests/apply", "tests/faults/test_places.py")),
}
