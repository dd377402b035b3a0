"""What the crisis protocol says: why, where, whom to call, what to do, and the hand-over."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.answers.display import display
from iopintake.answers.model import Answer
from iopintake.interview import flow
from iopintake.interview.asker import CrisisPrompt, CrisisReply
from iopintake.packs.model import Question
from iopintake.rules.evaluation import Evaluation
from iopintake.support.templates import filled
from iopintake.terminal.prompts.wording import ALOUD
from iopintake.terminal.prompts.wrapping import wrapped

NOT_KNOWN = "NOT KNOWN - ask now"
STAY = "(do: stay on the line until the other side has the caller; the protocol comes back after this)"


def crisis_head(prompt: CrisisPrompt, width: int) -> list[str]:
    """Return what stays in sight: why, where the person is, whom to call first."""
    lines = [line for p in prompt.protocol.protocols for line in wrapped(p.title, width, "!!! ")]
    for need in prompt.needs or flow.protocol_needs(prompt.evaluation):
        lines += wrapped(need.sentence, width, "!   ")
    lines += place_lines(prompt, width)
    for call in prompt.protocol.call:
        lines += wrapped(call.line, width, "->  ")
    for title, how in prompt.own_numbers:
        lines += wrapped(f"{title}: {how}", width, "->  ")
    return lines


def crisis_steps(prompt: CrisisPrompt, width: int) -> list[str]:
    """Return the steps in one line each, then what is behind them, what to ask, and the services."""
    protocol = prompt.protocol
    lines: list[str] = []
    for number, step in enumerate(protocol.steps, 1):
        lines += wrapped(step.do, width, f"{number}. ")
    lines += ["", *crisis_details(prompt, width)]
    for title, how in resources(prompt.evaluation):
        lines += wrapped(f"{title}: {how}", width, "-> ")
    return lines


def crisis_details(prompt: CrisisPrompt, width: int) -> list[str]:
    """Return what to ask, and each step with what is behind it."""
    protocol = prompt.protocol
    lines = [line for question in protocol.ask for line in wrapped(question, width, ALOUD)]
    for number, step in enumerate((*protocol.steps, *protocol.further), 1):
        lines += wrapped(f"{step.do} {step.details}".rstrip(), width, f"{number}. ")
    return lines


def step_lines(prompt: CrisisPrompt, reply: CrisisReply, width: int) -> list[str]:
    """Return what comes next, and what has been done, as it stays on the screen."""
    choices = prompt.evaluation.book.pack.crisis.choices
    lines = wrapped(next(o.label for o in choices if o.code == reply.choice), width, "  = Next: ")
    if reply.done:
        lines += wrapped("; ".join(reply.done), width, "  = Done: ")
    if reply.note:
        lines += wrapped(reply.note, width, "  = Note: ")
    return lines


def place_lines(prompt: CrisisPrompt, width: int) -> list[str]:
    """Return where the person is, and the number to call back."""
    where = wrapped(f"Where: {prompt.place or NOT_KNOWN}", width, "@   ")
    only = f" ({prompt.protocol.callback})" if prompt.protocol.callback else ""
    return [*where, *wrapped(f"Call back: {prompt.callback or NOT_KNOWN}{only}", width, "@   ")]


def resources(evaluation: Evaluation) -> list[tuple[str, str]]:
    """Return title and way of each service that is for this person."""
    return [
        (resource.title, f"{resource.how}. {resource.note}".rstrip(" ."))
        for resource in evaluation.book.pack.crisis.resource
        if evaluation.is_met(f"resource:{resource.id}")
    ]


def hand_over(prompt: CrisisPrompt, width: int) -> list[str]:
    """Return the hand-over to read aloud to whoever takes the caller on."""
    evaluation, crisis = prompt.evaluation, prompt.evaluation.book.pack.crisis
    facts = {
        "person": flow.person(evaluation) or evaluation.book.pack.about.person_unnamed,
        "place": prompt.place or crisis.not_known,
        "callback": prompt.callback or crisis.not_known,
    }
    lines: list[str] = []
    about_other = evaluation.is_met("about_other") and crisis.hand_over_other
    for sentence in crisis.hand_over_other if about_other else crisis.hand_over:
        lines += wrapped(filled(sentence, **facts), width, ALOUD)
    for sentence in prompt.protocol.hand_over:
        lines += wrapped(sentence, width, ALOUD)
    for question_id in crisis.hand_over_questions:
        answer = evaluation.answers.get(question_id)
        if answer is not None and answer.value is not None:
            question = evaluation.book.pack.questions[question_id]
            lines += wrapped(f"{question.short}: {display(question, answer)}", width, ALOUD)
    for need in prompt.needs or flow.protocol_needs(evaluation):
        lines += wrapped(need.sentence, width, ALOUD)
    negative: list[str] = []
    for question, answer in _said_on_safety(evaluation):
        if _is_negative(question, answer):
            negative.append(question.short)
        else:
            lines += wrapped(f"{question.short}: {display(question, answer)}", width, ALOUD)
    if negative:
        lines += wrapped(filled(crisis.hand_over_none, questions="; ".join(negative)), width, ALOUD)
    return [*lines, *wrapped(STAY, width, "  ")]


def _said_on_safety(evaluation: Evaluation) -> Iterator[tuple[Question, Answer]]:
    """Yield the questions on safety that were answered, declined or not known, with what was said."""
    conflicts = evaluation.conflicts()
    for question in evaluation.book.pack.questions.values():
        answer = evaluation.answers.get(question.id)
        counts = flow.state(evaluation, question.id) is not flow.State.SET_ASIDE or question.id in conflicts
        if question.safety and answer is not None and not answer.is_open and counts:
            yield question, answer


def _is_negative(question: Question, answer: Answer) -> bool:
    """Say whether an answer is a plain no, or the option for none. It may still be a bad sign."""
    none = {option.code for option in question.options if option.exclusive} | {"no", "never"}
    said = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    return answer.absent is None and set(said) <= none
