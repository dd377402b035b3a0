"""Which protocols hold for a person in danger, and what they come to together.

The pack says when each of them holds and how urgent it is; nothing here knows one by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from iopintake.answers.display import display
from iopintake.interview.flow import speaks_for_other
from iopintake.packs.model import CallLine, Pack, Protocol, ProtocolStep
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.names import unless
from iopintake.support.frozen import value

STEPS_IN_SIGHT = 7
"""What the crisis screen holds at 80 by 24, and about what a person takes in under stress."""


@value
class CrisisProtocol:
    """What to do now: the protocols that hold, as one."""

    protocols: tuple[Protocol, ...]  # most urgent first
    call: tuple[CallLine, ...]  # whom to call, in this order
    steps: tuple[ProtocolStep, ...]  # at most ``STEPS_IN_SIGHT``
    further: tuple[ProtocolStep, ...]  # what has no room there
    callback: str  # beside the number to call back: whose it is, and what to know where calling may do harm
    ask: tuple[str, ...]  # read aloud, each to be answered with yes or no
    hand_over: tuple[str, ...]


def protocols_held(evaluation: Evaluation) -> tuple[Protocol, ...]:
    """Return the protocols whose condition is met, most urgent first; the last one only if no other is."""
    *kinds, general = evaluation.book.pack.protocols
    held = tuple(kind for kind in kinds if evaluation.is_met(f"protocol:{kind.id}"))
    return held or (general,)


def crisis_protocol(evaluation: Evaluation, voice: Pack | None = None) -> CrisisProtocol:
    """Return what the protocols that hold come to together; what is asked aloud as VOICE says it.

    What stands in two of them is said once. When there are more steps than the screen
    holds, the essential ones stay in sight and the others follow as further ones.
    """
    held = protocols_held(evaluation)
    ids = {protocol.id for protocol in held}
    aloud = [p for p in (voice or evaluation.book.pack).protocols if p.id in ids]
    steps = _once_each(chain.from_iterable(_steps(evaluation, protocol) for protocol in held))
    in_sight = sorted(range(len(steps)), key=lambda place: not steps[place].essential)[:STEPS_IN_SIGHT]
    about_other = speaks_for_other(evaluation)
    return CrisisProtocol(
        protocols=held,
        call=_calls(evaluation, held),
        steps=tuple(steps[place] for place in sorted(in_sight)),
        further=tuple(step for place, step in enumerate(steps) if place not in in_sight),
        callback=beside_number(evaluation),
        ask=_unique(question for p in aloud for question in (p.ask_other if about_other else p.ask)),
        hand_over=_unique(sentence for protocol in held for sentence in protocol.hand_over),
    )


def beside_number(evaluation: Evaluation) -> str:
    """Return what stands beside the number to call back: whose it is, and what must be known before."""
    return "; ".join(filter(None, (caller(evaluation), callback_note(evaluation))))


def caller(evaluation: Evaluation) -> str:
    """Return who calls about another, as far as it is known; nothing where they call for themselves."""
    pack = evaluation.book.pack
    told = evaluation.answers.get(pack.crisis.caller_question)
    if told is None or told.value is None or not evaluation.is_met("about_other"):
        return ""
    return display(pack.questions[pack.crisis.caller_question], told)


def callback_note(evaluation: Evaluation) -> str:
    """Return what stands beside the number to call back, or nothing where calling it is safe."""
    return next((protocol.callback for protocol in protocols_held(evaluation) if protocol.callback), "")


def _steps(evaluation: Evaluation, protocol: Protocol) -> Iterator[ProtocolStep]:
    """Yield the steps of a protocol that do no harm here."""
    for number, step in enumerate(protocol.steps):
        rule = unless(protocol.id, number)
        if rule not in evaluation.book.conditions or not evaluation.is_met(rule):
            yield step


def _once_each(steps: Iterable[ProtocolStep]) -> list[ProtocolStep]:
    """Return the steps, each line once: where it is essential if it is so anywhere."""
    found: dict[str, ProtocolStep] = {}
    for step in steps:
        if step.do not in found or (step.essential and not found[step.do].essential):
            found[step.do] = step
    return list(found.values())


def _calls(evaluation: Evaluation, held: Iterable[Protocol]) -> tuple[CallLine, ...]:
    """Return whom to call: services for this person, each once, as the most urgent protocol says it."""
    found: dict[str, CallLine] = {}
    for call in chain.from_iterable(protocol.call for protocol in held):
        if evaluation.is_met(f"resource:{call.resource}"):
            found.setdefault(call.resource, call)
    return tuple(found.values())


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
