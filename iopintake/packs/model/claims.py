"""The file claims.toml: what is proved of a pack."""

from __future__ import annotations

from typing import Final, Literal

from iopintake.packs.conditions import NEVER
from iopintake.packs.model.common import LevelId, Review, Rule, VerdictId, table
from iopintake.support.language import N_

Result = LevelId | VerdictId | Literal["week", "readiness"]
"""What a summary may hold: a level, a verdict, a typical week, how to get ready for a program."""
Situation = Literal["emergency", "urgent", "to_be_ruled_out", "open_safety", "conflict", "out_of_scope"]
"""``urgent``: a need or alert for the same day or now is met; ``to_be_ruled_out``: one that
leaves a level above an IOP possible; ``conflict``: contradictory answers that nobody settled."""


@table
class Risk:
    """Answers to one question from harmless to grave.

    For a choice ``order`` lists its codes; for a multiple choice each code in ``order``
    is graver than its absence; a number without ``order`` gets graver as it grows.
    """

    question: str
    order: tuple[str, ...] = ()


@table
class Claim:
    """What must never be said beside certain answers, or how soon a clinician must look at them.

    It is claimed of every set of answers that meets ``beside``, in which one of the
    questions in ``open`` belongs or may and has no value, or which comes to a situation in
    ``when``. With ``unsettled`` none of the answers in ``beside`` was given again after a conflict;
    with ``while_open`` one of its questions belongs or may and has no value, beside them.
    """

    id: str
    says: str
    beside: Rule = NEVER
    open: tuple[str, ...] = ()
    when: tuple[Situation, ...] = ()
    unsettled: bool = False
    while_open: tuple[str, ...] = ()
    never: tuple[Result, ...] = ()
    review_at_least: Review = "none"


@table
class Claims:
    """The file claims.toml: what is proved of the pack."""

    crisis_outranks: bool
    needs_hold: bool
    monotone: bool
    all_reachable: bool
    one_result: bool
    screeners_alone_nothing: bool
    protocols_fit: bool = True
    open_safety_never_fits: bool
    no_dead_end: bool = True
    risk: tuple[Risk, ...]
    claim: tuple[Claim, ...] = ()


CLAIMS: Final = {
    "crisis_outranks": N_("A crisis sign is always an emergency"),
    "needs_hold": N_("A need that is met is never undercut"),
    "monotone": N_("A graver or withheld answer never lowers the level"),
    "all_reachable": N_("Every result is reached, every rule matters"),
    "one_result": N_("There is exactly one level and verdict"),
    "screeners_alone_nothing": N_("No screener total changes the result, but by a contradiction on safety"),
    "protocols_fit": N_("Every kind of emergency has its own protocol"),
    "open_safety_never_fits": N_("An open safety question never fits"),
    "no_dead_end": N_("What is named to be asked was asked, or can be"),
}
"""What each claim says that every pack can make, in the order in which they are decided."""
