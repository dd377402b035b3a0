"""The words of pages and screens, and whether they go through the catalogue: a single one is read, too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

SHOWN = frozenset(
    {"Text", "assemble", "add_column", "add_row", "heading", "line", "item", "said", "one", "aloud", "print"}
)
"""What puts a text on a page, and ``append`` to one that is there."""
LOOKS = frozenset({"style", "overflow", "justify", "end", "sep"})
"""How it is shown."""
STYLES = frozenset({"bold", "dim", "italic"})
SAME = frozenset({"ID", "PHP", "IOP", "UTC"})
"""Words that are the same in every language."""
FLOWS = frozenset({"tuple[str, str | None, str]"})
"""What functions give that say what happened, at which question, and what was noted."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def untranslated_words(tree: ast.AST) -> list[ast.expr]:
    """Return every word in TREE that would stand on a page in English.

    What is shown is followed through the values and the loops of its function, and into the
    tables of its file: there a word that begins with a capital letter, or a sentence, is read,
    and any other is a code.
    """
    found: dict[ast.expr, None] = {}
    named: set[str] = set()
    for function in (node for node in ast.walk(tree) if isinstance(node, Function)):
        shown = [*_shown(function), *_told(function)]
        names, values = _followed(function, {name for part in shown for name in _names(part)})
        named |= names
        found |= dict.fromkeys(word for part in shown for word in _words(part) if _text(word) not in STYLES)
        found |= dict.fromkeys(word for part in values for word in _words(part) if _is_read(_text(word)))
    for node in ast.iter_child_nodes(tree):
        if named & _targets(node) and isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            found |= dict.fromkeys(word for word in _words(node.value) if _is_read(_text(word)))
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def _shown(function: ast.AST) -> Iterator[ast.expr]:
    """Yield what is put on a page within a function."""
    texts = {
        name
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and _name(node.value.func) == "Text"
        for name in _targets(node)
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            of_text = isinstance(node.func, ast.Attribute) and _name(node.func.value) in texts
            if _name(node.func) in SHOWN or (of_text and _name(node.func) == "append"):
                yield from node.args
                yield from (keyword.value for keyword in node.keywords if keyword.arg not in LOOKS)


def _told(function: Function) -> Iterator[ast.expr]:
    """Yield what a function gives back for a page."""
    if function.returns is not None and ast.unparse(function.returns) in FLOWS:
        for node in ast.walk(function):
            if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
                yield from node.value.elts


def _followed(function: ast.AST, names: set[str]) -> tuple[set[str], list[ast.expr]]:
    """Return what NAMES rest on within a function: all their names, and the values they are given."""
    values: dict[ast.expr, None] = {}
    while True:
        new = [
            value
            for node in ast.walk(function)
            for value in [_given(node)]
            if value is not None and value not in values and _targets(node) & names
        ]
        if not new:
            return names, list(values)
        values |= dict.fromkeys(new)
        names = names.union(*map(_names, new))


def _given(node: ast.AST) -> ast.expr | None:
    """Return what a value, or each round of a loop, is taken from."""
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr):
        return node.value
    return node.iter if isinstance(node, ast.For | ast.comprehension) else None


def _targets(node: ast.AST) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {
        name.id for target in targets if target for name in ast.walk(target) if isinstance(name, ast.Name)
    }


def _names(part: ast.expr) -> set[str]:
    """Return the names that a value is made of; not those that only say which it is."""
    if isinstance(part, ast.Compare):
        return set()
    if isinstance(part, ast.Subscript):
        return _names(part.value)
    if isinstance(part, ast.IfExp):
        return _names(part.body) | _names(part.orelse)
    if isinstance(part, ast.Name):
        return {part.id}
    return {
        name for inner in ast.iter_child_nodes(part) if isinstance(inner, ast.expr) for name in _names(inner)
    }


def _words(part: ast.AST) -> Iterator[ast.expr]:
    """Yield the words that stand in a value itself, outside of what is asked of another function."""
    if isinstance(part, ast.Constant | ast.JoinedStr):
        if set(re.findall("[A-Za-z]{2,}", _text(part))) - SAME:
            yield part
        inner: list[ast.AST] = [p for p in getattr(part, "values", []) if isinstance(p, ast.FormattedValue)]
    elif isinstance(part, ast.Call):
        method = isinstance(part.func, ast.Attribute) and _name(part.func) in {"format", "replace", "upper"}
        inner = [part.func.value] if method and isinstance(part.func, ast.Attribute) else []
    elif isinstance(part, ast.Compare | ast.Subscript):
        inner = []
    elif isinstance(part, ast.IfExp):
        inner = [part.body, part.orelse]
    elif isinstance(part, ast.FormattedValue):
        inner = [part.value]
    else:
        inner = list(ast.iter_child_nodes(part))
    for one in inner:
        yield from _words(one)


def _text(node: ast.AST) -> str:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(
        part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )


def _is_read(text: str) -> bool:
    return bool(re.match(r"\W*[A-Z]\w", text)) or (
        " " in text.strip() and bool(re.search("[A-Za-z]{2}", text))
    )


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
