r"""The models of the programs that read ``.env`` files, against those programs.

python-dotenv is asked itself. The model of dotenvy is held against another one, which stands for Codex (see there).
What dotenv of Node.js sees was noted from its versions 16.6.1, 17.4.2 and 18.0.10, which agree.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.dotenv_readers import read_as_dotenvy, read_as_python
from wizard.formats.env import dotenvy, node, python
from wizard.formats.env.readers import Seen

PIECES = (
    "A", "B", "KEY", "MY.CERT", "A-B", "'A'", '"A"', "export ", "export\t", "export", "=", "=", " = ", "= ", "'", '"',
    "`", "'x'", '"x y"', "\\", "\\'", '\\"', "\\n", "#", " #", "  #", " ", "\t", "\n", "\n", "\n", "\r\n", "\r",
    "x", "it's",
    ":", ": ", "é", "\xa0", "\u2028", "\v", "\x85", "\ufeff", "1", "-", ".", "KEY=v\n", "A=1\n", "B='q\n", '"a\\"b"',
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@settings(max_examples=400)
@given(texts)
def test_python_dotenv(text: str) -> None:
    """Names and values are those that python-dotenv reads from any row of pieces."""
    assert Seen.of(text, python.later).values == read_as_python(text.encode())


@settings(max_examples=400)
@given(texts)
def test_dotenvy(text: str) -> None:
    """Names and values are those of the model of Codex."""
    assert Seen.of(text, dotenvy.statements).values == read_as_dotenvy(text.encode())


@pytest.mark.parametrize(
    ("text", "older", "later"),
    [
        ("\ufeffA=1\nB=2\n", {"\ufeffA": "1", "B": "2"}, {"A": "1", "B": "2"}),
        ("A= # c\n", {"A": "# c"}, {"A": ""}),
        ('A="\\\\"\nB=2\n', {"A": "\\", "B": "2"}, {"A": "\\", "B": "2"}),
        ('A="\\\\"\nB="2"\n', {}, {"A": "\\", "B": "2"}),
        ("A='\\\\'\nB='2'\n", {}, {"A": "\\", "B": "2"}),
        ("A='x\\'\nB=2\n", {"A": "x\\", "B": "2"}, {"B": "2"}),
        ("A=1\nA\nB=\n", {"B": ""}, {"B": ""}),
        ("A='x\nB=1\ny'\n", {"A": "x\nB=1\ny"}, {"A": "x\nB=1\ny"}),
    ],
)
def test_the_two_versions_of_python_dotenv(text: str, older: dict[str, str], later: dict[str, str]) -> None:
    """Where versions 1.2.2 and 1.2.4 part ways, and where they do not."""
    assert Seen.of(text, python.older).values == older
    assert Seen.of(text, python.later).values == later


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("\ufeffA=1\nB=2", {"A": "1", "B": "2"}),
        ("A=\n'x'\nB=1", {"A": "x", "B": "1"}),
        ("A\n=3", {"A": "3"}),
        ("A=1\rB=2", {"A": "1", "B": "2"}),
        ("A=`x\nB=1`", {"A": "x\nB=1"}),
        ("A: 1\nB:2", {"A": "1"}),
        ("A='x' y", {"A": "'x' y"}),
        ('A="x\\"y"\nB=1', {"A": 'x\\"y', "B": "1"}),
        ("A='it\\'s' z'", {"A": "it\\'s' z"}),
        ('A="1\\n2\\r"#c', {"A": "1\n2\r"}),
        ("A=x#c\nB=#c\nC= # c\nD", {"A": "x", "B": "", "C": ""}),
        ("A.B-1=x\n'A'=1\nexport=2\nexport B=3\nexport\nC=4", {"A.B-1": "x", "export": "2", "B": "3", "C": "4"}),
        ("A='x\nB=2\n", {"A": "'x", "B": "2"}),
        ("A='\n\nB=2", {"A": "'", "B": "2"}),
        ("A=' x ' \t\n\n\n# c\nB=2", {"A": " x ", "B": "2"}),
    ],
)
def test_dotenv_of_node(text: str, values: dict[str, str]) -> None:
    """What dotenv was seen to read."""
    assert Seen.of(text, node.statements).values == values
