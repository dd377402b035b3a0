"""What an asker says around a question: the same words in every asker.

What is read aloud has a sign in the margin, what only the operator does stands in
``(do: ...)``, so that the two differ without colour.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from iopintake.answers.display import display
from iopintake.answers.model import Answer
from iopintake.interview import flow
from iopintake.interview.asker import Beside, Prompt
from iopintake.interview.order import questions_in_order
from iopintake.interview.protocols import beside_number
from iopintake.packs.model import Question
from iopintake.rules.evaluation import Evaluation
from iopintake.support.frozen import value
from iopintake.support.language import N_, _, language_name
from iopintake.support.safe_text import safe_text
from iopintake.terminal.prompts.line import Line, aloud, one, said
from iopintake.terminal.theme import Role, Signs
from iopintake.terminal.wrapping import columns, in_lines

STATE_MARKS: Final = {
    flow.State.ANSWERED: "[x]",
    flow.State.DECLINED: "[-]",
    flow.State.UNKNOWN: "[?]",
    flow.State.OPEN: "[ ]",
    flow.State.LATER: " . ",
    flow.State.SPARED: " . ",
    flow.State.SET_ASIDE: "(x)",
    flow.State.IRRELEVANT: "   ",
}
STATE_KEY: Final = (
    N_("[x] answered"),
    N_("[-] declined"),
    N_("[?] not known"),
    N_("[ ] open"),
    N_(". later"),
    N_("(x) aside"),
    N_("* note"),
)
"""What the marks mean; each stays whole where they take more than one line."""
BAR_LEAST, BAR_MOST = 6, 20
"""Columns of the progress bar."""


@value
class Row:
    """One question in a list of all; ``heading`` is set where a group begins."""

    question_id: str
    text: str
    heading: str = ""


# --- where the interview is ------------------------------------------------------------


def place_line(prompt: Prompt) -> str:
    """Return where the interview is: section, question n of about m."""
    progress = prompt.progress
    if progress.number is None:
        return safe_text(_("{title} - a question out of turn").format(title=prompt.section.title))
    return safe_text(
        _("{title} - question {number} of about {about}").format(
            title=prompt.section.title, number=progress.number, about=progress.about
        )
    )


def top_line(prompt: Prompt, width: int, signs: Signs, minutes: int | None) -> Line:
    """Return who it is about, the section, a bar of what is answered, and the MINUTES on the line."""
    progress, person = prompt.progress, safe_text(flow.person(prompt.evaluation))
    if progress.number is None:
        count = asked = _("out of turn")
    else:
        count = _("{number} of about {about}").format(number=progress.number, about=progress.about)
        asked = _("question {count}").format(count=count)
    time = "" if minutes is None else _("{dot}{minutes} min").format(dot=signs.dot, minutes=minutes)
    section = safe_text(prompt.section.title)
    for left, right in (
        (
            signs.dot.join(filter(None, [person, section])),
            f"{asked}{time}",
        ),
        (signs.dot.join(filter(None, [person, section])), f"{count}{time}"),
        (section, f"{count}{time}"),
    ):
        room = width - columns(left) - len(right) - 4
        if room >= BAR_LEAST:
            break
    else:
        left, room = cut(section, width - len(right) - BAR_LEAST - 4), BAR_LEAST
    bar = min(room, BAR_MOST)
    done = round(bar * progress.answered / max(progress.about, 1))
    return (
        (Role.TOP, left),
        (Role.PLAIN, " " * max(width - columns(left) - len(right) - bar - 2, 2)),
        (Role.MARK, signs.done * done),
        (Role.TRACK, signs.to_come * (bar - done)),
        (Role.PLAIN, "  "),
        (Role.QUIET, right),
    )


def cut(text: str, room: int) -> str:
    """Return as much of TEXT as fits into ROOM columns."""
    while columns(text) > max(room, 1):
        text = text[:-1]
    return text


# --- a question ----------------------------------------------------------------------


def question_lines(prompt: Prompt, width: int, signs: Signs, *, other_language: str) -> list[Line]:
    """Return what is read aloud, what the operator does, and what is held already.

    OTHER_LANGUAGE is what is pressed or typed there to read aloud in another language.
    """
    question, current = prompt.question, prompt.current
    again = aloud(prompt.because, width, signs) if prompt.because else []
    lines = [*again, *aloud(prompt.ask, width, signs)]
    lines += _small(prompt.beside, prompt.beside.text, width) if prompt.beside else []
    if question.instruction:
        lines += said(_("(do: {instruction})").format(instruction=question.instruction), width, Role.DO, "  ")
    if prompt.interpreter:
        lines += said(
            _("(do: {interpreter}{languages})").format(
                interpreter=prompt.interpreter, languages=_languages(prompt, other_language)
            ),
            width,
            Role.DO,
            "  ",
        )
    if question.options:
        lines += said(f"({_reading(question)})", width, Role.DO, "  ")
    if current is not None and not current.is_open:
        keeps = "" if prompt.because else _("; Enter keeps it")
        lines += said(
            _("(now: {question}{keeps})").format(question=display(question, current), keeps=keeps),
            width,
            Role.ANSWER,
            "  ",
        )
    if current is not None and current.note:
        lines += said(_("(note: {note})").format(note=current.note), width, Role.ANSWER, "  ")
    return lines


def _languages(prompt: Prompt, way: str) -> str:
    """Return the pack's other languages and the WAY in which they are reached."""
    spoken = prompt.voice or prompt.evaluation.book.pack
    others = ", ".join(language_name(tag) for tag in spoken.languages if tag != spoken.language)
    return (
        _(" The questions are here in {others}, too: {way}.").format(others=others, way=way) if others else ""
    )


def _small(beside: Beside, text: str, width: int) -> list[Line]:
    """Return a TEXT in the operator's language, for the eyes only."""
    return said(f"({beside.language.partition('-')[0]}: {text})", width, Role.QUIET, "  ") if text else []


def intro_lines(prompt: Prompt, width: int, signs: Signs) -> list[Line]:
    """Return what is read aloud when a section begins."""
    if not prompt.section.intro:
        return []
    small = _small(prompt.beside, prompt.beside.intro, width) if prompt.beside else []
    return [*aloud(prompt.section.intro, width, signs), *small]


def _reading(question: Question) -> str:
    several = _("; several may be chosen") if question.type == "choices" else ""
    if question.read_options:
        return _("do: read the options out{several}").format(several=several)
    return _("do: choose what fits, the options are not read out{several}").format(several=several)


def help_lines(prompt: Prompt, width: int, *, phone: bool) -> list[Line]:
    """Return why a question is asked and how, and what to do when the line drops.

    On the PHONE the number to call back comes first.
    """
    callback = prompt.evaluation.answers.value(prompt.evaluation.book.pack.crisis.callback_question)
    why = said(prompt.question.why, width, first=_("Why:  "))
    how = said(prompt.question.help, width, first=_("How:  ")) if prompt.question.help else []
    number = callback if isinstance(callback, str) else _("the number is not known yet")
    only = beside_number(prompt.evaluation)
    line = said(
        _("If the line drops, call back{more}: {number}").format(
            more=f" ({only})" if only else "", number=number
        ),
        width,
        first=_("Line: "),
    )
    return [*line, *why, *how] if phone else [*why, *how, *line]


def answer_line(question: Question, answer: Answer) -> str:
    """Return the one line that stays on the screen for an answer."""
    noted = _("  (note: {note})").format(note=answer.note) if answer.note else ""
    return f"{question.short}: {display(question, answer)}{noted}"


def end_of_call(agreed: str) -> str:
    """Return what the operator does to end a call discreetly; AGREED is the sentence for it, if any."""
    how = _("as agreed") if agreed else _("kindly and briefly, without naming what it was about")
    return _("(do: end the call {how}; call back only as agreed)").format(how=how)


# --- all questions -------------------------------------------------------------------


def state_key(width: int) -> list[Line]:
    """Return what the marks mean in lines of WIDTH, each entry whole."""
    return [one(Role.PLAIN, line) for line in in_lines(tuple(map(_, STATE_KEY)), width)]


def overview_rows(evaluation: Evaluation) -> Iterator[Row]:
    """Yield every question that belongs or may belong: those in turn under their sections, then the others.

    So the number of a question here is the one that it has where it is asked.
    """
    under = ""
    for section, question in flow.in_turn(evaluation):
        heading = section.title if section.id != under else ""
        yield Row(question_id=question.id, text=_state_text(evaluation, question), heading=heading)
        under = section.id
    for title, states in REVIEWED.items():
        yield from _group(evaluation, title, states - flow.IN_TURN)


REVIEWED: Final = {
    N_("Answered"): {flow.State.ANSWERED, flow.State.DECLINED, flow.State.UNKNOWN},
    N_("Still open"): {flow.State.OPEN},
    N_("Set aside: an answer that no longer counts"): {flow.State.SET_ASIDE},
    N_("Not asked: it could wait, or may not belong"): {flow.State.LATER, flow.State.SPARED},
}
"""The groups of a review, in the order in which they are gone through."""


def review_rows(evaluation: Evaluation) -> Iterator[Row]:
    """Yield every question for a review: answers with their notes, then what does not count."""
    for title, states in REVIEWED.items():
        yield from _group(evaluation, title, states, notes=True)


def _group(
    evaluation: Evaluation, title: str, states: set[flow.State], *, notes: bool = False
) -> Iterator[Row]:
    """Yield the questions in one of STATES, with what they have in common above the first."""
    heading = _(title)
    for _section, question in questions_in_order(evaluation):
        if flow.state(evaluation, question.id) in states:
            text = _state_text(evaluation, question, notes=notes)
            yield Row(question_id=question.id, text=text, heading=heading)
            heading = ""


def _state_text(evaluation: Evaluation, question: Question, *, notes: bool = False) -> str:
    """Return one question with its state, its answer, and a mark or the words of a note."""
    answer = evaluation.answers.get(question.id)
    shown = f": {display(question, answer)}" if answer is not None and not answer.is_open else ""
    note = answer.note if answer is not None else ""
    noted = f" * {note}" if note and notes else " *" if note else ""
    return f"{STATE_MARKS[flow.state(evaluation, question.id)]} {question.short}{shown}{noted}"
