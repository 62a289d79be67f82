"""The small changes: each takes one piece of a syntax tree and gives what it becomes."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_COMPARISONS: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_ARITHMETIC: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_DELETABLE: Final = (ast.Expr, ast.Assign, ast.AugAssign, ast.Raise, ast.Delete, ast.Assert)


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change of one module: where it is and what it does."""

    line: int
    column: int
    what: str
    _module: ast.Module
    _sound: ast.AST
    _broken: ast.AST

    @property
    def source(self) -> str:
        """The module's source with the change made; it has lost its comments."""
        module = copy.deepcopy(self._module, {id(self._sound): self._sound})
        return ast.unparse(ast.fix_missing_locations(_Swap(self._sound, self._broken).visit(module)))


def mutations(source: str) -> list[Mutation]:
    """All changes of ``source``, in the order of their places."""
    module = ast.parse(source)
    found = [
        Mutation(node.lineno, node.col_offset, what, module, node, broken)
        for node in _code(module)
        for what, broken in _variants(node)
    ]
    return sorted(found, key=lambda each: (each.line, each.column, each.what))


class _Swap(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self._old:
            return self._new
        return self.generic_visit(node)


def _code(tree: ast.AST) -> Iterator[ast.stmt | ast.expr]:
    """All statements and expressions but docstrings, types, decorators and what describes a class's fields."""
    for name, value in ast.iter_fields(tree):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _describes(child):
                continue
            if isinstance(child, ast.stmt | ast.expr):
                yield child
            yield from _code(child)


def _describes(node: ast.AST) -> bool:
    """Whether ``node`` says something about the code instead of being some."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.AnnAssign):
        return ast.unparse(node.annotation) == "TypeAlias"
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) in {"field", "cast", "TypeVar"}
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) == "__all__"
    return isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr) or (
        isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    )


def _variants(node: ast.stmt | ast.expr) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.expr):
        yield from _expressions(node)
    if isinstance(node, ast.If | ast.While):
        yield "condition turned round", _with(node, test=ast.UnaryOp(ast.Not(), node.test))
    if isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "None":
        yield "returns None", ast.Return(ast.Constant(None))
    if isinstance(node, _DELETABLE):
        yield f"without “{_short(node)}”", ast.Pass()
    if isinstance(node, ast.Break):
        yield "break → continue", ast.Continue()
    if isinstance(node, ast.Continue):
        yield "continue → break", ast.Break()
    if isinstance(node, ast.AugAssign) and type(node.op) in _ARITHMETIC:
        other = _ARITHMETIC[type(node.op)]
        yield f"{_name(node.op)} → {other.__name__} in “{_short(node)}”", _with(node, op=other())


def _expressions(node: ast.expr) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            for other in _COMPARISONS[type(operator)]:
                ops = [*node.ops[:index], other(), *node.ops[index + 1 :]]
                yield f"{_name(operator)} → {other.__name__} in “{_short(node)}”", _with(node, ops=ops)
    elif isinstance(node, ast.BoolOp):
        swapped = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield f"{_name(node.op)} → {_name(swapped)} in “{_short(node)}”", _with(node, op=swapped)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield f"without {_name(node.op)} in “{_short(node)}”", node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        other_operator = _ARITHMETIC[type(node.op)]
        yield f"{_name(node.op)} → {other_operator.__name__} in “{_short(node)}”", _with(node, op=other_operator())
    elif isinstance(node, ast.IfExp):
        yield f"condition turned round in “{_short(node)}”", _with(node, test=ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.Constant):
        yield from _constants(node)


def _constants(node: ast.Constant) -> Iterator[tuple[str, ast.AST]]:
    value = node.value
    if isinstance(value, bool):
        yield f"{value} → {not value}", ast.Constant(not value)
    elif isinstance(value, int | float):
        yield f"{value} → {value + 1}", ast.Constant(value + 1)
    elif isinstance(value, str | bytes):
        empty, other = ("", "X") if isinstance(value, str) else (b"", b"X")
        new = empty if value else other
        yield f"{value!r:.40} → {new!r}", ast.Constant(new)


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _name(operator: ast.AST) -> str:
    return type(operator).__name__


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 60 else f"{text[:59]}…"
