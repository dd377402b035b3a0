"""The name that takes a sentence through the catalogue is never that of a value nobody wants."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import iopintake

CODE = Path(iopintake.__file__).parent
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands in a function and not in another one within it."""
    for node in ast.iter_child_nodes(function):
        yield node
        if not isinstance(node, Function):
            yield from own_nodes(node)


def shadows(function: Function) -> bool:
    """Say whether a function that says a sentence has a value of the same name."""
    names = [node for node in own_nodes(function) if isinstance(node, ast.Name) and node.id == "_"]
    arguments = {argument.arg for argument in ast.walk(function.args) if isinstance(argument, ast.arg)}
    says = any(isinstance(node.ctx, ast.Load) for node in names)
    return says and ("_" in arguments or any(isinstance(node.ctx, ast.Store) for node in names))


def test_no_function_that_says_a_sentence_keeps_a_value_under_the_catalogues_name() -> None:
    found = [
        f"{path.relative_to(CODE)}:{node.lineno}"
        for path in sorted(CODE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, Function) and shadows(node)
    ]
    assert found == []
