"""The examples of a pack: few, and in the language of whoever asks for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.cases import CASES, Run

from iopintake.checking.cases import load_cases
from iopintake.checking.examples import FILE, examples, in_language
from iopintake.checking.own_pack import copy_pack, write_words
from iopintake.packs.files import content_hash, languages
from iopintake.support import datafiles
from iopintake.support.errors import PackError

MARKED = [name for name, whole in CASES.items() if whole.case.example]
Change = Callable[[str, str], None]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    copy_pack(tmp_path / "pack", None)
    return tmp_path / "pack"


def test_a_newcomer_is_shown_the_examples_and_whoever_asks_all_cases(run: Run) -> None:
    few, every = (run("example", *more).stdout.decode() for more in ((), ("--all",)))
    assert re.findall(r"^[a-z]\w+$", few, re.MULTILINE) == MARKED
    assert sorted(re.findall(r"^[a-z]\w+$", every, re.MULTILINE)) == sorted(CASES)
    assert every.startswith(few)


def test_in_spanish_the_examples_are_told_in_spanish(run: Run) -> None:
    told = " ".join(run("example", LANG="es_US.UTF-8").stdout.decode().split())
    assert "Ataques de pánico varias veces por semana, y la terapia semanal no alcanza" in told
    for name in MARKED:
        assert CASES[name].case.name not in told


def test_every_example_has_a_sentence_in_each_language_of_the_shipped_pack() -> None:
    folder = datafiles.shipped_pack()
    for language in languages(folder):
        said, missing = in_language(folder, language, [CASES[name] for name in MARKED])
        assert missing == ()
        assert [one.id for one in said.example] == MARKED


def test_what_a_language_does_not_say_is_told_in_the_first_and_asked_for(pack: Path) -> None:
    path = pack / "es" / FILE
    path.write_text(re.sub(r'^intent = ".*"', 'intent = ""', path.read_text(), flags=re.MULTILINE))
    names = {whole.case.id: whole.case.name for whole in examples(pack, "es-MX")}
    assert names["intent"] == CASES["intent"].case.name
    assert names["medicare"] != CASES["medicare"].case.name
    assert write_words(pack, "es") == 1
    assert 'intent = ""' in path.read_text()


def test_a_language_that_is_begun_gets_places_for_the_examples(pack: Path) -> None:
    assert write_words(pack, "ht") > len(MARKED)
    written = (pack / "ht" / FILE).read_text()
    for name in MARKED:
        assert f'# {CASES[name].case.name}\n{name} = ""' in written


def test_the_sentences_do_not_count_as_the_pack(pack: Path) -> None:
    before = content_hash(pack)
    (pack / "es" / FILE).unlink()
    assert content_hash(pack) == before
    assert {whole.case.id: whole.case.name for whole in examples(pack, "es")} == {
        whole.case.id: whole.case.name for whole in examples(pack)
    }


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        ("[example]\nintent = \n", "es/cases.toml", "it is not TOML"),
        ('[example]\nintnt = "..."\n', "es/cases.toml", 'Did you mean "intent"?'),
        ("[example]\nintent = 3\n", "es/cases.toml", "it is no sentence."),
    ],
)
def test_a_fault_in_the_sentences_is_told_by_example_and_by_check(
    pack: Path, run: Run, text: str, place: str, sentence: str
) -> None:
    (pack / "es" / FILE).write_text(text)
    with pytest.raises(PackError) as told:
        examples(pack, "es")
    (fault,) = told.value.faults
    assert fault.where.startswith(place)
    checked = run("check", str(pack))
    assert checked.returncode == 2
    assert sentence in " ".join(checked.stderr.decode().split())


def test_a_pack_that_marks_none_has_all_for_examples(pack: Path) -> None:
    for path in (pack / "cases").glob("*.toml"):
        path.write_text(path.read_text().replace("example = true\n", ""))
    assert [whole.case.id for whole in examples(pack)] == [whole.case.id for whole in load_cases(pack)]
