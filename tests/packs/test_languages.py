"""A pack in further languages: nothing but words is replaced, and what is missing shows."""

from __future__ import annotations

import shutil
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from helpers.cases import CASES, TODAY
from helpers.packs import creole_pack, said

from iopintake.answers.circumstances import EXAMPLE
from iopintake.answers.files import read_answers
from iopintake.checking.languages import missing_words, words_behind
from iopintake.checking.load import cached_pack, load_pack
from iopintake.checking.own_pack import write_words
from iopintake.checking.report import check_pack
from iopintake.checking.toolkit import Toolkit
from iopintake.packs import model
from iopintake.packs.files import content_hash
from iopintake.packs.model import Pack
from iopintake.packs.words import WordsOf, holders, sentences
from iopintake.rules.evaluation import Evaluator
from iopintake.summary import summarize
from iopintake.support import datafiles
from iopintake.support.errors import PackError

SHIPPED = datafiles.shipped_pack()


@cache
def shipped(language: str = "") -> Pack:
    return load_pack(SHIPPED, language)


@pytest.fixture
def creole(tmp_path: Path) -> Path:
    return creole_pack(tmp_path / "pack")


def faults(folder: Path) -> str:
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return "\n".join(caught.value.lines())


def test_a_third_language_is_begun_by_one_command_and_filled_in_sentence_by_sentence(creole: Path) -> None:
    question = load_pack(creole, "ht").questions["thoughts"]
    assert (question.ask, question.label("yes")) == ("Èske ou panse mouri?", "Wi")
    before = len(missing_words(creole)["ht"])
    said(creole, "thoughts", ask="Èske ou panse mouri?", options={"no": "Non", "yes": "Wi"}, short="Panse")
    assert write_words(creole, "ht") == len(missing_words(creole)["ht"]) == before - 1
    assert load_pack(creole, "ht").questions["thoughts"].short == "Panse"


def test_what_a_language_does_not_say_yet_stands_in_the_first_with_a_mark(creole: Path) -> None:
    english, mixed = load_pack(creole), load_pack(creole, "ht")
    assert mixed.questions["days"].ask == f"[en] {english.questions['days'].ask}"


def test_what_is_missing_is_named_and_fails_the_check_once_the_language_is_called_complete(
    creole: Path,
) -> None:
    report = check_pack(creole, Toolkit(Evaluator(load_pack(creole))), prove=False)
    assert "ht/sections/safety.toml > question > days > ask" in {m.where for m in report.missing["ht"]}
    about = creole / "pack.toml"
    about.write_text('complete = ["ht"]\n' + about.read_text(), encoding="utf-8")
    declared = check_pack(creole, Toolkit(Evaluator(load_pack(creole))), prove=False)
    assert not declared.holds


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ({"asks": "x"}, 'question > thoughts > asks: no words stand under this name. Did you mean "ask"?'),
        ({"when": {}}, "question > thoughts > when: no words stand under this name."),
        ({"options": {"si": "x"}}, "question > thoughts > options > si: the pack has nothing of this name."),
        ({"help": "x"}, "question > thoughts > help: the first language says nothing here."),
        ({"ask": 3}, "question > thoughts > ask: it is no sentence."),
        ({"options": ["a", "b"]}, "question > thoughts > options: it is no table."),
        ({"ask": "Èske {moun} panse mouri?"}, 'ht: question "thoughts" > ask: nothing fills {moun} here.'),
    ],
)
def test_a_language_holds_nothing_but_words_for_what_the_pack_has(
    creole: Path, words: dict[str, Any], fault: str
) -> None:
    said(creole, "thoughts", **words)
    assert fault in faults(creole)


def test_a_list_of_another_length_is_a_fault_since_nobody_knows_what_belongs_where(creole: Path) -> None:
    (creole / "ht" / "crisis.toml").write_text('hand_over = ["a", "b"]', encoding="utf-8")
    assert "ht/crisis.toml > hand_over: it is no list of 1." in faults(creole)


def test_the_words_count_in_the_hash_and_are_cached_by_language(creole: Path, tmp_path: Path) -> None:
    before, cache = content_hash(creole), tmp_path / "cache"
    said(creole, "thoughts", ask="Èske ou gen lide touye tèt ou?")
    assert content_hash(creole) != before
    for language, ask in (("ht_HT.UTF-8", "Èske"), ("", load_pack(creole).questions["thoughts"].ask)):
        for _ in range(2):
            assert cached_pack(creole, cache, language).questions["thoughts"].ask.startswith(ask)


def test_a_difference_names_what_has_to_be_translated_anew(creole: Path, tmp_path: Path) -> None:
    changed = Path(shutil.copytree(creole, tmp_path / "changed"))
    path = changed / "sections" / "safety.toml"
    old = load_pack(creole).questions["thoughts"].ask
    path.write_text(path.read_text().replace(f'ask = "{old}"', 'ask = "Do you think of dying?"', 1))
    assert [line for line in words_behind(creole, changed) if "thoughts" in line] == [
        "ht: sections > safety > question > thoughts > ask: the first language says something else now"
    ]


# --- the shipped pack ----------------------------------------------------------------


def rules_of(record: Any) -> Any:
    """Return everything of a record but its words and what it is found by."""
    if isinstance(record, tuple):
        return tuple(map(rules_of, record))
    if isinstance(record, dict):
        return {key: rules_of(value) for key, value in record.items()}
    if type(record).__module__.startswith("iopintake.packs.model"):
        names = {field.name for field in fields(record)} - WORDS.get(type(record), set())
        return {name: rules_of(getattr(record, name)) for name in names}
    return record


WORDS = {
    cls: {name for name, reader in holders(cls).items() if reader not in {WordsOf.record, WordsOf.records}}
    for cls in vars(model).values()
    if is_dataclass(cls)
} | {Pack: {"language"}}


def test_rules_codes_and_claims_are_the_same_in_every_language() -> None:
    english = rules_of(shipped())
    for language in shipped().languages[1:]:
        assert rules_of(shipped(language)) == english


CODES = {"id", "level", "verdict", "truth", "missing", "question", "questions", "value", "absent", "review"}
CODES |= {"levels_possible", "clinician_review", "payer", "group", "dimension", "source", "origin"}


def decided(found: Any) -> Any:
    """Return everything of a summary that is no word: codes, truths, numbers, and how many there are."""
    if isinstance(found, tuple):
        return tuple(map(decided, found))
    if is_dataclass(found):
        names = (field.name for field in fields(found))
        return {n: v if n in CODES else decided(v) for n in names for v in [getattr(found, n)]}
    return bool(found) if isinstance(found, str) else found


@pytest.mark.thorough
def test_every_case_comes_out_alike_in_every_language() -> None:
    evaluators = [Evaluator(shipped(language)) for language in shipped().languages]
    for whole in CASES.values():
        answers = read_answers(evaluators[0].pack, whole.file, whole.data, TODAY).answers
        first, *others = (
            decided(
                summarize(
                    evaluator,
                    answers,
                    EXAMPLE,
                    levels_possible=lambda _: ("php", "iop"),
                    would_change=lambda _: (),
                    order=lambda _, missing: missing,
                )
            )
            for evaluator in evaluators
        )
        assert all(other == first for other in others)


def test_no_language_called_complete_lacks_a_sentence() -> None:
    complete = shipped().about.complete
    assert not [language for language in missing_words(SHIPPED) if language in complete]


def test_every_sentence_of_a_pack_is_found_by_its_place() -> None:
    said = dict(sentences(shipped()))
    assert said["sections > safety > question > suicide_thoughts > ask"].endswith("?")
