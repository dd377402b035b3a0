"""What the crisis protocol says: why, where, whom to call, what to do, and the hand-over."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.answers.display import display
from iopintake.answers.model import Answer
from iopintake.interview import flow
from iopintake.interview.asker import CrisisPrompt, CrisisReply
from iopintake.packs.model import Question
from iopintake.rules.evaluation import Evaluation
from iopintake.support.language import N_, _
from iopintake.support.safe_text import safe_text
from iopintake.support.templates import filled
from iopintake.terminal.prompts.line import Line, aloud, one, said, words
from iopintake.terminal.theme import Role, Signs
from iopintake.terminal.wrapping import columns

NOT_KNOWN = N_("NOT KNOWN - ask now")
STAY = N_("(do: stay on the line until the other side has the caller; the protocol comes back after this)")


def crisis_head(prompt: CrisisPrompt, width: int, signs: Signs) -> list[Line]:
    """Return what stays in sight: what it is about and whom, whom to call first, where the person is."""
    titles = [protocol.title for protocol in prompt.protocol.protocols]
    joined = "; ".join(titles)
    one_line = [joined] if len(joined) + len("!!! ") <= width else titles
    lines = [line for title in one_line for line in said(title, width, Role.CRISIS, "!!! ")]
    if name := flow.person(prompt.evaluation):
        lines = _with_name(lines, safe_text(name), width)
    return [*lines, *call_lines(prompt, width, signs), *place_lines(prompt, width)]


def _with_name(titles: list[Line], name: str, width: int) -> list[Line]:
    """Return the TITLES with the NAME at the end of the last, or below where there is no room."""
    last = words(titles[-1])
    gap = width - columns(last) - columns(name)
    if gap < len("  "):
        return [*titles, *said(name, width, Role.CRISIS, "    ")]
    return [*titles[:-1], one(Role.CRISIS, last + " " * gap + name)]


def place_lines(prompt: CrisisPrompt, width: int) -> list[Line]:
    """Return where the person is, and the number to call back."""
    where = said(_("Where: {place}").format(place=prompt.place or _(NOT_KNOWN)), width, Role.CALL, "@ ")
    only = f" ({prompt.protocol.callback})" if prompt.protocol.callback else ""
    return [
        *where,
        *said(
            _("Call back: {callback}{only}").format(callback=prompt.callback or _(NOT_KNOWN), only=only),
            width,
            Role.CALL,
            "@ ",
        ),
    ]


def call_lines(prompt: CrisisPrompt, width: int, signs: Signs) -> list[Line]:
    """Return whom to call: the clinic's own lines after those of the protocol."""
    calls = [call.line for call in prompt.protocol.call]
    calls += [f"{title}: {how}" for title, how in prompt.own_numbers]
    return [line for call in calls for line in said(call, width, Role.CALL, signs.call)]


def crisis_steps(prompt: CrisisPrompt, width: int) -> list[Line]:
    """Return the steps, in one line each."""
    steps = enumerate(prompt.protocol.steps, 1)
    return [line for number, step in steps for line in said(step.do, width, first=f"{number}. ")]


def crisis_details(prompt: CrisisPrompt, width: int, signs: Signs) -> list[Line]:
    """Return what to ask, why the protocol is shown, what is behind each step, and who else helps."""
    protocol = prompt.protocol
    lines = [line for question in protocol.ask for line in aloud(question, width, signs)]
    for need in prompt.needs or flow.protocol_needs(prompt.evaluation):
        lines += said(need.sentence, width, Role.WARNING)
    for number, step in enumerate((*protocol.steps, *protocol.further), 1):
        lines += said(f"{step.do} {step.details}".rstrip(), width, first=f"{number}. ")
    for title, how in resources(prompt.evaluation):
        lines += said(f"{title}: {how}", width, first=signs.call)
    return lines


def step_lines(prompt: CrisisPrompt, reply: CrisisReply, width: int, signs: Signs) -> list[Line]:
    """Return what comes next, and what has been done, as it stays on the screen."""
    choices = prompt.evaluation.book.pack.crisis.choices
    chosen = next(option.label for option in choices if option.code == reply.choice)
    parts = {_("Next"): chosen, _("Done"): "; ".join(reply.done), _("Note"): reply.note}
    return [
        line
        for name, text in parts.items()
        if text
        for line in said(text, width, Role.ANSWER, f"{signs.answer}{name}: ")
    ]


def asked_aloud(prompt: CrisisPrompt, question: Question) -> str:
    """Return QUESTION as it is read aloud to whoever is on the phone now, in the caller's language."""
    said = question if prompt.voice is None else prompt.voice.questions[question.id]
    if not flow.speaks_for_other(prompt.evaluation):
        return said.ask
    return flow.spoken(prompt.evaluation, said, prompt.voice)


def resources(evaluation: Evaluation) -> list[tuple[str, str]]:
    """Return title and way of each service that is for this person."""
    return [
        (resource.title, f"{resource.how}. {resource.note}".rstrip(" ."))
        for resource in evaluation.book.pack.crisis.resource
        if evaluation.is_met(f"resource:{resource.id}")
    ]


def hand_over(prompt: CrisisPrompt, width: int, signs: Signs) -> list[Line]:
    """Return the hand-over to read aloud to whoever takes the caller on."""
    evaluation, crisis = prompt.evaluation, prompt.evaluation.book.pack.crisis
    facts = {
        "person": flow.person_told(evaluation),
        "place": prompt.place or crisis.not_known,
        "callback": prompt.callback or crisis.not_known,
    }
    about_other = flow.speaks_for_other(evaluation) and crisis.hand_over_other
    opening = crisis.hand_over_other if about_other else crisis.hand_over
    sentences = [*(filled(sentence, **facts) for sentence in opening), *prompt.protocol.hand_over]
    for question_id in crisis.hand_over_questions:
        answer = evaluation.answers.get(question_id)
        if answer is not None and answer.value is not None:
            question = evaluation.book.pack.questions[question_id]
            sentences.append(f"{question.short}: {display(question, answer)}")
        elif question_id in crisis.found_questions:
            question = evaluation.book.pack.questions[question_id]
            sentences.append(f"{question.short}: {crisis.not_known}")
    sentences += [need.sentence for need in prompt.needs or flow.protocol_needs(evaluation)]
    negative: list[str] = []
    for question, answer in _said_on_safety(evaluation):
        if _is_negative(question, answer):
            negative.append(question.short)
        else:
            sentences.append(f"{question.short}: {display(question, answer)}")
    if negative:
        sentences.append(filled(crisis.hand_over_none, questions="; ".join(negative)))
    lines = [line for sentence in sentences for line in aloud(sentence, width, signs)]
    return [*lines, *said(_(STAY), width, Role.DO, "  ")]


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
