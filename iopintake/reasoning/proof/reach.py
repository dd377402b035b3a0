"""Claims on what can be reached: one result, no dead rule, no question named that is never asked."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.packs.conditions import ALWAYS
from iopintake.reasoning.proof.model import Broken, Subject
from iopintake.reasoning.proof.order import Pair
from iopintake.reasoning.solving.clauses import Literal
from iopintake.reasoning.solving.encoding import Encoding
from iopintake.reasoning.solving.outcome import without_value
from iopintake.reasoning.solving.world import Questioner, World
from iopintake.rules.names import named_rules, spared, when
from iopintake.rules.rulebook import Rulebook
from iopintake.support.language import _


def single(subject: Subject) -> Iterator[Broken]:
    """Yield answers with no level or verdict, or with two."""
    outcome = subject.world.outcome
    for none, two, literals in (
        (_("there is no level"), _("there are two levels"), [*outcome.level.values()]),
        (_("there is no verdict"), _("there are two verdicts"), [*outcome.verdict.values()]),
    ):
        yield from subject.impossible(none, *(-literal for literal in literals))
        for place, first in enumerate(literals):
            for second in literals[place + 1 :]:
                yield from subject.impossible(two, first, second)


def reach(subject: Subject, pair: Pair) -> Iterator[Broken]:
    """Yield each level, verdict, track, rule and question that no answers lead to."""
    result, rules = subject.world.outcome, subject.world.encoding.rules
    for level, literal in result.level.items():
        yield from subject.possible(
            _("no answers lead to the level {level}").format(level=level or _("none")), literal
        )
    for verdict, literal in result.verdict.items():
        yield from subject.possible(
            _("no answers lead to the verdict {verdict}").format(verdict=verdict), literal
        )
    earlier: list[Literal] = []
    for track in subject.pack.tracks:
        met = rules[f"track:{track.id}"].surely
        what = _("no answers lead to a week of the track {id}").format(id=track.id)
        yield from subject.possible(what, met, result.level["iop"], *(-other for other in earlier))
        earlier.append(met)
    for name, condition in named_rules(subject.pack):
        yield from subject.possible(_('the rule "{name}" is never met').format(name=name), rules[name].surely)
        if condition != ALWAYS:
            yield from subject.possible(
                _('the rule "{name}" is always met').format(name=name), -rules[name].surely
            )
    for question in unreachable_questions(subject.book, subject.ask, subject.world):
        yield Broken(_('the question "{question}" is never asked').format(question=question))
    yield from pair.without_influence()


def unreachable_questions(book: Rulebook, ask: Questioner, world: World) -> Iterator[str]:
    """Yield the questions that no answers lead to."""
    for question in book.pack.questions:
        if not ask.can(world.encoding.rules[when(question)].surely):
            yield question


def dead_end(subject: Subject) -> Iterator[Broken]:
    """Yield answers with which the interview ends, and a safety question was neither asked nor closed.

    What else a result names to be asked, it takes from the questions that were asked or
    can be asked now; a safety question it names as long as it may belong.
    """
    encoding, scope = subject.world.encoding, subject.world.outcome.scope
    ended = subject.ask.added(
        lambda: encoding.clauses.conjunction([-waiting for waiting in waiting_questions(encoding)])
    )
    for question in subject.pack.questions.values():
        if question.safety:
            open_ = subject.ask.added(lambda q=question.id: without_value(encoding, q))  # type: ignore[misc]
            unasked = [open_, -encoding.questions[question.id].withheld]
            what = _('the interview ends, and the result names "{id}", which is never asked').format(
                id=question.id
            )
            yield from subject.impossible(what, ended, -scope, *unasked)


def waiting_questions(encoding: Encoding) -> Iterator[Literal]:
    """Yield for each question a literal that is true while the interview has still to ask it.

    A question that belongs is asked unless it is spared; so is a safety question of which
    nothing that is left to ask says whether it belongs; and one that a conflict asks again.
    At the end of an interview nothing is left to ask, so there a safety question waits
    whenever it may belong.
    """
    clauses = encoding.clauses
    for question in encoding.book.pack.questions.values():
        literals, belongs = encoding.questions[question.id], encoding.rules[when(question.id)]
        may = -belongs.surely_not if question.safety else belongs.surely
        unspared = -encoding.rules[spared(question.id)].surely
        yield clauses.conjunction([may, -literals.valued, -literals.withheld, unspared])
    for conflict in encoding.book.pack.conflicts:
        for name in conflict.questions:
            literals = encoding.questions[name]
            asked = clauses.disjunction([literals.valued, literals.withheld])
            again = encoding.confirmed[name, conflict.id]
            met = encoding.rules[conflict.id].surely
            yield clauses.conjunction([met, asked, -encoding.irrelevant[name], -again])
