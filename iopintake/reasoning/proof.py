"""Decides what a pack claims, over every set of answers, or shows the smallest that breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from iopintake.answers.model import Answers
from iopintake.packs.model import CLAIMS, LEVELS, Risk
from iopintake.reasoning.encoding import Literal
from iopintake.reasoning.protocols import unserved_needs
from iopintake.reasoning.solver import Undecided, asking
from iopintake.reasoning.world import Questioner, World
from iopintake.rules.rulebook import Rulebook, named_rules, needs_at_least, when

GENTLE = ("fits", "may_fit", "lower_level_enough")
"""The verdicts that an emergency must never come to."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A claim that does not hold: what happens, and the answers with which it does.

    Where the claim compares two sets of answers, ``then`` is the second.
    """

    what: str
    answers: Answers | None = None
    then: Answers | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of one claim."""

    claim: str
    sentence: str
    broken: tuple[Broken, ...]
    queries: int
    undecided: str = ""  # how long the solver worked, and on what, before the claim was given up


class Prover:
    """The claims of one pack, ready to be decided."""

    def __init__(self, book: Rulebook, as_of: date) -> None:
        """Model the answers to the pack of BOOK; days in counterexamples count from AS_OF."""
        self.book = book
        self.pack = book.pack
        self.as_of = as_of
        self.one = World(book)
        self.ask = Questioner(self.one)
        self._pair: _Pair | None = None

    @property
    def pair(self) -> _Pair:
        """Return the two worlds that comparisons are made in."""
        if self._pair is None:
            self._pair = _Pair(self.book)
        return self._pair

    def prove(self) -> Iterator[Proof]:
        """Yield each claim of the pack with what became of it."""
        deciding: dict[str, Callable[[], Iterator[Broken]]] = {
            "crisis_outranks": self.crisis,
            "needs_hold": self.needs,
            "monotone": self.monotone,
            "all_reachable": self.reach,
            "one_result": self.single,
            "screeners_alone_nothing": self.screeners,
            "protocols_fit": self.protocols,
            "open_safety_never_fits": self.safety,
        }
        for name, sentence in CLAIMS.items():
            if getattr(self.pack.claims, name):
                before = self._queries()
                broken: list[Broken] = []
                undecided = ""
                try:
                    broken.extend(deciding[name]())
                except Undecided as error:
                    undecided = error.headline
                yield Proof(name, sentence, tuple(broken), self._queries() - before, undecided)

    def _queries(self) -> int:
        return self.ask.asked + (self._pair.ask.asked if self._pair else 0)

    # --- one set of answers ----------------------------------------------------------

    def crisis(self) -> Iterator[Broken]:
        """Yield answers with a crisis sign that come to less than an emergency."""
        encoding, result = self.one.encoding, self.one.outcome
        gentle = [result.verdict[v] for v in ("fits", "may_fit", "lower_level_enough", "undetermined")]
        less = self._either(-result.level["emergency"], *gentle)
        for question, sign in self._signs():
            what = (
                f'"{self.pack.questions[question].short}" holds a crisis sign, and the result is no emergency'
            )
            yield from self._impossible(what, encoding.questions[question].valued, sign, less)
        yield from self._impossible(
            "an emergency need is met, and it is no emergency", result.emergency, less
        )

    def needs(self) -> Iterator[Broken]:
        """Yield answers that meet a need above an IOP and come to a lower level, or to an IOP."""
        result = self.one.outcome
        for need in self.pack.levels.need:
            place = LEVELS.index(need.level)
            below = [result.level[level] for level in LEVELS[place + 1 :]]
            bad = [*below, result.level[None]]
            if place < LEVELS.index("iop"):
                bad += [result.verdict[verdict] for verdict in GENTLE]  # type: ignore[index]
            met = self.one.encoding.rules[need.id].surely
            outside = self._either(*(self.one.encoding.rules[s.id].surely for s in self.pack.levels.scope))
            excused = [-outside] if place >= LEVELS.index("iop") else []
            what = f'the need "{need.id}" is met, and the level is below {need.level}'
            yield from self._impossible(what, met, self._either(*bad), *excused)

    def single(self) -> Iterator[Broken]:
        """Yield answers with no level or verdict, or with two."""
        for name, literals in (
            ("level", list(self.one.outcome.level.values())),
            ("verdict", list(self.one.outcome.verdict.values())),
        ):
            yield from self._impossible(f"there is no {name}", *(-literal for literal in literals))
            for place, first in enumerate(literals):
                for second in literals[place + 1 :]:
                    yield from self._impossible(f"there are two {name}s", first, second)

    def protocols(self) -> Iterator[Broken]:
        """Yield answers that call for the crisis protocol and have none of their kind."""
        for need, answers in unserved_needs(self.one, self.ask, self.as_of):
            yield Broken(f'the need "{need.id}" is met, and only the general protocol is there', answers)

    def safety(self) -> Iterator[Broken]:
        """Yield answers that fit an IOP while a safety question has no value."""
        result = self.one.outcome
        yield from self._impossible(
            "a safety question is open, and an IOP fits", result.open_safety, result.verdict["fits"]
        )

    def reach(self) -> Iterator[Broken]:
        """Yield each level, verdict, track, rule and question that no answers lead to."""
        result = self.one.outcome
        for level, literal in result.level.items():
            yield from self._possible(f"no answers lead to the level {level or 'none'}", literal)
        for verdict, literal in result.verdict.items():
            yield from self._possible(f"no answers lead to the verdict {verdict}", literal)
        earlier: list[Literal] = []
        for track in self.pack.tracks:
            met = self.one.encoding.rules[f"track:{track.id}"].surely
            iop = result.level["iop"]
            yield from self._possible(
                f"no answers lead to a week of the track {track.id}", met, iop, *(-other for other in earlier)
            )
            earlier.append(met)
        for name, condition in named_rules(self.pack):
            pair = self.one.encoding.rules[name]
            yield from self._possible(f'the rule "{name}" is never met', pair.surely)
            if not _is_constant(condition):
                yield from self._possible(f'the rule "{name}" is always met', -pair.surely)
        for question in unreachable_questions(self.book, self.ask, self.one):
            yield Broken(f'the question "{question}" is never asked')
        yield from self.pair.without_influence()

    # --- two sets of answers -----------------------------------------------------------

    def monotone(self) -> Iterator[Broken]:
        """Yield a graver or a withheld answer that lowers what is called for."""
        for risk in self.pack.claims.risk:
            with asking(f'"{risk.question}" gets graver'):
                yield from self.pair.lowered_by_risk(risk, self.as_of)
        for question in self.pack.questions:
            with asking(f'"{question}" is withheld'):
                yield from self.pair.lowered_by_silence(question, self.as_of)

    def screeners(self) -> Iterator[Broken]:
        """Yield two sets of answers that differ in screeners' totals only, and in the result.

        A risk level that a screener names in words is no total: like a single item, it may open
        questions on safety.
        """
        asked = {screener.question for screener in self.pack.screeners}
        totals = {question for question in asked if self.pack.questions[question].type == "integer"}
        yield from self.pair.changed_by(totals, self.as_of)

    # --- questions to the solver ---------------------------------------------------------

    def _signs(self) -> Iterator[tuple[str, Literal]]:
        for question in self.pack.questions:
            sign = self.one.encoding.sign(question)
            if sign != -self.one.clauses.true:
                yield question, sign

    def _either(self, *literals: Literal) -> Literal:
        """Return a literal for *or*; made once, and known to the solver."""
        return self.ask.either(literals)

    def _impossible(self, what: str, *literals: Literal) -> Iterator[Broken]:
        with asking(what):
            if self.ask.can(*literals):
                (answers,) = self.ask.smallest(list(literals), self.as_of)
                yield Broken(what, answers)

    def _possible(self, what: str, *literals: Literal) -> Iterator[Broken]:
        with asking(what):
            if not self.ask.can(*literals):
                yield Broken(what)


def _is_constant(condition: object) -> bool:
    from iopintake.packs.conditions import ALWAYS

    return condition == ALWAYS


def unreachable_questions(book: Rulebook, ask: Questioner, world: World) -> Iterator[str]:
    """Yield the questions that no answers lead to."""
    for question in book.pack.questions:
        if not ask.can(world.encoding.rules[when(question)].surely):
            yield question


class _Pair:
    """Two sets of answers side by side, alike in all questions but some."""

    def __init__(self, book: Rulebook) -> None:
        """Model two sets of answers to the pack of BOOK in the same clauses."""
        self.pack = book.pack
        self.before = World(book)
        self.after = World(book, self.before.clauses)
        self.alike = {question: self._alike(question) for question in book.pack.questions}
        self.no_better = {risk.question: self._no_better(risk) for risk in book.pack.claims.risk}
        self._lower = self._lower_level()
        self._differ = self._different_result()
        self._other_rule = self._different_rule()
        self.ask = Questioner(self.before, self.after)

    def _alike(self, question: str) -> Literal:
        """Return a literal under which both worlds have the same answer to a question."""
        clauses = self.before.clauses
        alike = clauses.fresh()
        first, second = self.before.encoding.questions[question], self.after.encoding.questions[question]
        pairs = [(first.valued, second.valued), (first.withheld, second.withheld)]
        pairs += [(literal, second.propositions[p]) for p, literal in first.propositions.items()]
        again = self.after.encoding.confirmed
        pairs += [
            (one, again[key]) for key, one in self.before.encoding.confirmed.items() if key[0] == question
        ]
        for one, other in pairs:
            clauses.add(-alike, -one, other)
            clauses.add(-alike, one, -other)
        return alike

    def _no_better(self, risk: Risk) -> Literal:
        """Return a literal under which no risk that was named before is gone after.

        In a multiple choice all that was ticked stays ticked, but "none of these"; a
        number stays or grows.
        """
        clauses = self.before.clauses
        selected = clauses.fresh()
        question = self.pack.questions[risk.question]
        exclusive = {option.code for option in question.options if option.exclusive}
        second = self.after.encoding.questions[risk.question].propositions
        if question.type != "choice":
            for proposition, literal in self.before.encoding.questions[risk.question].propositions.items():
                if proposition.operand not in exclusive:
                    clauses.add(-selected, -literal, second[proposition])
        return selected

    def _lower_level(self) -> Literal:
        clauses = self.before.clauses
        rules, then = self.before.encoding.rules, self.after.encoding.rules
        names = [needs_at_least(level) for level in LEVELS]
        return clauses.disjunction(
            clauses.conjunction([rules[name].surely, -then[name].surely]) for name in names
        )

    def _different_result(self) -> Literal:
        clauses = self.before.clauses
        first, second = self.before.outcome, self.after.outcome
        pairs = [(literal, second.level[level]) for level, literal in first.level.items()]
        pairs += [(literal, second.verdict[verdict]) for verdict, literal in first.verdict.items()]
        return clauses.disjunction(clauses.conjunction([one, -other]) for one, other in pairs)

    def _different_rule(self) -> Literal:
        clauses = self.before.clauses
        names = [name for name, _ in named_rules(self.pack)]
        names += [name for name in self.before.encoding.rules if name.startswith(("when:", "spared:"))]
        rules, then = self.before.encoding.rules, self.after.encoding.rules
        return clauses.disjunction(
            clauses.conjunction([rules[name].surely, -then[name].surely]) for name in names
        )

    def _all_but(self, questions: set[str]) -> list[Literal]:
        return [alike for question, alike in self.alike.items() if question not in questions]

    def lowered_by_risk(self, risk: Risk, as_of: date) -> Iterator[Broken]:
        """Yield answers whose level gets lower as one answer gets graver by a step."""
        question = self.pack.questions[risk.question]
        first = self.before.encoding.questions[question.id]
        second = self.after.encoding.questions[question.id]
        both = [*self._all_but({question.id}), first.valued, second.valued, self.no_better[question.id]]
        for less, more in _steps(first.propositions, second.propositions, risk, question.type):
            literals = [*both, *less, *more, self._lower]
            what = f'"{question.short}" gets graver, and the level gets lower'
            if self.ask.can(*literals):
                yield Broken(what, *self.ask.smallest(literals, as_of))
                return

    def lowered_by_silence(self, question_id: str, as_of: date) -> Iterator[Broken]:
        """Yield answers where withholding one lowers what is possible, or makes an IOP fit.

        Only what is asked can be withheld, so the question belongs, or may.
        """
        clauses = self.before.encoding
        then = self.after.encoding
        silent = [
            *self._all_but({question_id}),
            -clauses.rules[when(question_id)].surely_not,
            clauses.questions[question_id].valued,
            then.questions[question_id].withheld,
        ]
        short = self.pack.questions[question_id].short
        for level in LEVELS[:-1]:
            name = needs_at_least(level)
            literals = [*silent, -clauses.rules[name].surely_not, then.rules[name].surely_not]
            if self.ask.can(*literals):
                what = f'"{short}" is withheld, and {level} is ruled out by that'
                yield Broken(what, *self.ask.smallest(literals, as_of))
                return
        literals = [
            *silent,
            self.before.outcome.verdict["higher_level_first"],
            self.after.outcome.verdict["fits"],
        ]
        if self.ask.can(*literals):
            what = f'"{short}" is withheld, and a higher level turns into "fits"'
            yield Broken(what, *self.ask.smallest(literals, as_of))

    def changed_by(self, questions: set[str], as_of: date) -> Iterator[Broken]:
        """Yield answers that differ in these questions only, and in the result."""
        literals = [*self._all_but(questions), self._differ]
        if self.ask.can(*literals):
            yield Broken("totals of screeners change the result", *self.ask.smallest(literals, as_of))

    def without_influence(self) -> Iterator[Broken]:
        """Yield the questions that change no rule, though they are not only for the record."""
        for question in self.pack.questions.values():
            what = f'the question "{question.id}" has no influence'
            with asking(what):
                if not question.record_only and not self.ask.can(
                    *self._all_but({question.id}), self._other_rule
                ):
                    yield Broken(what)


def _steps(
    first: object, second: object, risk: Risk, kind: str
) -> Iterator[tuple[list[Literal], list[Literal]]]:
    """Yield what holds before and after one step from harmless to grave."""
    from iopintake.packs.conditions import Proposition

    assert isinstance(first, dict)
    assert isinstance(second, dict)
    match kind:
        case "choice":
            for less, more in zip(risk.order, risk.order[1:], strict=False):
                yield [first[Proposition("is", less)]], [second[Proposition("is", more)]]
        case "choices":
            for code in risk.order:
                graver = Proposition("has", code)
                yield [-first[graver]], [second[graver]]
        case _:
            for proposition, literal in first.items():
                yield [-literal], [second[proposition]]
