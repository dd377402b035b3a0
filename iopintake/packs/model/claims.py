"""The file claims.toml: what is proved of a pack."""

from __future__ import annotations

from typing import Final

from iopintake.packs.model.common import STRICT
from iopintake.support.frozen import frozen


@frozen
class Risk:
    """Answers to one question from harmless to grave.

    For a choice ``order`` lists its codes; for a multiple choice each code in ``order``
    is graver than its absence; a number without ``order`` gets graver as it grows.
    """

    __pydantic_config__ = STRICT
    question: str
    order: tuple[str, ...] = ()


@frozen
class Claims:
    """The file claims.toml: what is proved of the pack."""

    __pydantic_config__ = STRICT
    crisis_outranks: bool
    needs_hold: bool
    monotone: bool
    all_reachable: bool
    one_result: bool
    screeners_alone_nothing: bool
    protocols_fit: bool = True
    open_safety_never_fits: bool
    risk: tuple[Risk, ...]


CLAIMS: Final = {
    "crisis_outranks": "A crisis sign is always an emergency",
    "needs_hold": "A need that is met is never undercut",
    "monotone": "A graver or withheld answer never lowers the level",
    "all_reachable": "Every result is reached, every rule matters",
    "one_result": "There is exactly one level and verdict",
    "screeners_alone_nothing": "No screener total changes the result",
    "protocols_fit": "Every kind of emergency has its own protocol",
    "open_safety_never_fits": "An open safety question never fits",
}
"""What each claim says, in the order in which they are decided."""
