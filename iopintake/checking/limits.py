"""The limits of a pack: beyond them reading, deciding and proving would take too long, or make no sense.

They are stated in questions/README.md, and far from what a clinic needs: the shipped pack
has 83 questions, 178 rules, and conditions 3 deep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from iopintake.packs.conditions import DAYS, All, AnyOf, Condition, Holds, Not, Test, walk
from iopintake.packs.model import Pack, Question
from iopintake.rules.names import named_rules
from iopintake.rules.rulebook import Rulebook
from iopintake.support.errors import Fault, nearest
from iopintake.support.language import N_, _

QUESTIONS: Final = 300
RULES: Final = 1_000
OPTIONS: Final = 50
RANGE: Final = 1_000
"""How far apart the bounds of an integer question may be: every value is tried for what would change."""
DEPTH: Final = 20
"""How deep conditions may stand in each other."""
CONDITIONS: Final = 1_000
"""How many conditions a rule may be made of."""
UNFOLDED: Final = 100_000
"""The same with every ``holds`` replaced by the rule that it names."""
NUMBER: Final = 40_000
"""The largest number in a condition, and the longest time in days: some more than a hundred years."""
ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")

LIMITS: Final = {
    "questions": QUESTIONS,
    "rules": RULES,
    "options of a question": OPTIONS,
    "between the bounds of an integer question": RANGE,
    "conditions within each other": DEPTH,
    "conditions in a rule": CONDITIONS,
    "conditions in a rule with all that it refers to": UNFOLDED,
    "the largest number in a condition": NUMBER,
}
"""The limits as questions/README.md states them."""


def limit_faults(pack: Pack) -> Iterator[Fault]:
    """Yield a fault for everything in PACK that is more, larger or deeper than a pack may be."""
    conditions = dict(_conditions(pack))
    for what, count, most in (
        (N_("questions"), sum(len(section.question) for section in pack.sections), QUESTIONS),
        (N_("rules"), len(conditions), RULES),
    ):
        if count > most:
            yield Fault(
                "the pack",
                _("it has {count} {what}; {most} is the most.").format(count=count, what=_(what), most=most),
                _("Remove some."),
            )
    for question in pack.questions.values():
        yield from _question(question)
    for where, condition in conditions.items():
        yield from _condition(where, condition)
    yield from _ids(pack)
    yield from _week(pack)


def unfolding_faults(book: Rulebook) -> Iterator[Fault]:
    """Yield the rules of BOOK that become too large with all that they refer to."""
    sizes: dict[str, int] = {}
    for rule in book.order:
        parts = list(walk(book.conditions[rule]))
        sizes[rule] = sum(sizes[part.rule] if isinstance(part, Holds) else 1 for part in parts)
        if sizes[rule] > UNFOLDED:
            what = _("with all that it refers to it is made of more than {most} conditions.").format(
                most=UNFOLDED
            )
            yield Fault(f'rule "{rule}"', what, _("Write it, or what it refers to, in a simpler way."))
            return


def _conditions(pack: Pack) -> Iterator[tuple[str, Condition]]:
    for name, condition in named_rules(pack):
        yield f'rule "{name}"', condition
    for section in pack.sections:
        yield f'section "{section.id}" > when', section.when
        yield f'section "{section.id}" > spared_when', section.spared_when
        for question in section.question:
            yield f'question "{question.id}" > when', question.when
            yield f'question "{question.id}" > spared_when', question.spared_when
            for number, doubt in enumerate(question.unlikely, 1):
                yield f'question "{question.id}" > unlikely {number} > when', doubt.when
            if question.sooner is not None:
                yield f'question "{question.id}" > sooner > when', question.sooner.when


def _question(question: Question) -> Iterator[Fault]:
    where = f'question "{question.id}"'
    if len(question.options) > OPTIONS:
        yield Fault(
            where,
            _("it has {count} options; {most} is the most.").format(
                count=len(question.options), most=OPTIONS
            ),
            _("Remove some."),
        )
    if question.minimum is not None and question.maximum is not None:
        if max(abs(question.minimum), abs(question.maximum)) > NUMBER:
            yield Fault(
                where, _("a bound is beyond {number}.").format(number=NUMBER), _("Correct the bound.")
            )
        elif question.maximum - question.minimum > RANGE:
            yield Fault(
                where,
                _("its bounds are more than {range} apart.").format(range=RANGE),
                _("Ask for a coarser unit."),
            )


def _condition(where: str, condition: Condition) -> Iterator[Fault]:
    size, depth = 0, 0
    level: list[Condition] = [condition]
    while level:
        size, depth = size + len(level), depth + 1
        level = [part for above in level for part in _parts(above)]
    if depth > DEPTH:
        what = _("its conditions stand {depth} deep in each other; {most} is the most.").format(
            depth=depth, most=DEPTH
        )
        yield Fault(where, what, _("Give parts of it a name of their own, and refer to them."))
        return
    if size > CONDITIONS and "needs:" not in where:
        what = _("it is made of {size} conditions; {most} is the most.").format(size=size, most=CONDITIONS)
        yield Fault(where, what, _("Write it in a simpler way."))
    for part in walk(condition):
        if isinstance(part, Test) and isinstance(part.operand, int) and not isinstance(part.operand, bool):
            low, high = _bounds(part)
            if not low <= part.operand <= high:
                what = _('"{operator}" of question "{question}" takes a number from {low} to {high}.').format(
                    operator=part.operator, question=part.answer, low=low, high=high
                )
                yield Fault(where, what, _("Correct the number."))


def _parts(condition: Condition) -> tuple[Condition, ...]:
    match condition:
        case All(parts) | AnyOf(parts):
            return parts
        case Not(part):
            return (part,)
        case _:
            return ()


def _bounds(test: Test) -> tuple[int, int]:
    """Return between which numbers a test says something."""
    match test.operator:
        case "days_at_least":
            return 1, len(DAYS)
        case "days_at_most":
            return 0, len(DAYS) - 1
        case _:
            return -NUMBER, NUMBER


def _ids(pack: Pack) -> Iterator[Fault]:
    named = [("pack.toml > id", pack.about.id)]
    named += [(f'section "{section.id}"', section.id) for section in pack.sections]
    named += [(f'question "{question.id}"', question.id) for question in pack.questions.values()]
    named += [
        (f'question "{question.id}" > option "{code}"', code)
        for question in pack.questions.values()
        for code in question.codes
    ]
    named += [(f'rule "{name}"', name.rpartition(":")[2]) for name, _condition in named_rules(pack)]
    for where, name in named:
        if not ID.fullmatch(name):
            what = _(
                "an id and a code have up to 64 letters without accents, digits, and the signs _ . and -."
            )
            yield Fault(where, what, _("Rename it."))


def _week(pack: Pack) -> Iterator[Fault]:
    weeks = pack.weeks
    numbers = [
        ("days_min", weeks.days_min, 1, 7),
        ("days_max", weeks.days_max, 1, 7),
        ("day_minutes_max", weeks.day_minutes_max, 1, 24 * 60),
        ("weeks_min", weeks.weeks_min, 1, 104),
        ("weeks_max", weeks.weeks_max, 1, 104),
        *((f'aim "{aim.id}" > hours', aim.hours, 0, 7 * 24) for aim in weeks.aim),
        *((f'payer "{payer.id}" > hours', payer.hours, 0, 7 * 24) for payer in weeks.payer),
        *((f'block "{block.id}" > minutes_min', block.minutes_min, 1, 24 * 60) for block in weeks.block),
        *(
            (f'block "{block.id}" > minutes_max', block.minutes_max, block.minutes_min, 24 * 60)
            for block in weeks.block
        ),
    ]
    for where, number, low, high in numbers:
        if not low <= number <= high:
            yield Fault(
                f"weeks.toml > {where}",
                _("it takes a number from {low} to {high}.").format(low=low, high=high),
                _("Correct it."),
            )
    for name, days in (("sample_days", (weeks.sample_days,)), ("preferred_days", weeks.preferred_days)):
        for day in {day for some in days for day in some} - set(DAYS):
            yield Fault(
                f"weeks.toml > {name}", _('there is no day "{day}".').format(day=day), nearest(day, DAYS)
            )
