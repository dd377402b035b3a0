"""The language of an interview: spoken with the caller, switched at any question, kept with the record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from helpers.cases import TODAY
from helpers.fakes import NOON, ScriptedAsker, gives, records
from helpers.packs import creole_pack

from iopintake.answers.circumstances import NOBODY
from iopintake.answers.model import Answers
from iopintake.checking.load import load_pack
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.asker import Prompt, Reply, Speak
from iopintake.interview.conduct import conduct
from iopintake.interview.events import LanguageSpoken
from iopintake.interview.voice import Voice
from iopintake.rules.evaluation import Evaluator
from iopintake.store import Plan, UnkeptSession
from iopintake.store.journal.actor import Actor
from iopintake.store.journal.format import read, written

CALM = {"thoughts": "no", "days": 1, "signs": ["none"], "willing": "yes"}


class ListeningAsker(ScriptedAsker):
    """Keeps the whole prompts that it was shown."""

    def ask(self, prompt: Prompt) -> Reply:
        self.prompts = [*getattr(self, "prompts", []), prompt]
        return super().ask(prompt)


@pytest.fixture
def bilingual(tmp_path: Path) -> Toolkit:
    folder = creole_pack(tmp_path / "pack")
    return Toolkit(Evaluator(load_pack(folder)), lambda language: load_pack(folder, language))


def interview(toolkit: Toolkit, asker: ScriptedAsker, language: str = "", **how: Any) -> list[Any]:
    events, record = records()
    voice = Voice(own=toolkit.pack, spoken=toolkit.pack, voices=toolkit.voices, **how)
    if language:
        voice.switch(language)
    conduct(toolkit.evaluator, Answers(TODAY), asker, record, voice=voice)
    return events


def test_what_is_read_aloud_is_in_the_callers_language_and_the_rest_in_the_operators(
    bilingual: Toolkit,
) -> None:
    asker = ListeningAsker(CALM)
    interview(bilingual, asker, "ht")
    shown = next(prompt for prompt in asker.prompts if prompt.question.id == "thoughts")
    own = bilingual.pack.questions["thoughts"]
    assert (shown.ask, shown.question.label("yes")) == ("Èske ou panse mouri?", "Wi")
    assert shown.question.short == own.short
    assert shown.beside is not None
    assert (own.ask in shown.beside.text, shown.beside.options) == (True, ("n", "y"))


def test_nothing_stands_beside_where_it_is_not_wanted_or_both_speak_the_same(bilingual: Toolkit) -> None:
    for language, how in (("ht", {"side_by_side": False}), ("", {})):
        asker = ListeningAsker(CALM)
        interview(bilingual, asker, language, **how)
        assert {prompt.beside for prompt in asker.prompts} == {None}


def test_the_language_is_switched_at_any_question_and_the_question_stays(bilingual: Toolkit) -> None:
    asker = ScriptedAsker(CALM).at("thoughts", Speak(), Speak(), Speak("ht"))
    events = interview(bilingual, asker)
    asked = [said for question, said in zip(asker.asked, asker.spoken, strict=True) if question == "thoughts"]
    own = bilingual.pack.questions["thoughts"].ask
    assert asked == [own, "Èske ou panse mouri?", own, "Èske ou panse mouri?"]
    assert [event.language for event in events if isinstance(event, LanguageSpoken)] == ["ht", "en", "ht"]


def test_a_language_that_the_pack_does_not_have_changes_nothing_and_is_told(bilingual: Toolkit) -> None:
    asker = ScriptedAsker(CALM).at("thoughts", Speak("fr"))
    events = interview(bilingual, asker)
    assert not any(isinstance(event, LanguageSpoken) for event in events)
    assert asker.told == ["Nothing changes: the pack has the languages en, ht."]


def test_the_answers_are_the_same_in_whatever_language_they_were_given(bilingual: Toolkit) -> None:
    given = [
        interview(bilingual, ScriptedAsker(CALM).at("days", *switches), language)
        for language, switches in (("", ()), ("ht", ()), ("", (Speak(), gives(1))))
    ]
    answers = [[e for e in events if not isinstance(e, LanguageSpoken)] for events in given]
    assert answers[0] == answers[1] == answers[2]


def test_the_record_keeps_the_language_that_was_spoken_last(bilingual: Toolkit, tmp_path: Path) -> None:
    plan = Plan(pack=bilingual.pack, folder=tmp_path, mode="phone", day=TODAY, practice=False, language="en")
    actor = Actor(who="mara", host="desk", pid=1, clock=lambda: NOON)
    session = UnkeptSession(actor, plan, Answers(TODAY))
    assert session.circumstances("interview").language == "en"
    session.record(LanguageSpoken("ht"))
    assert session.circumstances("interview").language == "ht"
    assert bilingual.summarize(Answers(TODAY), session.circumstances("interview")).intake.language == "ht"
    assert read(*written(LanguageSpoken("ht"))) == LanguageSpoken("ht")


def test_a_summary_without_a_language_is_in_the_packs_own(bilingual: Toolkit) -> None:
    assert bilingual.summarize(Answers(TODAY), NOBODY).intake.language == "en"
