"""What an asker says around a question: the same words in every asker.

What is read aloud begins with ``>``, what only the operator does stands in ``(do: ...)``,
so that the two differ without colour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from iopintake.answers.display import display
from iopintake.answers.model import Answer
from iopintake.interview import flow
from iopintake.interview.asker import Prompt
from iopintake.interview.protocols import callback_note
from iopintake.packs.model import Question
from iopintake.rules.evaluation import Evaluation
from iopintake.support.safe_text import safe_text
from iopintake.terminal.prompts.wrapping import wrapped

ALOUD: Final = "> "
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
STATE_KEY: Final = "[x] answered  [-] declined  [?] not known  [ ] open  . later  (x) aside  * note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One question in a list of all; ``heading`` is set where a group begins."""

    question_id: str
    text: str
    heading: str = ""


# --- a question ----------------------------------------------------------------------


def place_line(prompt: Prompt) -> str:
    """Return where the interview is: section, question n of about m."""
    progress = prompt.progress
    return safe_text(f"{prompt.section.title} - question {progress.number} of about {progress.about}")


def question_lines(prompt: Prompt, width: int) -> list[str]:
    """Return what is read aloud, what the operator does, and what is held already."""
    question = prompt.question
    lines = wrapped(prompt.because, width, ALOUD) if prompt.because else []
    lines += wrapped(prompt.ask, width, ALOUD)
    if question.instruction:
        lines += wrapped(f"(do: {question.instruction})", width, "  ")
    if question.options:
        lines += wrapped(f"({_reading(question)})", width, "  ")
    if prompt.current is not None and not prompt.current.is_open:
        lines += wrapped(f"(now: {display(question, prompt.current)})", width, "  ")
    if prompt.current is not None and prompt.current.note:
        lines += wrapped(f"(note: {prompt.current.note})", width, "  ")
    return lines


def intro_lines(prompt: Prompt, width: int) -> list[str]:
    """Return what is read aloud when a section begins."""
    return wrapped(prompt.section.intro, width, ALOUD) if prompt.section.intro else []


def _reading(question: Question) -> str:
    several = "; several may be chosen" if question.type == "choices" else ""
    if question.read_options:
        return f"do: read the options out{several}"
    return f"do: choose what fits, the options are not read out{several}"


def help_lines(prompt: Prompt, width: int, *, phone: bool) -> list[str]:
    """Return why a question is asked and how, and what to do when the line drops.

    On the PHONE the number to call back comes first.
    """
    callback = prompt.evaluation.answers.value(prompt.evaluation.book.pack.crisis.callback_question)
    why = wrapped(prompt.question.why, width, "Why:  ")
    how = wrapped(prompt.question.help, width, "How:  ") if prompt.question.help else []
    number = callback if isinstance(callback, str) else "the number is not known yet"
    only = callback_note(prompt.evaluation)
    line = wrapped(f"If the line drops, call back{f' ({only})' if only else ''}: {number}", width, "Line: ")
    return [*line, *why, *how] if phone else [*why, *how, *line]


def answer_line(question: Question, answer: Answer) -> str:
    """Return the one line that stays on the screen for an answer."""
    noted = f"  (note: {answer.note})" if answer.note else ""
    return f"{question.short}: {display(question, answer)}{noted}"


def end_of_call(agreed: str) -> str:
    """Return what the operator does to end a call discreetly; AGREED is the sentence for it, if any."""
    how = "as agreed" if agreed else "kindly and briefly, without naming what it was about"
    return f"(do: end the call {how}; call back only as agreed)"


# --- all questions -------------------------------------------------------------------


def overview_rows(evaluation: Evaluation) -> Iterator[Row]:
    """Yield every question that belongs or may belong, under its section."""
    for section in evaluation.book.pack.sections:
        heading = section.title
        for question in section.question:
            if flow.state(evaluation, question.id) is not flow.State.IRRELEVANT:
                yield Row(question_id=question.id, text=_state_text(evaluation, question), heading=heading)
                heading = ""


REVIEWED: Final = {
    "Answered": {flow.State.ANSWERED, flow.State.DECLINED, flow.State.UNKNOWN},
    "Still open": {flow.State.OPEN},
    "Set aside: an answer that no longer counts": {flow.State.SET_ASIDE},
    "Not asked: it could wait, or may not belong": {flow.State.LATER, flow.State.SPARED},
}
"""The groups of a review, in the order in which they are gone through."""


def review_rows(evaluation: Evaluation) -> Iterator[Row]:
    """Yield every question for a review: answers with their notes, then what does not count."""
    for title, states in REVIEWED.items():
        heading = title
        for _, question in flow.questions_in_order(evaluation.book.pack):
            if flow.state(evaluation, question.id) in states:
                text = _state_text(evaluation, question, notes=True)
                yield Row(question_id=question.id, text=text, heading=heading)
                heading = ""


def _state_text(evaluation: Evaluation, question: Question, *, notes: bool = False) -> str:
    """Return one question with its state, its answer, and a mark or the words of a note."""
    answer = evaluation.answers.get(question.id)
    said = f": {display(question, answer)}" if answer is not None and not answer.is_open else ""
    note = answer.note if answer is not None else ""
    noted = f" * {note}" if note and notes else " *" if note else ""
    return f"{STATE_MARKS[flow.state(evaluation, question.id)]} {question.short}{said}{noted}"
