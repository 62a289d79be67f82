"""The mutation runner breaks what it says and nothing else."""

from tests.mutation.operators import mutations

_SOURCE = '''
def first(rows: "list[int]") -> int:
    """Docstrings and types stay."""
    if rows and rows[0] > 1:
        return rows[0] + 2
    raise ValueError("none")
'''


def test_each_change_is_one_piece_of_code() -> None:
    """Every operator finds its place, and the source with it made differs from the sound one there only."""
    found = {each.what: each.source.splitlines() for each in mutations(_SOURCE)}
    assert found["And → Or in “rows and rows[0] > 1”"][2] == "    if rows or rows[0] > 1:"
    assert found["Gt → GtE in “rows[0] > 1”"][2] == "    if rows and rows[0] >= 1:"
    assert found["condition turned round"][2] == "    if not (rows and rows[0] > 1):"
    assert found["Add → Sub in “rows[0] + 2”"][3] == "        return rows[0] - 2"
    assert found["returns None"][3] == "        return None"
    assert found["2 → 3"][3] == "        return rows[0] + 3"
    assert found["without “raise ValueError('none')”"][4] == "    pass"
    assert found["'none' → ''"][4] == "    raise ValueError('')"
    assert all(lines[1] == '    """Docstrings and types stay."""' for lines in found.values())
