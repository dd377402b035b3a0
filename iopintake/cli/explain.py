"""Explains a result: the whole tree, one criterion, or why a level is not recommended."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from iopintake.answers.circumstances import today
from iopintake.answers.files import decode, parse_object, read_answers, read_bytes
from iopintake.assessment.decide import result_of
from iopintake.checking.toolkit import load_toolkit
from iopintake.export.decision_tree import rule_tree, whole_tree
from iopintake.packs.model import LEVELS
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.rulebook import named_rules, needs_at_least
from iopintake.support.errors import IopintakeError, nearest
from iopintake.support.safe_text import safe_text
from iopintake.terminal.output import console


def show_explanation(path: Path, folder: Path | None, *, why: str | None, why_not: str | None) -> None:
    """Print the tree of the answers in PATH, or the answer to one question about it."""
    toolkit = load_toolkit(folder)
    stdin = str(path) == "-"
    text, _ = decode(sys.stdin.buffer.read() if stdin else read_bytes(path))
    where = "standard input" if stdin else str(path)
    data = parse_object(where, text, toml=path.suffix == ".toml")
    evaluation = toolkit.evaluator.evaluate(read_answers(toolkit.pack, where, data, today()).answers)
    lines = (
        _why(evaluation, why) if why else _why_not(evaluation, why_not) if why_not else whole_tree(evaluation)
    )
    out = console()
    for line in lines:
        out.print(safe_text(line), soft_wrap=True)


def _why(evaluation: Evaluation, rule: str) -> Iterator[str]:
    """Yield one rule with all that is behind it."""
    rules = dict(named_rules(evaluation.book.pack))
    if rule not in rules:
        raise IopintakeError(f'--why: there is no criterion or rule "{rule}". {nearest(rule, rules)}')
    pack = evaluation.book.pack
    titles = {criterion.id: (criterion.title, criterion.source) for criterion in pack.criteria}
    titles |= {need.id: (need.sentence, need.source) for need in pack.levels.need}
    title, source = titles.get(rule, ("a shared condition", ()))
    yield from rule_tree(evaluation, rule, title, source)


def _why_not(evaluation: Evaluation, level: str) -> Iterator[str]:
    """Yield why a level is not the one: what is met above it, and what is not met at it."""
    if level not in LEVELS:
        raise IopintakeError(f'--why-not: there is no level "{level}". {nearest(level, LEVELS)}')
    pack = evaluation.book.pack
    verdict, found = result_of(evaluation)
    yield f"The result is {verdict}, the level {found or 'none'}."
    if found == level:
        yield "That is the level in question."
        return
    place = LEVELS.index(level)
    above = [need for need in pack.levels.need if LEVELS.index(need.level) < place]
    if place and evaluation.is_met(needs_at_least(LEVELS[place - 1])):
        yield "A higher need is met:"
        met = (need for need in above if evaluation.is_met(need.id))
        for need in met:
            yield from rule_tree(evaluation, need.id, need.sentence, need.source)
        return
    yield "No need of this level is met:"
    for need in pack.levels.need:
        if need.level == level:
            yield from rule_tree(evaluation, need.id, need.sentence, need.source)
