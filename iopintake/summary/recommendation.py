"""The recommendation in words: headline, reasons, what to ask, what would change it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from iopintake.answers.display import display
from iopintake.answers.model import Answer
from iopintake.assessment import explain
from iopintake.assessment.level_rules import urgent_steps
from iopintake.assessment.model import Decision
from iopintake.interview.flow import protocol_needs, spoken
from iopintake.packs.model import LevelId, Pack, Verdict, VerdictId
from iopintake.reasoning.changes import WhatIf
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.groups import REMEMBERED
from iopintake.summary.model import (
    Change,
    LevelNote,
    Recommendation,
    ScopeNote,
    ToAsk,
    WouldChange,
)
from iopintake.summary.stated import stated
from iopintake.support.templates import filled

FindChanges = Callable[[Evaluation], tuple[WhatIf, ...]]
"""Finds the smallest changes of answers that give another result."""


def recommendation_of(
    evaluation: Evaluation,
    decision: Decision,
    open_questions: tuple[str, ...],
    would_change: FindChanges,
    ask_next: tuple[str, ...],
) -> Recommendation:
    """Return DECISION with its reasons; nothing would change one that is locked by a crisis sign.

    OPEN_QUESTIONS are those whose answers could change it. ASK_NEXT are those of them, in turn, that are
    to be asked: what a short form left out on purpose is not, and open all the same.
    """
    pack = evaluation.book.pack
    verdict = _verdict(pack, decision.verdict)
    level = pack.level(decision.level) if decision.level else None
    scope = next(s for s in pack.levels.scope if s.id == decision.scope) if decision.scope else None
    steps = verdict.next_steps if open_questions else verdict.next_steps_answered or verdict.next_steps
    line = (
        scope.headline
        if scope and level is None
        else (verdict.headline_held if decision.held else "")
        or headline(pack, decision.verdict, decision.level, at_least=decision.at_least)
    )
    return Recommendation(
        verdict=decision.verdict,
        level=decision.level,
        at_least=decision.at_least,
        levels_possible=decision.levels_possible,
        headline=line,
        reasons=stated(evaluation, explain.reasons(evaluation, decision)),
        against=stated(evaluation, explain.against(evaluation, decision)),
        ask_next=_to_ask(evaluation, ask_next),
        would_change=()
        if decision.locked
        else tuple(_what_if(evaluation, w) for w in would_change(evaluation) if _then(pack, w) != line),
        clinician_review=decision.review,
        scope=ScopeNote(id=scope.id, sentence=scope.sentence, step=scope.step) if scope else None,
        next_steps=tuple(
            dict.fromkeys(
                (
                    *(() if protocol_needs(evaluation) else urgent_steps(evaluation)),
                    *((scope.step,) if scope else steps),
                    *(level.now if level else ()),
                )
            )
        ),
        about_level=_about_levels(pack)[level.id] if level else None,
        locked=pack.crisis.locked if decision.locked else None,
    )


@lru_cache(64)
def _verdict(pack: Pack, verdict_id: VerdictId) -> Verdict:
    return next(verdict for verdict in pack.levels.verdict if verdict.id == verdict_id)


def _to_ask(evaluation: Evaluation, question_ids: tuple[str, ...]) -> tuple[ToAsk, ...]:
    pack = evaluation.book.pack
    if not evaluation.is_met("about_other"):
        return tuple(map(_of_the_caller(pack).__getitem__, question_ids))
    return tuple(
        ToAsk(question=q, short=pack.questions[q].short, ask=spoken(evaluation, pack.questions[q]))
        for q in question_ids
    )


@lru_cache(REMEMBERED)
def _of_the_caller(pack: Pack) -> dict[str, ToAsk]:
    """Return every question of PACK as it is asked of somebody who calls about themselves."""
    return {q.id: ToAsk(question=q.id, short=q.short, ask=q.ask) for q in pack.questions.values()}


@lru_cache(REMEMBERED)
def _about_levels(pack: Pack) -> dict[str, LevelNote]:
    return {
        level.id: LevelNote(
            title=level.title,
            hours=level.hours,
            asam=level.asam,
            what=level.what,
            now=level.now,
            iop_after=level.iop_after,
        )
        for level in pack.levels.level
    }


@lru_cache(64)
def headline(pack: Pack, verdict_id: VerdictId, level_id: LevelId | None, *, at_least: bool) -> str:
    """Return a result in one line."""
    verdict = _verdict(pack, verdict_id)
    line = (verdict.headline_at_least if at_least else "") or verdict.headline
    if level_id is None:
        return line
    level = pack.level(level_id)
    return filled(line, level_headline=level.headline, level_short=level.short)


def _then(pack: Pack, what_if: WhatIf) -> str:
    """Return in one line what a change comes to; beside an open question on safety a level is the least."""
    at_least = what_if.verdict == "undetermined" and what_if.level is not None
    return headline(pack, what_if.verdict, what_if.level, at_least=at_least)


def _what_if(evaluation: Evaluation, what_if: WhatIf) -> WouldChange:
    pack = evaluation.book.pack
    changes = tuple(
        Change(
            question=step.question,
            short=pack.questions[step.question].short,
            now=display(pack.questions[step.question], evaluation.answers[step.question]),
            then=display(pack.questions[step.question], Answer(value=step.value)),
        )
        for step in what_if.steps
    )
    suppositions = pack.about.suppose_and.join(
        filled(pack.about.suppose, short=change.short, answer=change.then) for change in changes
    )
    sentence = filled(pack.about.would_change, suppositions=suppositions, headline=_then(pack, what_if))
    return WouldChange(changes=changes, verdict=what_if.verdict, level=what_if.level, sentence=sentence)
