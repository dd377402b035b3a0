"""Witnesses, tried with a person's answers in place of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from iopintake.reasoning.screening.circuit import Circuit, Lanes
from iopintake.reasoning.screening.lanes import Interleaved
from iopintake.reasoning.screening.variables import Slot
from iopintake.reasoning.screening.witnesses import Completion, lanes_of

Changes = Sequence[tuple[int, Slot]]
"""Where a completion differs from the calm one: places of variables, and their slots."""


class Tried:
    """Witnesses, a lane for each; some more can be added."""

    def __init__(self, circuit: Circuit, witnesses: Sequence[Completion], most: int) -> None:
        """Try WITNESSES of the pack of CIRCUIT, the calm one first, and up to MOST in all."""
        self.witnesses, self._most = list(witnesses), most
        self._calm = witnesses[0]
        self.calm_beside = {
            slot: calm
            for variable, calm in zip(circuit.variables.all, self._calm, strict=True)
            for slot in variable.slots
        }
        self.changed = [self.changes(one) for one in witnesses]
        self._lanes = lanes_of(witnesses, circuit.variables.count)
        self._known = set(witnesses)
        self._spread: dict[int, Interleaved] = {}

    def spread(self, width: int) -> Interleaved:
        """Return the lanes for WIDTH sets of answers."""
        if width not in self._spread:
            self._spread[width] = Interleaved(self._lanes, len(self.witnesses), width)
        spread = self._spread[width]
        for witness in self.witnesses[spread.count :]:
            spread.add(witness)
        return spread

    def giving(self, excluded: Iterable[Slot]) -> Lanes:
        """Return which witnesses give themselves an answer that excludes the slots EXCLUDED."""
        others = 0
        for slot in excluded:
            others |= self._lanes[slot]
        return ~others

    def changes(self, witness: Completion) -> Changes:
        """Return where a witness differs from the calm one."""
        return [(place, slot) for place, slot in enumerate(witness) if slot != self._calm[place]]

    def add(self, witness: Completion) -> None:
        """Try a witness, too, from now on, unless it is there already or there are enough."""
        lane = len(self.witnesses)
        if witness in self._known or lane == self._most:
            return
        self.witnesses.append(witness)
        self.changed.append(self.changes(witness))
        self._known.add(witness)
        for slot in witness:
            self._lanes[slot] |= 1 << lane
