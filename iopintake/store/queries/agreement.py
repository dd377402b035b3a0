"""How often clinicians chose the recommended level: in all, by rule, by site, and why not.

A count of one to four people is never shown, nor what would give it away: whoever knows
one of them could read off what was decided about them.
"""

from __future__ import annotations

import math
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from iopintake.packs.model import LEVELS
from iopintake.store.queries.decided import DecidedIntake
from iopintake.support.errors import IopintakeError
from iopintake.support.language import _

FEWEST: Final = 5
"""People in a count that is shown."""
ALL: Final = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """How often the recommended level was chosen; None is a count under five, or one that tells of such."""

    decided: int | None
    agreed: int | None
    overridden: int | None


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa with linear weights over the levels of care, and its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Everything that ``report --agreement`` says."""

    whole: Agreed
    kappa: Kappa | None  # None for too few, or when everybody chose and recommended one level
    no_level: int | None  # decided where the program recommended no level; not in the other counts
    rules: Mapping[str, Agreed]  # by the sentence of the rule
    sites: Mapping[str, Agreed]  # empty where the records are those of one site
    reasons: Mapping[str, int | None]  # why another level was chosen


def agreement(decided: Iterable[DecidedIntake]) -> Agreement:
    """Return how often clinicians chose the recommended level; IopintakeError without the extra."""
    all_of_them = tuple(decided)
    intakes = [intake for intake in all_of_them if intake.recommended is not None]
    whole = _agreed([(ALL, intake.agrees) for intake in intakes]).get(ALL, _NOBODY)
    by_rule = [(sentence, i.agrees) for i in intakes for sentence in dict.fromkeys(i.rules.values())]
    by_site = [(intake.site, intake.agrees) for intake in intakes]
    return Agreement(
        whole=whole,
        kappa=None if whole.overridden is None else kappa(intakes),
        no_level=shown({ALL: len(all_of_them) - len(intakes)})[ALL],
        rules=_agreed(by_rule),
        sites=_agreed(by_site) if any(site for site, _ in by_site) else {},
        reasons=shown(Counter(intake.reason for intake in intakes if not intake.agrees)),
    )


_NOBODY: Final = Agreed(decided=0, agreed=0, overridden=0)


def kappa(intakes: Iterable[DecidedIntake]) -> Kappa | None:
    """Return Cohen's kappa of the recommended and the chosen levels, with its interval as statsmodels has it.

    The interval is that of Fleiss, Cohen and Everitt (1969), for many people.
    """
    pairs = [(LEVELS.index(i.recommended), LEVELS.index(i.level)) for i in intakes if i.recommended]
    if len({place for pair in pairs for place in pair}) < 2:  # noqa: PLR2004 - nothing to tell apart
        return None
    try:
        from statsmodels.stats.inter_rater import cohens_kappa
    except ImportError:
        raise IopintakeError(
            _(
                "The report on agreement needs an extra of iopintake. Install it with: pip install "
                "'iopintake[statistics]'"
            )
        ) from None
    table = [[pairs.count((row, column)) for column in range(len(LEVELS))] for row in range(len(LEVELS))]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # divides by zero where only one level was chosen
        found = cohens_kappa(table, wt="linear")
    if not math.isfinite(found.kappa + found.kappa_low + found.kappa_upp):
        return None
    return Kappa(*(round(float(figure), 2) for figure in (found.kappa, found.kappa_low, found.kappa_upp)))


def shown(counts: Mapping[str, int], hidden: Iterable[str] = ()) -> dict[str, int | None]:
    """Return COUNTS, the most first, without those of one to four people, and the HIDDEN ones.

    The smallest of the others goes with them where their sum would give one of them away.
    """
    out = {*hidden, *(name for name, count in counts.items() if 0 < count < FEWEST)}
    for name in sorted(counts, key=lambda name: counts[name]):
        if not out or (len(out) > 1 and sum(counts[other] for other in out) >= FEWEST):
            break
        if counts[name]:
            out.add(name)
    ordered = sorted(counts, key=lambda name: (name in out, -counts[name], name))
    return {name: None if name in out else counts[name] for name in ordered}


def _agreed(pairs: Iterable[tuple[str, bool]]) -> dict[str, Agreed]:
    decided: Counter[str] = Counter()
    overridden: Counter[str] = Counter()
    for name, agrees in pairs:
        decided[name] += 1
        overridden[name] += not agrees
    totals = shown(decided)
    few = [name for name in decided if totals[name] is None or 0 < decided[name] - overridden[name] < FEWEST]
    others = shown(overridden, few)
    return dict(_rows(totals, others))


def _rows(totals: Mapping[str, int | None], others: Mapping[str, int | None]) -> Iterator[tuple[str, Agreed]]:
    for name, total in totals.items():
        overridden = others[name]
        agreed = None if total is None or overridden is None else total - overridden
        yield name, Agreed(decided=total, agreed=agreed, overridden=overridden)
