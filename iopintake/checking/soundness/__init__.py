"""Finds what is unsound in a pack: names that do not exist, stand twice, or do not fit their place.

These are the faults with which a pack can't run. What a pack should have besides
(sources that say something, options that matter, cases that hold) is for the check.
"""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.checking.limits import limit_faults, unfolding_faults
from iopintake.checking.places import place_faults
from iopintake.checking.protocols import protocol_faults
from iopintake.checking.soundness.alerts import alert_faults
from iopintake.checking.soundness.claims import claim_faults, risk_faults
from iopintake.checking.soundness.conditions import condition_faults, cycle_faults, silence_faults
from iopintake.checking.soundness.conflicts import conflict_faults
from iopintake.checking.soundness.earlier import retired_faults
from iopintake.checking.soundness.names import (
    duplicate_faults,
    order_faults,
    other_name_faults,
    rule_faults,
    source_faults,
)
from iopintake.checking.soundness.pages import page_faults
from iopintake.checking.soundness.questions import question_faults
from iopintake.checking.weeks import week_faults
from iopintake.packs.model import Pack
from iopintake.rules.rulebook import Rulebook
from iopintake.support.errors import Fault


def soundness_faults(pack: Pack) -> Iterator[Fault]:
    """Yield every fault with which PACK can't run."""
    faults = [
        *limit_faults(pack),
        *duplicate_faults(pack),
        *question_faults(pack),
        *condition_faults(pack),
        *source_faults(pack),
        *rule_faults(pack),
        *week_faults(pack),
        *other_name_faults(pack),
        *order_faults(pack),
        *risk_faults(pack),
        *claim_faults(pack),
        *alert_faults(pack),
        *conflict_faults(pack),
        *retired_faults(pack),
        *protocol_faults(pack),
        *place_faults(pack),
        *page_faults(pack),
    ]
    yield from faults
    if not faults:
        yield from cycle_faults(pack) or [*unfolding_faults(Rulebook(pack)), *silence_faults(pack)]


def word_faults(pack: Pack) -> Iterator[Fault]:
    """Yield every fault of the words of PACK, whose rules are sound, in a further language."""
    for fault in (*place_faults(pack), *protocol_faults(pack)):
        yield Fault(f"{pack.language}: {fault.where}", fault.what, fault.do)
