"""Finds needs that call for the crisis protocol and have none of their own kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from iopintake.answers.model import Answers
from iopintake.interview.flow import PROTOCOL_LEVELS
from iopintake.packs.model import Need
from iopintake.reasoning.solving.world import Questioner, World


def unserved_needs(world: World, ask: Questioner, as_of: date) -> Iterator[tuple[Need, Answers]]:
    """Yield each need for which only the general protocol may be there, with the smallest such answers.

    One script for every emergency is how homelessness came to be met with steps for
    suicide; whoever adds a need says what is done about it.
    """
    pack, rules = world.encoding.book.pack, world.encoding.rules
    kinds = [rules[f"protocol:{protocol.id}"].surely for protocol in pack.protocols[:-1]]
    for need in pack.levels.need:
        if need.level in PROTOCOL_LEVELS:
            unserved = [rules[need.id].surely, *(-kind for kind in kinds)]
            if ask.can(*unserved):
                yield need, ask.smallest(unserved, as_of)[0]
