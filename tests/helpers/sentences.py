"""The sentences of the source that reach a person, and whether they go through the catalogue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import chain

SPEAKERS = frozenset(
    {"Fault", "Unreadable", "Met", "Broken", "impossible", "possible", "fault", "_fault"}
    | {"tell", "say", "confirmed", "chosen", "ask", "echo"}
)
"""What shows a person its text, beside the errors."""
KEPT = frozenset({"said", "warnings", "problems", "faults"})
"""Lists of what a person will be shown."""
PLACES = frozenset({"Fault", "fault", "_fault"})
"""Whose first text is a place in a file, by the keys that its author wrote there."""
FLOWS = frozenset({"Iterator[tuple[str, str]]", "tuple[str, str]", "Iterator[str]"})
"""What functions give that say what is wrong and what to do, or what a check found."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def untranslated(tree: ast.AST, errors: frozenset[str]) -> list[ast.expr]:
    """Return every sentence in TREE that a person would read in English; ERRORS are the names of errors.

    A sentence is followed into a value of the same function, into what a function of the same file
    returns, and out of a function that says what is wrong and what to do.
    """
    found: dict[ast.expr, None] = {}
    functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
    of_file = {name for function in functions for name in _names(_spoken(function, errors))}
    for function in [tree, *functions]:
        spoken = list(_spoken(function, errors))
        if isinstance(function, Function) and function.name in of_file:
            spoken += [node.value for node in _own(function) if isinstance(node, ast.Return) and node.value]
        names = of_file if function is tree else _names(spoken)
        values = [
            node.value
            for node in _own(function)
            if isinstance(node, ast.Assign | ast.AnnAssign)
            and node.value is not None
            and {target.id for target in _targets(node)} & names
        ]
        for part in chain(spoken, values):
            found |= dict.fromkeys(_sentences(part))
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def _names(parts: Iterable[ast.expr]) -> set[str]:
    return {_name(node) for part in parts for node in ast.walk(part)} - {""}


def _spoken(function: ast.AST, errors: frozenset[str]) -> Iterator[ast.expr]:
    """Yield what is shown to a person within a function."""
    for node in _own(function):
        if isinstance(node, ast.Call):
            name = _name(node.func)
            of_list = isinstance(node.func, ast.Attribute) and _name(node.func.value) in KEPT
            if name in SPEAKERS | errors or (name == "append" and of_list):
                yield from node.args[1 if name in PLACES else 0 :]
                yield from (keyword.value for keyword in node.keywords if keyword.arg != "option")
        elif (
            isinstance(function, Function)
            and isinstance(node, ast.Yield | ast.Return)
            and node.value is not None
            and function.returns is not None
            and ast.unparse(function.returns) in FLOWS
        ):
            yield node.value


def _own(function: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(function):
        if not isinstance(node, Function):
            yield node
            yield from _own(node)


def _targets(node: ast.Assign | ast.AnnAssign) -> Iterator[ast.Name]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    yield from (name for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))


def _sentences(part: ast.AST) -> Iterator[ast.expr]:
    """Yield the sentences that stand in a value itself, and not in what is asked of another function."""
    if isinstance(part, ast.Constant | ast.JoinedStr) and is_sentence(part):
        yield part
    if isinstance(part, ast.Call) and _name(part.func) != "format":
        return
    if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute):
        yield from _sentences(part.func.value)
        return
    if not isinstance(part, ast.Compare | ast.Subscript | Function):
        for inner in ast.iter_child_nodes(part):
            if not (isinstance(part, ast.JoinedStr) and isinstance(inner, ast.Constant)):
                yield from _sentences(inner)


def is_sentence(node: ast.expr) -> bool:
    """Say whether a text has words of its own, not only what it is made of."""
    texts = (
        [node] if isinstance(node, ast.Constant) else node.values if isinstance(node, ast.JoinedStr) else []
    )
    words = "_".join(
        text.value for text in texts if isinstance(text, ast.Constant) and isinstance(text.value, str)
    )
    return bool(re.search(r"[A-Za-z]{2}", words)) and " " in words.strip(" :-")


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
