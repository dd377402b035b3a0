"""Over every set of answers: each need that calls for the crisis protocol has one of its kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from iopintake.checking.toolkit import Toolkit
from iopintake.packs.model import Pack
from iopintake.reasoning.protocols import unserved_needs
from iopintake.reasoning.solving.world import Questioner, World
from iopintake.rules.rulebook import Rulebook

TODAY = date(2026, 11, 26)


def unserved(pack: Pack) -> dict[str, set[str]]:
    """Return the needs without a protocol of their kind, each with the questions that lead there."""
    world = World(Rulebook(pack))
    found = unserved_needs(world, Questioner(world), TODAY)
    return {need.id: set(answers) for need, answers in found}


def test_every_need_that_calls_for_the_protocol_has_one_of_its_kind(toolkit: Toolkit) -> None:
    assert unserved(toolkit.pack) == {}


def test_a_need_whose_protocol_is_taken_away_is_found_with_its_answers(toolkit: Toolkit) -> None:
    others = tuple(p for p in toolkit.pack.protocols if p.id != "harm_to_others")
    found = unserved(replace(toolkit.pack, protocols=others))
    assert "harm_others" in found["intent_to_harm_others"]
