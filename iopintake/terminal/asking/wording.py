"""What an asker says around a question: the same words in every asker.

What is read aloud begins with ``>``, what only the operator does stands in ``(do: ...)``,
so that the two differ without colour.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from iopintake.answers import Answer
from iopintake.display import display
from iopintake.evaluation import Evaluation
from iopintake.interview import flow
from iopintake.interview.asker import CrisisPrompt, Prompt
from iopintake.packs.model import Option, Question
from iopintake.safe_text import safe_text

ALOUD = "> "
STATE_MARKS = {
    flow.State.ANSWERED: "[x]",
    flow.State.DECLINED: "[-]",
    flow.State.UNKNOWN: "[?]",
    flow.State.OPEN: "[ ]",
    flow.State.LATER: " . ",
    flow.State.SPARED: " . ",
    flow.State.SET_ASIDE: "(x)",
    flow.State.IRRELEVANT: "   ",
}
STATE_KEY = "[x] answered  [-] declined  [?] not known  [ ] open  (x) set aside  * note"


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Return TEXT, made safe, as lines of at most WIDTH columns with a hanging indent."""
    following = " " * len(first) if rest is None else rest
    lines: list[str] = []
    for paragraph in safe_text(text).split("\n"):
        lines += textwrap.wrap(
            paragraph,
            width=max(width, len(first) + 10),
            initial_indent=first if not lines else following,
            subsequent_indent=following,
        ) or [""]
    return lines


def place_line(prompt: Prompt) -> str:
    """Return where the interview is: section, question n of about m."""
    progress = prompt.progress
    return f"{prompt.section.title} - question {progress.number} of about {progress.about}"


def question_lines(prompt: Prompt, width: int) -> list[str]:
    """Return the head of a prompt: place, what is read aloud, what the operator does."""
    question = prompt.question
    lines = [safe_text(place_line(prompt))]
    lines += wrapped(prompt.ask, width, ALOUD)
    if question.instruction:
        lines += wrapped(f"(do: {question.instruction})", width, "  ")
    if not question.read_options:
        lines += wrapped("(do: choose; the options are not read out)", width, "  ")
    if prompt.current is not None and not prompt.current.is_open:
        lines += wrapped(f"(now: {display(question, prompt.current)})", width, "  ")
    if prompt.current is not None and prompt.current.note:
        lines += wrapped(f"(note: {prompt.current.note})", width, "  ")
    return lines


def help_lines(prompt: Prompt, width: int) -> list[str]:
    """Return why a question is asked and how, and what to do when the line drops."""
    callback = prompt.evaluation.answers.value(prompt.evaluation.book.pack.crisis.callback_question)
    lines = wrapped(prompt.question.why, width, "Why:  ")
    lines += wrapped(prompt.question.help, width, "How:  ")
    if isinstance(callback, str):
        lines += wrapped(f"If the line drops, call back: {callback}", width, "Line: ")
    return lines


def option_line(option: Option, number: int) -> str:
    """Return an option as it stands in a numbered list."""
    return f"{number}. {safe_text(option.label)}"


def answer_line(question: Question, answer: Answer) -> str:
    """Return the one line that stays on the screen for an answer."""
    return f"  {safe_text(question.short)}: {safe_text(display(question, answer))}"


def overview_lines(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    """Yield question id and line for each question that belongs, and section titles with no id."""
    for section in evaluation.book.pack.sections:
        shown = [
            question
            for question in section.question
            if flow.state(evaluation, question.id) is not flow.State.IRRELEVANT
        ]
        if shown:
            yield "", safe_text(section.title)
        for question in shown:
            yield question.id, overview_line(evaluation, question)


def overview_line(evaluation: Evaluation, question: Question) -> str:
    """Return one question with its state, its answer and a mark for a note."""
    answer = evaluation.answers.get(question.id)
    said = f": {display(question, answer)}" if answer is not None and not answer.is_open else ""
    noted = " *" if answer is not None and answer.note else ""
    mark = STATE_MARKS[flow.state(evaluation, question.id)]
    return f"{mark} {safe_text(question.short)}{safe_text(said)}{noted}"


# --- crisis ------------------------------------------------------------------------


def crisis_head(prompt: CrisisPrompt, width: int) -> list[str]:
    """Return what must stay in sight: why, where the person is, the number, the lines to call."""
    lines = wrapped(prompt.evaluation.book.pack.crisis.title, width, "!!! ")
    for need in prompt.needs:
        lines += wrapped(need.sentence, width, "!   ")
    lines += wrapped(f"Where: {prompt.place or 'NOT KNOWN - ask now'}", width, "@   ")
    lines += wrapped(f"Call back: {prompt.callback or 'NOT KNOWN - ask now'}", width, "@   ")
    return lines


def crisis_steps(prompt: CrisisPrompt, width: int) -> list[str]:
    """Return the protocol's steps, then the services with their numbers."""
    lines: list[str] = []
    for number, step in enumerate(prompt.steps, 1):
        lines += wrapped(step, width, f"{number}. ")
    for title, how in (*prompt.own_numbers, *resources(prompt.evaluation)):
        lines += wrapped(f"{title}: {how}", width, "-> ")
    return lines


def resources(evaluation: Evaluation) -> list[tuple[str, str]]:
    """Return title and way of each service that is for this person."""
    return [
        (resource.title, f"{resource.how}. {resource.note}".strip())
        for resource in evaluation.book.pack.crisis.resource
        if evaluation.is_met(f"resource:{resource.id}")
    ]


def hand_over(prompt: CrisisPrompt, width: int) -> list[str]:
    """Return the hand-over to read aloud to whoever takes the caller on."""
    evaluation = prompt.evaluation
    name = flow.person(evaluation) or evaluation.book.pack.about.person_unnamed
    lines = ["Hand-over, to read aloud:"]
    lines += wrapped(f"I have {name} on the line.", width, ALOUD)
    lines += wrapped(f"They are at: {prompt.place or 'not known'}.", width, ALOUD)
    lines += wrapped(f"The number is: {prompt.callback or 'not known'}.", width, ALOUD)
    for need in prompt.needs or flow.protocol_needs(evaluation):
        lines += wrapped(need.sentence, width, ALOUD)
    for question in evaluation.book.pack.questions.values():
        answer = evaluation.answers.get(question.id)
        if question.safety and answer is not None and not _is_none(question, answer):
            lines += wrapped(f"{question.short}: {display(question, answer)}", width, ALOUD)
    return lines


def _is_none(question: Question, answer: Answer) -> bool:
    """Say whether an answer names nothing: an exclusive option, or the first of a yes or no."""
    if answer.is_open:
        return True
    exclusive = {option.code for option in question.options if option.exclusive}
    return answer.value in {"no", "never"} or (
        isinstance(answer.value, tuple) and set(answer.value) <= exclusive
    )
