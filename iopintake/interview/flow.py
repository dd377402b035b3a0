"""The interview as a fold: what to ask next follows from the pack and the answers alone."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache, partial

from iopintake.answers.model import Absent, Answer
from iopintake.interview.in_person import asked_in_person, opens_in_person, said_in_person
from iopintake.interview.order import questions_in_order
from iopintake.packs.conditions import Truth
from iopintake.packs.model import LevelId, Need, Option, Pack, PackFile, Question, Section
from iopintake.rules import conflicts
from iopintake.rules.conflicts import asked_again_for, to_ask_again
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.groups import REMEMBERED, needs_of
from iopintake.rules.names import offered, spared, when
from iopintake.rules.remembered import Remembered
from iopintake.rules.rulebook import Rulebook
from iopintake.support.frozen import value
from iopintake.support.templates import filled

PROTOCOL_LEVELS: tuple[LevelId, ...] = ("emergency", "withdrawal_management", "twenty_four_hour")
"""A need for one of these shows the crisis protocol at once."""


class State(StrEnum):
    """How a question stands in an interview."""

    ANSWERED = "answered"
    DECLINED = "declined"
    UNKNOWN = "unknown"
    OPEN = "open"
    LATER = "later"  # whether it belongs is not known yet
    SPARED = "spared"  # belongs, and is not asked for now
    SET_ASIDE = "set aside"  # has an answer that no longer counts
    IRRELEVANT = "irrelevant"


IN_TURN = frozenset({State.OPEN, State.ANSWERED, State.DECLINED, State.UNKNOWN})
"""The states of the questions that the operator walks through."""


def state(evaluation: Evaluation, question_id: str) -> State:
    """Say how a question stands."""
    known = evaluation.once(_states)
    if question_id not in known:
        known[question_id] = _state(evaluation, question_id)
    return known[question_id]


def _states(_evaluation: Evaluation) -> dict[str, State]:
    """Return where the states of the questions are kept that were asked for."""
    return {}


def _state(evaluation: Evaluation, question_id: str) -> State:
    answer = evaluation.answers.get(question_id)
    relevance = evaluation.relevance(question_id)
    if relevance is Truth.NOT_MET and not evaluation.belongs(question_id):
        return State.IRRELEVANT if answer is None or answer.is_open else State.SET_ASIDE
    if answer is None or answer.is_open:
        if relevance is Truth.UNKNOWN:
            return State.OPEN if _is_due_all_the_same(evaluation, question_id) else State.LATER
        return State.SPARED if evaluation.is_spared(question_id) else State.OPEN
    if answer.absent is Absent.DECLINED:
        return State.DECLINED
    return State.UNKNOWN if answer.absent is Absent.UNKNOWN else State.ANSWERED


@lru_cache(REMEMBERED)
def later(book: Rulebook) -> Remembered[str, bool]:
    """Return what says of a question whether it waits, unanswered, until it is known whether it belongs."""
    return Remembered(book, lambda e, q: state(e, q) is State.LATER, partial(_asked_before, book))


def _is_due_all_the_same(evaluation: Evaluation, question_id: str) -> bool:
    """Say whether a safety question is asked though nobody could say whether it belongs.

    So it is when nothing is left to ask that would settle it: what it rests on was declined
    or is not known, and its own answer must not stay open for that.
    """
    return evaluation.book.pack.questions[question_id].safety and _due(evaluation.book).of(
        evaluation, question_id
    )


@lru_cache(REMEMBERED)
def _due(book: Rulebook) -> Remembered[str, bool]:
    def is_due(evaluation: Evaluation, question_id: str) -> bool:
        return not evaluation.is_spared(question_id) and all(
            state(evaluation, q) is not State.OPEN for q in evaluation.missing(when(question_id))
        )

    return Remembered(book, is_due, partial(_asked_before, book))


def _asked_before(book: Rulebook, question_id: str) -> set[str]:
    """Return the questions that the state of a question rests on: of all that decide whether it is asked."""
    found: set[str] = set()
    waiting = {question_id}
    while waiting:
        question = waiting.pop()
        found.add(question)
        waiting |= (book.asked_by(when(question)) | book.asked_by(spared(question))) - found
    return found


def next_question(evaluation: Evaluation) -> Question | None:
    """Return what to ask next, or None when there is nothing.

    It is one to ask again, and else the first relevant one without an answer.
    """
    if again := asked_again(evaluation):
        return again
    for _, question in questions_in_order(evaluation):
        if state(evaluation, question.id) is State.OPEN:
            return question
    return None


def asked_again(evaluation: Evaluation) -> Question | None:
    """Return a question whose answer another contradicts, or that the caller could not answer, to ask now."""
    again = to_ask_again(evaluation) or next(iter(asked_in_person(evaluation)), None)
    return evaluation.book.pack.questions[again] if again else None


def given_again(evaluation: Evaluation, question_id: str, answer: Answer) -> Answer:
    """Return ANSWER with what tells that its question was asked again, if it was."""
    return conflicts.given_again(evaluation, question_id, said_in_person(evaluation, question_id, answer))


def before(evaluation: Evaluation, question_id: str | None) -> Question | None:
    """Return the nearest relevant question before QUESTION_ID; before the end for None."""
    found = None
    for _, question in questions_in_order(evaluation):
        if question.id == question_id:
            return found
        if state(evaluation, question.id) in IN_TURN:
            found = question
    return found if question_id is None else None


def after(evaluation: Evaluation, question_id: str) -> Question | None:
    """Return the nearest relevant question after QUESTION_ID."""
    passed = False
    for _, question in questions_in_order(evaluation):
        if passed and state(evaluation, question.id) in IN_TURN:
            return question
        passed = passed or question.id == question_id
    return None


@value
class Progress:
    """How far an interview has come; ``about`` counts what is known to be asked."""

    number: int | None  # of this question among those in turn; None for one out of turn
    answered: int
    about: int


def progress(evaluation: Evaluation, question_id: str) -> Progress:
    """Return how far the interview has come at QUESTION_ID."""
    walked = [question.id for _, question in in_turn(evaluation)]
    return Progress(
        number=walked.index(question_id) + 1 if question_id in walked else None,
        answered=sum(state(evaluation, one) is not State.OPEN for one in walked),
        about=len(walked),
    )


def in_turn(evaluation: Evaluation) -> tuple[tuple[Section, Question], ...]:
    """Return the questions that the operator walks through, numbered by their place wherever they are."""
    return tuple(
        (section, question)
        for section, question in questions_in_order(evaluation)
        if state(evaluation, question.id) in IN_TURN
    )


def protocol_needs(evaluation: Evaluation) -> tuple[Need, ...]:
    """Return the needs that are met and call for the crisis protocol, gravest first.

    A need that a clinician looks at now calls for it too, where an answer that would have told
    an emergency was withheld: a plan, and silence on the intent, is no less than a plan.
    """
    needs = needs_of(evaluation.book)
    met = needs.met(evaluation)
    silent = any(need.review == "now" for need in met) and any(
        evaluation.answers[question].withheld
        for need in needs.items
        if need.level == "emergency"
        for question in evaluation.missing(need.id)
        if question in evaluation.answers
    )
    return tuple(n for n in met if n.level in PROTOCOL_LEVELS or (silent and n.up_to in PROTOCOL_LEVELS))


def options_offered(evaluation: Evaluation, question: Question) -> Question:
    """Return QUESTION without the options that are surely not for this person, unless one was chosen."""
    held = evaluation.answers.value(question.id)
    chosen = held if isinstance(held, tuple) else (held,)

    def fits(option: Option) -> bool:
        rule = offered(question.id, option.code)
        return rule not in evaluation.book.conditions or option.code in chosen or evaluation.is_possible(rule)

    return replace(question, options=tuple(option for option in question.options if fits(option)))


def speaks_for_other(evaluation: Evaluation) -> bool:
    """Say whether the one on the phone is not the person whom the intake is about."""
    return evaluation.is_met("about_other") and not evaluation.is_met("on_the_phone")


def spoken(evaluation: Evaluation, question: Question, voice: Pack | None = None) -> str:
    """Return the question as it is read aloud, about the caller or about somebody else.

    Once the person has come to the phone, what follows in the pack is asked in the caller's
    wording, and so is what is asked again and what has no answer yet. VOICE is the pack in the
    language that it is read in, where that is not the operator's.
    """
    if not question.ask_other or question.id not in evaluation.once(_about_other):
        return question.ask
    if evaluation.is_met("on_the_phone") and (
        evaluation.answers.value(question.id) is None or asked_again_for(evaluation, question.id)
    ):
        return question.ask
    named = evaluation.once(_person_aloud) if voice is None else person_aloud(evaluation, voice)
    return filled(question.ask_other, person=named)


def _person_aloud(evaluation: Evaluation) -> str:
    return person_aloud(evaluation, evaluation.book.pack)


def _about_other(evaluation: Evaluation) -> Container[str]:
    """Return the questions that are asked about somebody else, each of whoever is on the phone then."""
    if not evaluation.is_met("about_other"):
        return ()
    if not evaluation.is_met("on_the_phone"):
        return evaluation.book.pack.questions
    order = [question.id for _, question in questions_in_order(evaluation)]
    handed_over = max(order.index(q) for q in evaluation.book.asked_by("on_the_phone"))
    return frozenset(order[: handed_over + 1])


def why_again(evaluation: Evaluation, question: Question, voice: Pack | None = None) -> tuple[str, ...]:
    """Return why a question is asked again, as it is read aloud in VOICE; empty when it is not."""
    pack = voice or evaluation.book.pack
    other = speaks_for_other(evaluation)
    name = person_aloud(evaluation, pack)
    held = {conflict.id for conflict in asked_again_for(evaluation, question.id)}
    in_person = (pack.about.asked_in_person,) if opens_in_person(evaluation, question.id) else ()
    return in_person + tuple(
        filled(conflict.say_other, person=name) if other and conflict.say_other else conflict.say
        for conflict in pack.conflicts
        if conflict.id in held
    )


def person_aloud(evaluation: Evaluation, voice: Pack) -> str:
    """Return what the person is called in a sentence in VOICE to whoever calls about them."""
    about = voice.about
    name = person(evaluation) or about.person_unnamed_aloud or about.person_unnamed
    return _as_whose(name, about, about.person_theirs)


def person_told(evaluation: Evaluation) -> str:
    """Return what the person is called in a sentence to somebody else, such as a dispatcher."""
    about = evaluation.book.pack.about
    return _as_whose(person(evaluation) or about.person_unnamed, about, about.person_of_caller)


def _as_whose(name: str, about: PackFile, said: str) -> str:
    """Return a person who is named by whose they are, such as "my son", as it is SAID; any other by NAME."""
    possessive, _space, who = name.partition(" ")
    is_whose = possessive.casefold() in about.person_possessives and who[:1].islower()
    return filled(said, who=who) if said and is_whose else name


def person(evaluation: Evaluation) -> str:
    """Return the name of the person whom the intake is about, or an empty text."""
    name = evaluation.answers.value(evaluation.book.pack.about.person_question)
    return name if isinstance(name, str) else ""
