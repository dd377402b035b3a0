"""Whatever a person reads goes through the catalogue, so that it can be said in another language."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest
from catalogues import source
from helpers.page_words import untranslated_words
from helpers.sentences import untranslated

import iopintake
from iopintake.support.errors import IopintakeError

CATALOGUE = {"_", "N_", "ngettext"}
CODE = Path(iopintake.__file__).parent
EXCEPTIONS = {
    "cli/defects.py": "the report of a defect is read by those who mend it",
    "export/pack_book.py": "what is approved of a pack is in the language of its rules",
    "export/pack_book_rules.py": "what is approved of a pack is in the language of its rules",
}
"""Files whose sentences stay English, and why."""


def errors() -> frozenset[str]:
    """Return the names of all errors with a message for a person."""
    for module in pkgutil.walk_packages(iopintake.__path__, "iopintake."):
        if module.name != "iopintake.__main__":
            importlib.import_module(module.name)
    found, kinds = set[str](), [IopintakeError]
    while kinds:
        kind = kinds.pop()
        found.add(kind.__name__)
        kinds += kind.__subclasses__()
    return frozenset(found)


def test_every_sentence_that_a_person_reads_goes_through_the_catalogue() -> None:
    kinds = errors()
    found = [
        f"{path.relative_to(CODE)}:{node.lineno}: {ast.unparse(node)}"
        for path in sorted(CODE.rglob("*.py"))
        if str(path.relative_to(CODE)) not in EXCEPTIONS
        for node in untranslated(ast.parse(path.read_text(encoding="utf-8")), kinds)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("code", "is_english"),
    [
        ('raise StoreError("Nothing was changed.")', True),
        ('raise StoreError(_("Nothing was changed."))', False),
        ('raise StoreError(f"{place}: {sentence}")', False),
        ('raise StoreError(f"{place}: it is full.")', True),
        ('raise StoreError("It is {place}.".format(place=place))', True),
        ('tell("It is done." if done else _("Nothing."))', True),
        ('Fault(\'rule "x"\', _("it is long."), _("Cut it."))', False),
        ('Fault(where, "it is long.", _("Cut it."))', True),
        ('def f():\n    what = "it is long."\n    raise StoreError(what)', True),
        ('def f():\n    what = _("it is long.")\n    raise StoreError(what)', False),
        ('def f() -> Iterator[tuple[str, str]]:\n    yield "it is long.", _("Cut it.")', True),
        ('done.said.append("It is gone.")', True),
    ],
)
def test_a_sentence_is_known_wherever_it_comes_from(code: str, *, is_english: bool) -> None:
    assert bool(untranslated(ast.parse(code), frozenset({"StoreError"}))) is is_english


def test_every_sentence_that_goes_through_the_catalogue_is_taken_up_into_it() -> None:
    taken_up = {part for message in source() if message.id for part in texts_of(message.id)}
    said = {
        call.args[0].value: f"{path.relative_to(CODE)}:{call.lineno}"
        for path in sorted(CODE.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in CATALOGUE
        if call.args and isinstance(call.args[0], ast.Constant)
    }
    missed = {place: text for text, place in said.items() if text not in taken_up}
    assert missed == {}, "Babel finds none within an f-string"


def texts_of(message: object) -> tuple[str, ...]:
    return message if isinstance(message, tuple) else (str(message),)


def test_every_word_on_a_page_goes_through_the_catalogue() -> None:
    found = [
        f"{path.relative_to(CODE)}:{node.lineno}: {ast.unparse(node)}"
        for path in sorted(CODE.rglob("*.py"))
        for node in untranslated_words(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("code", "is_english"),
    [
        ('table.add_column("WHAT", overflow="fold")', True),
        ('table.add_column(_("What").upper())', False),
        ('table.add_column("ID")', False),
        ('for title in ("WHAT", "ID"):\n        table.add_column(title)', True),
        ('for title in (_("What"), "ID"):\n        table.add_column(title)', False),
        ("words, role = WORDS[work]\n    what = Text(words)", True),
        ('what = Text(_(WORDS[work]))\n    what.append(", settle")', True),
        ('by = f"{who}, {at:%H:%M} UTC"\n    line(by, "bold")', False),
        (
            'parts = {"Next": chosen}\n    for name, text in parts.items():\n        said(f"{name}: {text}")',
            True,
        ),
        ('return f"safety: {action}", None, note', True),
        ('mark = "!" if state == "settle two" else ""\n    line(mark)', False),
    ],
)
def test_a_word_on_a_page_is_known_wherever_it_comes_from(code: str, *, is_english: bool) -> None:
    of_file = 'WORDS = {Work.NOW: ("a clinician, now", CRISIS), Work.DUE: ("", None)}'
    tree = ast.parse(f"{of_file}\ndef page() -> tuple[str, str | None, str]:\n    {code}")
    assert bool(untranslated_words(tree)) is is_english
