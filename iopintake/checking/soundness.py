"""Finds what is unsound in a pack: names that do not exist, stand twice, or do not fit their place.

These are the faults with which a pack can't run. What a pack should have besides
(sources that say something, options that matter, cases that hold) is for the check.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from iopintake.checking.limits import limit_faults, unfolding_faults
from iopintake.checking.places import place_faults
from iopintake.checking.protocols import protocol_faults
from iopintake.checking.weeks import week_faults
from iopintake.packs.conditions import OPERATORS, TIMES, Condition, Holds, Test, walk
from iopintake.packs.model import LEVELS, Pack, Question, Section
from iopintake.rules.rulebook import Cycle, Rulebook, named_rules, spared, when
from iopintake.support.errors import Fault, nearest

NEEDS_OPTIONS = frozenset({"choice", "choices"})


def soundness_faults(pack: Pack) -> Iterator[Fault]:
    """Yield every fault with which PACK can't run."""
    faults = [
        *limit_faults(pack),
        *_duplicates(pack),
        *_questions(pack),
        *_conditions(pack),
        *_sources(pack),
        *_rules(pack),
        *week_faults(pack),
        *_other_names(pack),
        *_risks(pack),
        *protocol_faults(pack),
        *place_faults(pack),
    ]
    yield from faults
    if not faults:
        yield from _cycles(pack) or [*unfolding_faults(Rulebook(pack)), *_settled_by_silence(pack)]


# --- names that stand twice --------------------------------------------------------


def _duplicates(pack: Pack) -> Iterator[Fault]:
    rules = [name for name, _ in named_rules(pack)]
    kinds: dict[str, list[str]] = {
        "section": [section.id for section in pack.sections],
        "question": [q.id for section in pack.sections for q in section.question],
        "rule": rules,
        "source": [source.id for source in pack.about.source],
        "level": [level.id for level in pack.levels.level],
        "dimension": [dimension.id for dimension in pack.levels.dimension],
        "verdict": [verdict.id for verdict in pack.levels.verdict],
        "block": [block.id for block in pack.weeks.block],
        "topic": [topic.id for topic in pack.guidance.topic],
        "screener": [screener.id for screener in pack.screeners],
        "tip": [tip.id for tip in pack.guidance.tip],
    }
    for kind, names in kinds.items():
        for name, count in Counter(names).items():
            if count > 1:
                yield Fault(f'{kind} "{name}"', f"the id stands {count} times.", "Rename or remove one.")


# --- questions ---------------------------------------------------------------------


def _questions(pack: Pack) -> Iterator[Fault]:
    for section in pack.sections:
        for question in section.question:
            where = f'sections/{section.id}.toml > question "{question.id}"'
            for what, do in _question_problems(question):
                yield Fault(where, what, do)


def _question_problems(question: Question) -> Iterator[tuple[str, str]]:
    if question.type in NEEDS_OPTIONS and not question.options:
        yield f'a question of type "{question.type}" has options.', "Add options."
    if question.type not in NEEDS_OPTIONS and question.options:
        yield f'a question of type "{question.type}" has no options.', "Remove them or change the type."
    for kind, values in (("code", question.codes), ("label", [o.label for o in question.options])):
        for value, count in Counter(values).items():
            if count > 1:
                yield f'the option {kind} "{value}" stands {count} times.', "Rename or remove one."
    if question.type == "integer":
        if question.minimum is None or question.maximum is None:
            yield "an integer question has a minimum and a maximum.", "Add both."
        elif question.minimum > question.maximum:
            yield "the minimum is above the maximum.", "Swap them."
        if not question.invalid:
            yield "it does not say what a valid number is.", 'Add "invalid" with one clear sentence.'
    if question.type != "choices" and any(option.exclusive for option in question.options):
        yield "only an option of a multiple choice can be exclusive.", 'Remove "exclusive".'


# --- conditions --------------------------------------------------------------------


def _conditions(pack: Pack) -> Iterator[Fault]:
    rules = {name for name, _ in named_rules(pack)}
    shared = {condition.id for condition in pack.conditions}
    for name, condition in named_rules(pack):
        yield from _condition(pack, rules, f'rule "{name}"', condition, in_when=name in shared)
    for section in pack.sections:
        parts: list[tuple[str, Section | Question]] = [(f'section "{section.id}"', section)]
        parts += [(f'question "{question.id}"', question) for question in section.question]
        for where, part in parts:
            yield from _condition(pack, rules, f"{where} > when", part.when, in_when=True)
            yield from _condition(pack, rules, f"{where} > spared_when", part.spared_when, in_when=True)


def _condition(
    pack: Pack, rules: set[str], where: str, condition: Condition, *, in_when: bool
) -> Iterator[Fault]:
    for part in walk(condition):
        match part:
            case Holds(rule) if rule not in rules:
                yield Fault(where, f'there is no rule "{rule}".', nearest(rule, rules))
            case Test():
                for what, do in _test_problems(pack, part, in_when=in_when):
                    yield Fault(where, what, do)
            case _:
                pass


def _test_problems(pack: Pack, test: Test, *, in_when: bool) -> Iterator[tuple[str, str]]:
    question = pack.questions.get(test.answer)
    if question is None:
        yield f'there is no question "{test.answer}".', nearest(test.answer, pack.questions)
        return
    operator = OPERATORS[test.operator]
    about = f'"{test.operator}" of question "{test.answer}"'
    if question.type not in operator.kinds:
        fitting = [name for name, other in OPERATORS.items() if question.type in other.kinds]
        yield (
            f'{about}: the question is of type "{question.type}", which has no such operator.',
            f"Use one of {', '.join(fitting)}.",
        )
        return
    if test.operator == "withheld" and not in_when:
        yield f'{about} stands outside a "when".', "What is withheld must settle no rule; test a value."
    yield from _operand_problems(question, about, operator.operand, test.operand)


def _operand_problems(question: Question, about: str, kind: str, operand: Any) -> Iterator[tuple[str, str]]:
    match kind:
        case "code":
            yield from _unknown_codes(question, about, [operand])
        case "codes":
            if not isinstance(operand, tuple) or not operand:
                yield f"{about} takes a list of option codes.", "Write [ ... ] around them."
            else:
                yield from _unknown_codes(question, about, operand)
        case "number or code" if question.type == "choice":
            if not question.ordered:
                yield f"{about}: the options have no order.", "Set ordered = true, or use any_of."
            yield from _unknown_codes(question, about, [operand])
        case "number" | "number or code":
            if not isinstance(operand, int) or isinstance(operand, bool):
                yield f"{about} takes a whole number, not {operand!r}.", "Correct the number."
        case "time" if operand not in TIMES:
            yield f"{about} takes a time of day, not {operand!r}.", nearest(operand, TIMES)
        case "true" if operand is not True:
            yield f"{about} takes true.", 'Write "withheld = true".'
        case _:
            pass


def _unknown_codes(question: Question, about: str, codes: Any) -> Iterator[tuple[str, str]]:
    for code in codes:
        if code not in question.codes:
            yield f'{about}: there is no option "{code}".', nearest(code, question.codes)


# --- other references --------------------------------------------------------------


def _sources(pack: Pack) -> Iterator[Fault]:
    known = {source.id for source in pack.about.source}
    sourced: list[tuple[str, tuple[str, ...]]] = [
        *((f'criterion "{c.id}"', c.source) for c in pack.criteria),
        *((f'level "{v.id}"', v.source) for v in pack.levels.level),
        *((f'need "{n.id}"', n.source) for n in pack.levels.need),
        *((f'alert "{a.id}"', a.source) for a in pack.levels.alert),
        *((f'requirement "{r.id}"', r.source) for r in pack.levels.requirement),
        *((f'track "{t.id}"', t.source) for t in pack.tracks),
        *((f'payer "{p.id}"', p.source) for p in pack.weeks.payer),
        *((f'aim "{a.id}"', a.source) for a in pack.weeks.aim),
        *((f'resource "{r.id}"', r.source) for r in pack.crisis.resource),
        *((f'screener "{s.id}"', s.source) for s in pack.screeners),
        ("weeks.toml", pack.weeks.source),
        ("crisis.toml", pack.crisis.source),
    ]
    for where, sources in sourced:
        if not sources:
            yield Fault(where, "it names no source.", 'Add source = ["ID"], or ["clinic"] for your own rule.')
        for source in sources:
            if source not in known:
                yield Fault(where, f'there is no source "{source}" in pack.toml.', nearest(source, known))
    for topic in pack.guidance.topic:
        for source in topic.source:
            if source not in known:
                yield Fault(f'topic "{topic.id}"', f'there is no source "{source}".', nearest(source, known))


def _rules(pack: Pack) -> Iterator[Fault]:
    dimensions = {dimension.id for dimension in pack.levels.dimension}
    for kind, rules in (("need", pack.levels.need), ("requirement", pack.levels.requirement)):
        for rule in rules:
            if rule.dimension not in dimensions:
                what = f'there is no dimension "{rule.dimension}".'
                yield Fault(f'{kind} "{rule.id}"', what, nearest(rule.dimension, dimensions))
    for need in pack.levels.need:
        if need.up_to and LEVELS.index(need.up_to) >= LEVELS.index(need.level):
            yield Fault(f'need "{need.id}"', '"up_to" is not above the level.', "Correct one of them.")
    for kind, names, known in (
        ("level", LEVELS, {level.id for level in pack.levels.level}),
        (
            "verdict",
            ("fits", "may_fit", "higher_level_first", "lower_level_enough", "undetermined"),
            {verdict.id for verdict in pack.levels.verdict},
        ),
    ):
        for name in names:
            if name not in known:
                yield Fault("levels.toml", f'the {kind} "{name}" is missing.', "Add it.")
    resources = {resource.id for resource in pack.crisis.resource}
    for level in pack.levels.level:
        for call in level.call:
            if call not in resources:
                yield Fault(
                    f'level "{level.id}"', f'there is no resource "{call}".', nearest(call, resources)
                )


def _other_names(pack: Pack) -> Iterator[Fault]:
    named = [
        ("pack.toml > person_question", pack.about.person_question),
        ("weeks.toml > schedule_question", pack.weeks.schedule_question),
        ("crisis.toml > place_question", pack.crisis.place_question),
        ("crisis.toml > callback_question", pack.crisis.callback_question),
        *[("crisis.toml > discreet_question", q) for q in [pack.crisis.discreet_question] if q],
        *(("crisis.toml > hand_over_questions", q) for q in pack.crisis.hand_over_questions),
        *((f'screener "{s.id}" > question', s.question) for s in pack.screeners),
    ]
    for where, question in named:
        if question not in pack.questions:
            yield Fault(where, f'there is no question "{question}".', nearest(question, pack.questions))


def _risks(pack: Pack) -> Iterator[Fault]:
    for risk in pack.claims.risk:
        where = f'claims.toml > risk "{risk.question}"'
        question = pack.questions.get(risk.question)
        if question is None:
            what = f'there is no question "{risk.question}".'
            yield Fault(where, what, nearest(risk.question, pack.questions))
            continue
        for what, do in _unknown_codes(question, "the order", risk.order):
            yield Fault(where, what, do)
        if question.type == "choice" and set(risk.order) != set(question.codes):
            yield Fault(where, "the order does not name every option.", "List all codes once.")


def _cycles(pack: Pack) -> list[Fault]:
    try:
        Rulebook(pack)
    except Cycle as cycle:
        path = " -> ".join(_spoken(name) for name in cycle.path)
        return [Fault("the rules", f"they rest on each other in a circle: {path}.", "Take one arrow away.")]
    return []


def _settled_by_silence(pack: Pack) -> Iterator[Fault]:
    """Yield the rules that refer to a shared condition which looks at what is withheld."""
    conditions = dict(named_rules(pack))
    shared = {condition.id for condition in pack.conditions}
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
                if name not in shared:
                    what = f'it refers to "{part.rule}", which looks at what is withheld.'
                    yield Fault(f'rule "{name}"', what, "What is withheld must settle no rule; test a value.")


def _spoken(name: str) -> str:
    for prefix in (when(""), spared("")):
        if name.startswith(prefix):
            return f'question "{name.removeprefix(prefix)}"'
    return f'rule "{name}"'
