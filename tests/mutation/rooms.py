"""Which tests answer for which modules. The tests that are quick and find much come first: the first failure counts."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Room:
    """Modules to break, as patterns below the root, and the tests that must notice."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]

    def paths(self) -> list[Path]:
        """The modules, relative to the root, in order."""
        return sorted({path.relative_to(ROOT) for pattern in self.modules for path in ROOT.glob(pattern)})


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
    "env": Room(
        ("wizard/formats/env_*.py",),
        ("tests/formats/test_env_cases.py", "tests/formats/test_env_laws.py"),
    ),
    "diff": Room(("wizard/plan/diff.py",), ("tests/plan/test_diff.py",)),
    "plan": Room(("wizard/plan/*.py",), ("tests/plan", "tests/tools", "tests/cli")),
    "apply": Room(
        ("wizard/apply/*.py",),
        (
            "tests/apply",
            "tests/faults/test_other_systems.py",
            "tests/faults/test_permissions.py",
            "tests/faults/test_two_wizards.py",
            "tests/faults/test_meddling.py",
            "tests/stories/test_remove.py",
            "tests/faults/test_way_back.py",
            "tests/faults",
        ),
    ),
    "files": Room(("wizard/files/*.py",), ("tests/files", "tests/apply", "tests/faults/test_places.py")),
}
