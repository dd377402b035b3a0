"""What clinicians' overrides say about a pack: for a rule, the smallest change that agrees with them.

It proposes; it changes nothing. A proposal alters one thing in one rule, agrees with more
decisions than the pack as it is, and breaks no claim that the pack keeps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from iopintake.answers.model import Answers
from iopintake.assessment.decide import result_of
from iopintake.checking.cases import WholeCase
from iopintake.checking.check import Summarize, run_case
from iopintake.checking.mutants import mutants, with_level
from iopintake.packs.model import LevelId, Pack
from iopintake.reasoning.proof import Prover
from iopintake.rules.evaluation import Evaluator
from iopintake.rules.rulebook import Rulebook

TRIED: Final = 20
"""Changes of a rule whose claims are decided, those that agree most first; each takes seconds."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A set of answers and the level that a clinician gave it, on clinical grounds alone."""

    answers: Answers
    level: LevelId
    agrees: bool  # it is the recommended one
    rules: tuple[str, ...]  # behind the recommendation


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The smallest change of a rule that agrees with more clinicians, as a whole pack."""

    pack: Pack
    gained: int  # of the decisions against the rule, that it agrees with
    lost: int  # of all decisions that agreed, those that it would not
    cases: tuple[str, ...]  # of the pack, that come out otherwise than they must


@dataclass(frozen=True, slots=True, kw_only=True)
class Overridden:
    """A rule behind recommendations that were overridden, and what would agree, if anything does."""

    rule: str
    times: int
    to: tuple[tuple[LevelId, int], ...]  # what was chosen instead, the most often first
    proposal: Proposal | None


@dataclass(frozen=True, kw_only=True)
class Review:
    """A pack before those who decided beside it."""

    evaluator: Evaluator
    judged: Sequence[Judged]
    cases: Sequence[WholeCase]
    summarizer: Callable[[Pack], Summarize]  # what summarizes with a pack
    at_least: int  # decisions behind whatever is said: fewer would tell of one person
    as_of: date

    def overridden(self) -> Iterator[Overridden]:
        """Yield the needs behind overrides, the most often overridden first, each with a proposal."""
        needs = {need.id for need in self.evaluator.pack.levels.need}
        against = [one for one in self.judged if not one.agrees]
        times = Counter(rule for one in against for rule in one.rules if rule in needs)
        for rule, number in times.most_common():
            if number >= self.at_least:
                chosen = Counter(one.level for one in against if rule in one.rules)
                yield Overridden(
                    rule=rule,
                    times=number,
                    to=tuple(chosen.most_common()),
                    proposal=self._proposal(rule, list(chosen)),
                )

    def _proposal(self, rule: str, chosen: Sequence[LevelId]) -> Proposal | None:
        everybody = range(len(self.judged))
        against = [n for n in everybody if not self.judged[n].agrees and rule in self.judged[n].rules]
        now = self._agreeing(self.evaluator, everybody)
        found: list[tuple[int, int, Pack, int]] = []
        for pack in self._changed(rule, chosen):
            evaluator = Evaluator(pack)
            gained = len(self._agreeing(evaluator, against))
            if gained < self.at_least:  # soon seen, and most end here
                continue
            lost = len(now - self._agreeing(evaluator, everybody))
            if gained > lost:
                found.append((gained - lost, lost, pack, gained))
        found.sort(key=lambda change: -change[0])  # the first of those that agree alike is the simplest
        for _, lost, pack, gained in found[:TRIED]:
            if self._claims_hold(pack):
                return Proposal(pack=pack, gained=gained, lost=lost, cases=tuple(self._wrong(pack)))
        return None

    def _changed(self, rule: str, chosen: Sequence[LevelId]) -> Iterator[Pack]:
        """Yield the pack with one thing altered that can move answers from RULE's level to a CHOSEN one.

        That is in the rule, in what it rests on, or in a need of that level.
        """
        pack, book = self.evaluator.pack, self.evaluator.book
        for level in chosen:
            yield from with_level(pack, rule, level)
        touched = book.closure([rule]) | {need.id for need in pack.levels.need if need.level in chosen}
        for mutant in mutants(pack):
            if mutant.rule in touched:
                yield mutant.pack

    def _agreeing(self, evaluator: Evaluator, places: Iterable[int]) -> frozenset[int]:
        """Return those of PLACES whose decision the pack of EVALUATOR agrees with."""
        return frozenset(
            place
            for place in places
            if result_of(evaluator.evaluate(self.judged[place].answers))[1] == self.judged[place].level
        )

    def _claims_hold(self, pack: Pack) -> bool:
        """Say whether PACK keeps every claim that the pack as it is keeps."""
        return _not_proved(Rulebook(pack), self.as_of) <= self._given_up

    @cached_property
    def _given_up(self) -> frozenset[str]:
        return _not_proved(self.evaluator.book, self.as_of)

    def _wrong(self, pack: Pack) -> Iterator[str]:
        evaluator, summarize = Evaluator(pack), self.summarizer(pack)
        for whole in self.cases:
            if run_case(evaluator, summarize, whole).wrong:
                yield whole.case.id


def _not_proved(book: Rulebook, as_of: date) -> frozenset[str]:
    return frozenset(proof.claim for proof in Prover(book, as_of).prove() if proof.broken or proof.undecided)
