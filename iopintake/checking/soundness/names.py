"""Faults of names: ids that stand twice, sources, questions, blocks and levels that are not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from iopintake.packs.model import LEVELS, Pack
from iopintake.rules.names import named_rules
from iopintake.support.errors import Fault, nearest
from iopintake.support.language import _


def duplicate_faults(pack: Pack) -> Iterator[Fault]:
    """Yield a fault for every id that stands twice."""
    rules = [name for name, _condition in named_rules(pack)]
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
                yield Fault(
                    f'{kind} "{name}"',
                    _("the id stands {count} times.").format(count=count),
                    _("Rename or remove one."),
                )


def source_faults(pack: Pack) -> Iterator[Fault]:
    """Yield a fault for every rule without a source, and for sources that pack.toml does not have."""
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
            yield Fault(
                where, _("it names no source."), _('Add source = ["ID"], or ["clinic"] for your own rule.')
            )
        for source in sources:
            if source not in known:
                yield Fault(
                    where,
                    _('there is no source "{source}" in pack.toml.').format(source=source),
                    nearest(source, known),
                )
    for topic in pack.guidance.topic:
        for source in topic.source:
            if source not in known:
                yield Fault(
                    f'topic "{topic.id}"',
                    _('there is no source "{source}".').format(source=source),
                    nearest(source, known),
                )


def rule_faults(pack: Pack) -> Iterator[Fault]:
    """Yield the faults of levels and of the rules that lead to them."""
    dimensions = {dimension.id for dimension in pack.levels.dimension}
    for kind, rules in (("need", pack.levels.need), ("requirement", pack.levels.requirement)):
        for rule in rules:
            if rule.dimension not in dimensions:
                what = _('there is no dimension "{dimension}".').format(dimension=rule.dimension)
                yield Fault(f'{kind} "{rule.id}"', what, nearest(rule.dimension, dimensions))
    for need in pack.levels.need:
        if need.up_to and LEVELS.index(need.up_to) >= LEVELS.index(need.level):
            yield Fault(f'need "{need.id}"', _('"up_to" is not above the level.'), _("Correct one of them."))
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
                yield Fault(
                    "levels.toml",
                    _('{kind} "{name}" is missing.').format(kind=kind, name=name),
                    _("Add it."),
                )
    resources = {resource.id for resource in pack.crisis.resource}
    calling = [(f'level "{level.id}"', level.call) for level in pack.levels.level]
    calling += [(f'alert "{alert.id}"', alert.call) for alert in pack.levels.alert]
    for where, calls in calling:
        for call in calls:
            if call not in resources:
                yield Fault(
                    where,
                    _('there is no resource "{resource}".').format(resource=call),
                    nearest(call, resources),
                )


def order_faults(pack: Pack) -> Iterator[Fault]:
    """Yield a fault for every question that is to be asked sooner, and not after an earlier one."""
    order = list(pack.questions)
    for question in pack.questions.values():
        if question.sooner is not None and question.sooner.after not in order[: order.index(question.id)]:
            yield Fault(
                f'question "{question.id}" > sooner > after',
                _('"{after}" is no question before it.').format(after=question.sooner.after),
                nearest(question.sooner.after, order[: order.index(question.id)]),
            )


def other_name_faults(pack: Pack) -> Iterator[Fault]:
    """Yield a fault for every question that is named outside the rules and is not there."""
    named = [
        ("pack.toml > person_question", pack.about.person_question),
        ("weeks.toml > schedule_question", pack.weeks.schedule_question),
        ("crisis.toml > place_question", pack.crisis.place_question),
        ("crisis.toml > callback_question", pack.crisis.callback_question),
        *[("crisis.toml > caller_question", q) for q in [pack.crisis.caller_question] if q],
        *[("crisis.toml > discreet_question", q) for q in [pack.crisis.discreet_question] if q],
        *(("crisis.toml > hand_over_questions", q) for q in pack.crisis.hand_over_questions),
        *(("crisis.toml > found_questions", q) for q in pack.crisis.found_questions),
        *((f'screener "{s.id}" > question', s.question) for s in pack.screeners),
    ]
    for where, question in named:
        if question not in pack.questions:
            yield Fault(
                where,
                _('there is no question "{question}".').format(question=question),
                nearest(question, pack.questions),
            )
