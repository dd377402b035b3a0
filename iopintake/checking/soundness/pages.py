"""Finds names in what the pages are made of that nothing in the pack has: hand-outs, a PHP's week, alerts."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.packs.model import Pack
from iopintake.support.errors import Fault, nearest
from iopintake.support.language import _


def page_faults(pack: Pack) -> Iterator[Fault]:
    """Yield a fault for each name that stands for nothing."""
    named: list[tuple[str, str, str, set[str]]] = []
    needs = {need.id for need in pack.levels.need}
    rules = needs | {alert.id for alert in pack.levels.alert}
    for need in pack.levels.need:
        others = needs - {need.id}
        named += [(f'need "{need.id}" > told_by', "need", id_, others) for id_ in need.told_by]
    for alert in pack.levels.alert:
        others = rules - {alert.id}
        named += [(f'alert "{alert.id}" > told_by', "need or alert", id_, others) for id_ in alert.told_by]
    if pack.weeks.php is not None:
        blocks = {block.id for block in pack.weeks.block}
        named += [("weeks.toml > php", "block", id_, blocks) for day in pack.weeks.php.days for id_ in day]
    if pack.hand_outs.client is not None:
        resources = {resource.id for resource in pack.crisis.resource}
        named += [("hand_outs.toml > call", "resource", id_, resources) for id_ in pack.hand_outs.client.call]
    questions = set(pack.questions)
    chart = pack.hand_outs.chart_questions
    named += [("hand_outs.toml > chart_questions", "question", id_, questions) for id_ in chart]
    results: set[str] = {level.id for level in pack.levels.level}
    results |= {scope.id for scope in pack.levels.scope}
    results |= {verdict.id for verdict in pack.levels.verdict}
    named += [("hand_outs.toml > result", "result", r.id, results) for r in pack.hand_outs.result]
    for where, kind, name, known in named:
        if name not in known:
            yield Fault(
                where, _('there is no {kind} "{name}".').format(kind=kind, name=name), nearest(name, known)
            )
