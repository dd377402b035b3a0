"""What a change of a pack changes: rules in words, sentences, and answers that now get another level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from iopintake.answers.file_text import LINE_LIMIT, decode, parse_object, read_bytes
from iopintake.answers.files import read_answers
from iopintake.answers.model import Answers
from iopintake.assessment.decide import result_of
from iopintake.packs.conditions import Condition
from iopintake.packs.model import LEVELS, LevelId, Pack
from iopintake.packs.words import sentences
from iopintake.reasoning.solving.answers_of import answers_of
from iopintake.reasoning.solving.clauses import Clauses, Literal
from iopintake.reasoning.solving.encoding import Encoding
from iopintake.reasoning.solving.outcome import outcome
from iopintake.reasoning.solving.solver import Solver, asking
from iopintake.reasoning.thresholds import thresholds_of
from iopintake.rules.evaluation import Evaluator
from iopintake.rules.names import named_rules, needs_at_least
from iopintake.rules.rulebook import Rulebook
from iopintake.support.language import _

NEEDS_TOGETHER: Final = frozenset(needs_at_least(level) for level in LEVELS)
"""Rules that stand for all needs of a level; a need that moves is told by itself."""
Words = Callable[[Pack, Condition], str]


@dataclass(frozen=True, slots=True)
class Moved:
    """Answers that come to one level with the old pack and to another with the new."""

    before: LevelId | None
    after: LevelId | None
    answers: Answers


@dataclass(frozen=True, slots=True)
class RealMoves:
    """How many of the intakes in FILE move from which level to which."""

    file: Path
    total: int
    moves: Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PackDifference:
    """What is different between two packs."""

    rules: tuple[str, ...]  # in words
    said: tuple[str, ...]  # what is said otherwise, phone numbers among it
    moved: tuple[Moved, ...]  # a smallest example for each pair of levels
    real: RealMoves | None  # if a file of intakes was named


def compare(
    before: Evaluator, after: Evaluator, words: Words, day: date, on: Path | None = None
) -> PackDifference:
    """Return what changed from BEFORE to AFTER, and who of the intakes in the file ON moves.

    WORDS says a condition of a pack in words; DAY is the day of answers that name none.
    """
    return PackDifference(
        tuple(changed_rules(before.pack, after.pack, words)),
        tuple(changed_sentences(before.pack, after.pack)),
        tuple(Difference(before.book, after.book).moved(day)),
        None if on is None else _real_moves(before, after, on, day),
    )


def _real_moves(before: Evaluator, after: Evaluator, on: Path, day: date) -> RealMoves:
    moves: Counter[tuple[str, str]] = Counter()
    total = 0
    for number, line in enumerate(read_bytes(on, limit=LINE_LIMIT * 1000).splitlines(), 1):
        if line.strip():
            total += 1
            text, _ = decode(line)
            where = f"{on}, line {number}"
            data = parse_object(where, text)
            then, now = (_level(evaluator, where, data, day) for evaluator in (before, after))
            if then != now:
                moves[then, now] += 1
    return RealMoves(on, total, moves)


def _level(evaluator: Evaluator, where: str, data: Mapping[str, Any], day: date) -> str:
    _, level = result_of(evaluator.evaluate(read_answers(evaluator.pack, where, data, day).answers))
    return level or "none"


def changed_rules(old: Pack, new: Pack, words: Words) -> Iterator[str]:
    """Yield in words which rules and questions were added, removed or changed."""
    before, after = (
        {name: rule for name, rule in named_rules(pack) if name not in NEEDS_TOGETHER} for pack in (old, new)
    )
    for name in [*before, *(name for name in after if name not in before)]:
        if name not in after:
            yield _('rule "{name}" is gone; it was: {words}').format(
                name=name, words=words(old, before[name])
            )
        elif name not in before:
            yield _('rule "{name}" is new: {words}').format(name=name, words=words(new, after[name]))
        elif before[name] != after[name]:
            yield _('rule "{name}" was: {words}').format(name=name, words=words(old, before[name]))
            yield _('rule "{name}" is now: {words}').format(name=name, words=words(new, after[name]))
    levels = {need.id: need.level for need in old.levels.need}
    for need in new.levels.need:
        if need.id in levels and levels[need.id] != need.level:
            yield _('need "{id}" called for {before}, and calls for {level} now').format(
                id=need.id, before=levels[need.id], level=need.level
            )
    for question_id in [*old.questions, *(q for q in new.questions if q not in old.questions)]:
        yield from _changed_question(old, new, question_id)


def _changed_question(old: Pack, new: Pack, question_id: str) -> Iterator[str]:
    if question_id not in new.questions:
        yield _('question "{question_id}" is gone').format(question_id=question_id)
    elif question_id not in old.questions:
        yield _('question "{question_id}" is new').format(question_id=question_id)
    else:
        first, second = old.questions[question_id], new.questions[question_id]
        for what in (
            "type",
            "codes",
            "when",
            "spared_when",
            "sooner",
            "unlikely",
            "safety",
            "minimum",
            "maximum",
        ):
            if not _same(getattr(first, what), getattr(second, what)):
                yield _('question "{question_id}": "{what}" changed').format(
                    question_id=question_id, what=what
                )


def changed_sentences(old: Pack, new: Pack) -> Iterator[str]:
    """Yield with its place each sentence of the first language that was added, removed or changed."""
    before, after = ({place: text for place, text in sentences(pack) if text} for pack in (old, new))
    for place in [*before, *(place for place in after if place not in before)]:
        if place not in after:
            yield _('{place} is gone; it was: "{text}"').format(place=place, text=before[place])
        elif place not in before:
            yield _('{place} is new: "{text}"').format(place=place, text=after[place])
        elif before[place] != after[place]:
            yield _('{place} was: "{text}"').format(place=place, text=before[place])
            yield _('{place} is now: "{text}"').format(place=place, text=after[place])


def _same(first: Any, second: Any) -> bool:
    """Say whether two parts of packs say the same; a table of a pack is equal to itself alone."""
    if isinstance(first, tuple) and isinstance(second, tuple):
        return len(first) == len(second) and all(map(_same, first, second))
    if is_dataclass(first) and type(first) is type(second):
        return all(_same(getattr(first, one.name), getattr(second, one.name)) for one in fields(first))
    return bool(first == second)


class Difference:
    """Two packs in one model: the same answers, a decision by each."""

    def __init__(self, old: Rulebook, new: Rulebook) -> None:
        """Model the answers to both packs; questions that are alike share their answer."""
        self._clauses = Clauses()
        thresholds = thresholds_of(old, new)
        self._old = Encoding(old, self._clauses, thresholds=thresholds)
        alike = {
            question_id: literals
            for question_id, literals in self._old.questions.items()
            if question_id in new.pack.questions and _alike(old.pack, new.pack, question_id)
        }
        self._new = Encoding(new, self._clauses, shared=alike, thresholds=thresholds)
        for asked_again in self._old.confirmed.keys() & self._new.confirmed.keys():
            if asked_again[0] in alike:  # that it was asked again belongs to the answer
                before, after = self._old.confirmed[asked_again], self._new.confirmed[asked_again]
                self._clauses.add(-before, after)
                self._clauses.add(before, -after)
        self._before, self._after = outcome(self._old), outcome(self._new)
        self._open = [
            self._clauses.conjunction([-literals.valued, -literals.withheld])
            for literals in {**self._new.questions, **self._old.questions}.values()
        ]
        self._solver = Solver(self._clauses)

    def moved(self, as_of: date) -> Iterator[Moved]:
        """Yield a smallest set of answers for each pair of levels that some answers move between."""
        levels: tuple[LevelId | None, ...] = (*LEVELS, None)
        for before in levels:
            for after in levels:
                if before != after:
                    wanted = [self._before.level[before], self._after.level[after]]
                    with asking(f"whether answers move from {before or 'none'} to {after or 'none'}"):
                        moves = self._solver.can(wanted)
                    if moves:
                        yield Moved(before, after, self._smallest(wanted, as_of))

    def _smallest(self, wanted: list[Literal], as_of: date) -> Answers:
        kept = list(wanted)
        for literal in self._open:
            if self._solver.can([*kept, literal]):
                kept.append(literal)
        self._solver.can(kept)
        return answers_of(self._new, self._solver.model(), as_of)


def _alike(old: Pack, new: Pack, question_id: str) -> bool:
    first, second = old.questions[question_id], new.questions[question_id]
    same = (first.type, first.codes, first.minimum, first.maximum)
    return same == (second.type, second.codes, second.minimum, second.maximum)
