"""Whom each rule of a pack moves, counted over its cases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers.cases import CASES, SMALL, Run

from iopintake.checking.cases import Case, Expected, WholeCase
from iopintake.checking.effects import effects
from iopintake.checking.load import load_pack
from iopintake.checking.toolkit import Toolkit
from iopintake.rules.evaluation import Evaluator


def person(name: str, **answers: object) -> WholeCase:
    case = Case(id=name, name=name, expect=Expected(verdict="undetermined"))
    return WholeCase(file="here", case=case, data={"answers": answers, "as_of": "2026-11-23"})


def test_a_rule_moves_those_who_come_out_otherwise_without_it() -> None:
    calm = {"thoughts": "no", "signs": ["none"], "willing": "yes"}
    cases = (
        person("fits by days", **calm, days=4),
        person("fits by both", **{**calm, "signs": ["shaking"]}, days=4),
        person("enough", **calm, days=1),
        person("thoughts", **{**calm, "thoughts": "yes"}, intent="no", days=1),
        person("unwilling", **{**calm, "willing": "no"}, days=4),
    )
    found = {effect.rule: effect for effect in effects(Evaluator(load_pack(SMALL)), cases)}
    days = found["days_need"]
    assert (days.met, days.level, days.verdict, days.review) == (3, 3, 3, 3)
    assert days.calls_for == "iop, review routine"
    alert = found["an_alert"]
    assert (alert.met, alert.verdict, alert.review) == (1, 1, 1)
    willing = found["willing_requirement"]
    assert (willing.kind, willing.met, willing.level, willing.verdict) == ("requirement", 1, 0, 1)
    assert (found["seizure_need"].met, found["seizure_need"].verdict) == (0, 0)


def test_without_a_rule_means_the_pack_without_it(toolkit: Toolkit) -> None:
    """A rule that other rules cover moves nobody, and still says for whom it holds."""
    pack = load_pack(SMALL)
    twice = (*pack.levels.need, replace(pack.levels.need[-1], id="the_same_again"))
    doubled = Evaluator(replace(pack, levels=replace(pack.levels, need=twice)))
    cases = (person("days", thoughts="no", signs=["none"], willing="yes", days=4),)
    found = {effect.rule: effect for effect in effects(doubled, cases)}
    assert (found["the_same_again"].met, found["the_same_again"].level) == (1, 0)
    assert len(list(effects(toolkit.evaluator, ()))) > len(toolkit.pack.levels.need)


@pytest.mark.thorough
def test_the_book_of_the_pack_has_a_row_for_each_rule(run: Run, toolkit: Toolkit) -> None:
    book = run("pack", "book").stdout.decode()
    table = book.partition("## Whom each rule moves")[2].partition("\n## ")[0]
    assert f"Of the {len(CASES)} cases" in table
    rows = [line for line in table.splitlines() if line.startswith("| ")]
    levels = toolkit.pack.levels
    rules = (*levels.need, *levels.alert, *levels.requirement, *levels.scope, *toolkit.pack.conflicts)
    assert len(rows) == len(rules) + 1
    assert all(len(row.split("|")) == len(rows[0].split("|")) for row in rows)
