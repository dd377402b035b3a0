"""What is no TOML is told with line and column, in the language of whoever reads it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import tomli

from iopintake.support.data_text import TOML_SAYS, Unreadable, from_toml
from iopintake.support.language import speaking

BROKEN = {
    'title = "one"\ncolor = ': ("Invalid value", "el valor no es válido", 2, 9),
    "a = 1\n b\n": ("Expected '=' after a key in a key/value pair", "falta = después del nombre", 2, 3),
    'x = "abc': ("Unterminated string", "falta cerrar las comillas", 1, 9),
    "[a.b]\n[a.b]\n": ("Cannot declare a.b twice", "la tabla a.b está dos veces", 2, 5),
    "x = [1, 2": ("Unclosed array", "falta cerrar la lista con ]", 1, 10),
    "x = { a = 1, a = 2 }": (
        "Duplicate inline table key 'a'",
        "el nombre 'a' está dos veces en la tabla",
        1,
        19,
    ),
    "x = 'a\x01'": ("Found invalid character '\\x01'", "el carácter '\\x01' no es válido", 1, 7),
}


@pytest.mark.parametrize("text", BROKEN, ids=repr)
def test_a_fault_of_toml_is_told_with_its_place_in_english_and_spanish(text: str) -> None:
    english, spanish, line, column = BROKEN[text]
    with pytest.raises(Unreadable) as told:
        from_toml(text)
    assert told.value.what == f"it is not TOML ({english}, line {line}, column {column})."
    with speaking("es"), pytest.raises(Unreadable) as told:
        from_toml(text)
    assert told.value.what == f"no es TOML ({spanish}, línea {line}, columna {column})."


def test_whatever_the_reader_can_say_is_known() -> None:
    tree = ast.parse(Path(tomli.__file__).with_name("_parser.py").read_text(encoding="utf-8"))
    said = {
        words_of(call.args[0])
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        if call.func.id == "TOMLDecodeError" and call.args
    }
    assert len(said) >= 20
    assert said <= set(TOML_SAYS)


def words_of(message: ast.expr) -> str:
    if isinstance(message, ast.Constant):
        return str(message.value)
    assert isinstance(message, ast.JoinedStr)
    parts = (str(part.value) if isinstance(part, ast.Constant) else "{what}" for part in message.values)
    return "".join(parts)


def test_a_message_that_nobody_knew_of_is_told_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_text: str) -> None:
        raise tomli.TOMLDecodeError("Moon in the wrong house", "a\nb", 2)

    monkeypatch.setattr(tomli, "loads", refuse)
    with speaking("es"), pytest.raises(Unreadable) as told:
        from_toml("a\nb")
    assert re.search(r"Moon in the wrong house, línea 2, columna 1", told.value.what)
