"""Faults of conditions: names that are not there, operators that do not fit, circles, settled silence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from iopintake.packs.conditions import OPERATORS, TIMES, Condition, Holds, Test, walk
from iopintake.packs.model import Pack, Question, Section
from iopintake.rules.names import named_rules, spared, when
from iopintake.rules.rulebook import Cycle, Rulebook
from iopintake.support.errors import Fault, nearest
from iopintake.support.language import _


def condition_faults(pack: Pack) -> Iterator[Fault]:
    """Yield the faults of every condition, wherever it stands."""
    rules = {name for name, _ in named_rules(pack)}
    may = _may_look_at_silence(pack)
    for name, condition in named_rules(pack):
        yield from _condition(pack, rules, f'rule "{name}"', condition, in_when=name in may)
    for claim in pack.claims.claim:
        yield from _condition(pack, rules, f'claim "{claim.id}"', claim.beside, in_when=False)
    for section in pack.sections:
        parts: list[tuple[str, Section | Question]] = [(f'section "{section.id}"', section)]
        parts += [(f'question "{question.id}"', question) for question in section.question]
        for where, part in parts:
            yield from _condition(pack, rules, f"{where} > when", part.when, in_when=True)
            yield from _condition(pack, rules, f"{where} > spared_when", part.spared_when, in_when=True)
    for question in pack.questions.values():
        for option in question.options:
            where = f'question "{question.id}" > option "{option.code}" > when'
            yield from _condition(pack, rules, where, option.when, in_when=True)
        for number, doubt in enumerate(question.unlikely, 1):
            where = f'question "{question.id}" > unlikely {number} > when'
            yield from _condition(pack, rules, where, doubt.when, in_when=True)
        if question.sooner is not None:
            where = f'question "{question.id}" > sooner > when'
            yield from _condition(pack, rules, where, question.sooner.when, in_when=True)


def _condition(
    pack: Pack, rules: set[str], where: str, condition: Condition, *, in_when: bool
) -> Iterator[Fault]:
    for part in walk(condition):
        match part:
            case Holds(rule) if rule not in rules:
                yield Fault(where, _('there is no rule "{rule}".').format(rule=rule), nearest(rule, rules))
            case Test():
                for what, do in _test_problems(pack, part, in_when=in_when):
                    yield Fault(where, what, do)
            case _:
                pass


def _test_problems(pack: Pack, test: Test, *, in_when: bool) -> Iterator[tuple[str, str]]:
    question = pack.questions.get(test.answer)
    if question is None:
        yield (
            _('there is no question "{question}".').format(question=test.answer),
            nearest(test.answer, pack.questions),
        )
        return
    operator = OPERATORS[test.operator]
    about = _('"{operator}" of question "{question}"').format(operator=test.operator, question=test.answer)
    if question.type not in operator.kinds:
        fitting = [name for name, other in OPERATORS.items() if question.type in other.kinds]
        yield (
            _('{about}: the question is of type "{type}", which has no such operator.').format(
                about=about, type=question.type
            ),
            _("Use one of {fitting}.").format(fitting=", ".join(fitting)),
        )
        return
    if test.operator == "withheld" and not in_when:
        yield (
            _('{about} stands outside a "when" or a scope.').format(about=about),
            _("What is withheld must settle no rule; test a value."),
        )
    yield from _operand_problems(question, about, operator.operand, test.operand)


def _operand_problems(question: Question, about: str, kind: str, operand: Any) -> Iterator[tuple[str, str]]:
    match kind:
        case "code":
            yield from unknown_codes(question, about, [operand])
        case "codes":
            if not isinstance(operand, tuple) or not operand:
                yield (
                    _("{about} takes a list of option codes.").format(about=about),
                    _("Write [ ... ] around them."),
                )
            else:
                yield from unknown_codes(question, about, operand)
        case "number or code" if question.type == "choice":
            if not question.ordered:
                yield (
                    _("{about}: the options have no order.").format(about=about),
                    _("Set ordered = true, or use any_of."),
                )
            yield from unknown_codes(question, about, [operand])
        case "number" | "number or code":
            if not isinstance(operand, int) or isinstance(operand, bool):
                yield (
                    _("{about} takes a whole number, not {operand!r}.").format(about=about, operand=operand),
                    _("Correct the number."),
                )
        case "time" if operand not in TIMES:
            yield (
                _("{about} takes a time of day, not {operand!r}.").format(about=about, operand=operand),
                nearest(operand, TIMES),
            )
        case "true" if operand is not True:
            yield _("{about} takes true.").format(about=about), _('Write "withheld = true".')
        case _:
            pass


def unknown_codes(question: Question, about: str, codes: Any) -> Iterator[tuple[str, str]]:
    """Yield a problem for every code that a question does not have."""
    for code in codes:
        if code not in question.codes:
            yield (
                _('{about}: there is no option "{code}".').format(about=about, code=code),
                nearest(code, question.codes),
            )


def cycle_faults(pack: Pack) -> list[Fault]:
    """Return a fault when rules rest on each other in a circle."""
    try:
        Rulebook(pack)
    except Cycle as cycle:
        path = " -> ".join(_spoken(name) for name in cycle.path)
        return [
            Fault(
                "the rules",
                _("they rest on each other in a circle: {path}.").format(path=path),
                _("Take one arrow away."),
            )
        ]
    return []


def silence_faults(pack: Pack) -> Iterator[Fault]:
    """Yield the rules that refer to a shared condition which looks at what is withheld."""
    conditions = dict(named_rules(pack))
    may = _may_look_at_silence(pack)
    silent: set[str] = set()
    for name in Rulebook(pack).order:
        if name not in conditions:
            continue
        parts = list(walk(conditions[name]))
        if any(isinstance(p, Test) and p.operator == "withheld" for p in parts):
            silent.add(name)
        for part in parts:
            if isinstance(part, Holds) and part.rule in silent:
                silent.add(name)
                if name not in may:
                    what = _('it refers to "{rule}", which looks at what is withheld.').format(rule=part.rule)
                    yield Fault(
                        f'rule "{name}"', what, _("What is withheld must settle no rule; test a value.")
                    )


def _may_look_at_silence(pack: Pack) -> set[str]:
    """Return the rules that may look at what is withheld: what questions share, and what is out of scope.

    Out of scope nothing is decided, so that nobody is called well for their silence.
    """
    return {condition.id for condition in pack.conditions} | {scope.id for scope in pack.levels.scope}


def _spoken(name: str) -> str:
    for prefix in (when(""), spared("")):
        if name.startswith(prefix):
            return f'question "{name.removeprefix(prefix)}"'
    return f'rule "{name}"'
