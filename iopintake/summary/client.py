"""What the client's own page is made of: nothing of it was said in confidence.

It is found from the result alone: what the pack's hand_outs.toml says to it, the tips that
everybody gets, of the sentences made for some answers only those that the pack allows on
paper, and the services that everybody gets. No answer, note or name gets here, and of an
alert only the sentence that its pack made for paper.
"""

from __future__ import annotations

from iopintake.answers.display import display
from iopintake.assessment.level_rules import needs_for_now, urgent_met
from iopintake.assessment.model import Decision
from iopintake.assessment.readiness import goes_with
from iopintake.interview.flow import protocol_needs
from iopintake.interview.protocols import callback_note
from iopintake.packs.conditions import ALWAYS
from iopintake.packs.model import ClientResult, ClientWords, HandOuts, LevelId, Pack
from iopintake.rules.evaluation import Evaluation
from iopintake.summary.client_model import ClientPage, ClientTip, ResourceNote
from iopintake.summary.model import Behind


def client_page_of(evaluation: Evaluation, decision: Decision) -> ClientPage | None:
    """Return the words of the client's page, or None when the pack has none for this result."""
    pack = evaluation.book.pack
    words, result = pack.hand_outs.client, _result(pack.hand_outs, decision)
    if words is None or result is None:
        return None
    called = [id_ for level in pack.levels.level if level.id == decision.level for id_ in level.call]
    wanted = dict.fromkeys((*words.call, *called))
    ready_for = getting_ready_for(decision)
    return ClientPage(
        title=words.title,
        greeting=words.greeting,
        headline=result.headline,
        what=result.what,
        steps_title=words.steps_title,
        steps=tuple(dict.fromkeys((*_first_steps(evaluation, words), *result.steps))),
        week_title=words.week_title,
        week_note=words.week_note,
        ready_title=words.ready_title,
        tips=_tips(evaluation, ready_for),
        ask_title=words.ask_title,
        ask=tuple(point.text for point in pack.guidance.choosing)
        if ready_for in pack.guidance.choosing_for
        else (),
        help_title=words.help_title,
        help=tuple(
            ResourceNote(id=r.id, title=r.title, how=r.how, note=r.note)
            for r in pack.crisis.resource
            if r.id in wanted and r.when == ALWAYS
        ),
        our_number=words.our_number,
        closing=words.closing,
        language=pack.language,
    )


def getting_ready_for(decision: Decision) -> LevelId | None:
    """Return the level that there is to get ready for; an IOP while it is not settled and one is possible.

    There is none in danger, nor where the pack does not decide.
    """
    if not decision.prepares:
        return None
    if decision.level is not None:
        return decision.level
    return "iop" if decision.scope is None and "iop" in decision.levels_possible else None


def contacts_of(evaluation: Evaluation) -> tuple[Behind, ...]:
    """Return who the person is, how to reach them and who else is involved, as the pack lists it."""
    pack: Pack = evaluation.book.pack
    return tuple(
        Behind(
            question=id_,
            short=pack.questions[id_].short,
            display=_shown(evaluation, id_),
        )
        for id_ in pack.hand_outs.chart_questions
        if id_ in evaluation.answers and not evaluation.answers[id_].is_open
    )


def _shown(evaluation: Evaluation, question_id: str) -> str:
    """Return an answer as it is read; the number to call back with what must be known before."""
    pack = evaluation.book.pack
    shown = display(pack.questions[question_id], evaluation.answers[question_id])
    only = callback_note(evaluation) if question_id == pack.crisis.callback_question else ""
    return f"{shown} ({only})" if only else shown


def _result(words: HandOuts, decision: Decision) -> ClientResult | None:
    """Return the first result that the pack speaks of: an emergency, the scope, the verdict, the level."""
    found = {result.id: result for result in words.result}
    emergency = "emergency" if decision.level == "emergency" else None
    ids = (emergency, decision.scope, decision.verdict, decision.level)
    return next((found[id_] for id_ in ids if id_ in found), None)


def _first_steps(evaluation: Evaluation, words: ClientWords) -> tuple[str, ...]:
    """Return what cannot wait, as the pack says it on paper; in a crisis the protocol says it."""
    if protocol_needs(evaluation):
        return ()
    needs = [need.on_paper for need in needs_for_now(evaluation)]
    alerts = [alert.on_paper for alert in urgent_met(evaluation)]
    steps = tuple(filter(None, (*needs, *alerts)))
    return (*steps, words.if_worse) if steps and words.if_worse else steps


def _tips(evaluation: Evaluation, level: LevelId | None) -> tuple[ClientTip, ...]:
    guidance = evaluation.book.pack.guidance
    if level not in guidance.tips_for:
        return ()
    return tuple(
        ClientTip(
            title=tip.title,
            text=tip.text,
            specific=tuple(
                specific.text
                for number, specific in enumerate(tip.specific)
                if specific.hand_out
                and goes_with(specific, level)
                and evaluation.is_met(f"tip:{tip.id}:{number}")
            ),
        )
        for tip in guidance.tip
    )
