"""Validates the built-in catalog and seals it: ``.venv/bin/python -m tests.catalog.seal`` after each change of it."""

from wizard.catalog.load import BUILT_IN, sealed_digest


def main() -> None:
    """Write the digest of the files that the schema has accepted."""
    (BUILT_IN / "sealed.txt").write_text(f"{sealed_digest()}\n", encoding="ascii")


if __name__ == "__main__":
    main()
