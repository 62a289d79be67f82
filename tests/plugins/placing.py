"""Putting a package into a scratch folder as pip would: its modules and its metadata, without a network."""

import tomllib
from pathlib import Path

EXAMPLE = Path(__file__).parent / "example"


def files_of(folder: Path) -> dict[str, str]:
    """All text files below ``folder`` by relative path, caches left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def place(files: dict[str, str], site: Path) -> Path:
    """The folder ``site``, holding the package of ``files`` with the metadata that its ``pyproject.toml`` asks for."""
    project = tomllib.loads(files["pyproject.toml"])["project"]
    for name, text in files.items():
        if name != "pyproject.toml":
            path = site / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    metadata = site / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    metadata.mkdir(parents=True)
    header = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (metadata / "METADATA").write_text(header, encoding="utf-8")
    lines = [
        line
        for group, entries in project["entry-points"].items()
        for line in (f"[{group}]", *(f"{name} = {value}" for name, value in entries.items()))
    ]
    (metadata / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return site
