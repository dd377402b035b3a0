"""A summary at a glance: its verdict as a sign and a word, how soon a clinician looks, what decides it.

Read from the summary alone, for every page on the screen and on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal

from iopintake.packs.model import LEVELS, Pack, Review
from iopintake.summary.model import Behind, Stated, Summary, WouldChange
from iopintake.support.frozen import frozen
from iopintake.support.language import N_, _

Tone = Literal["go", "care", "stop", "open"]
SIGNS: Final[dict[Tone, str]] = {"go": "✔", "care": "~", "stop": "▲", "open": "?"}
FOREMOST: Final = 3
"""Changes that are named at first; a person can act on no more at once."""
REVIEWS: Final[dict[Review, str]] = {
    "none": N_("No clinician review needed"),
    "routine": N_("Clinician review: routine"),
    "same_day": N_("Clinician review: TODAY"),
    "now": N_("Clinician review: NOW"),
}
VERDICTS: Final[dict[str, str]] = {
    "fits": N_("IOP fits"),
    "may_fit": N_("IOP may fit"),
    "higher_level_first": N_("more care first"),
    "lower_level_enough": N_("less care is enough"),
    "undetermined": N_("not known yet"),
}


@frozen
class Glance:
    """The verdict as a tone, a sign and a word."""

    tone: Tone
    sign: str
    word: str


@frozen
class ReasonGroup:
    """Reasons that rest on the same answers: what they say, and the answers once."""

    sentences: tuple[str, ...]
    because: tuple[Behind, ...]
    missing: tuple[str, ...]


def glance_at(summary: Summary) -> Glance:
    """Return the verdict of SUMMARY as a sign and a word."""
    recommendation = summary.recommendation
    tone, word = _tone_and_word(summary)
    if recommendation.level == "emergency":
        return Glance(tone="stop", sign="!!", word=_("EMERGENCY"))
    return Glance(tone=tone, sign=SIGNS[tone], word=word)


def _tone_and_word(summary: Summary) -> tuple[Tone, str]:
    recommendation = summary.recommendation
    if recommendation.scope is not None and recommendation.level is None:
        return "open", _("NO RESULT")
    match recommendation.verdict:
        case "fits":
            return "go", _("IOP FITS")
        case "may_fit":
            return "care", _("AT LEAST AN IOP") if recommendation.at_least else _("IOP MAY FIT")
        case "higher_level_first":
            return "stop", _("MORE CARE FIRST")
        case "lower_level_enough":
            return "go", _("LESS IS ENOUGH")
        case "undetermined":
            return "open", _("NOT KNOWN YET")


def reason_groups(reasons: Iterable[Stated]) -> tuple[ReasonGroup, ...]:
    """Return REASONS grouped by what they mean: those that share an answer belong together.

    The order stays, and each answer is named once.
    """
    groups: list[list[Stated]] = []
    for reason in reasons:
        about = {behind.question for behind in reason.because}
        shares = [g for g in groups if any(b.question in about for r in g for b in r.because)]
        if shares:
            shares[0].append(reason)
            for other in shares[1:]:
                shares[0].extend(other)
                groups.remove(other)
        else:
            groups.append([reason])
    return tuple(_group(group) for group in groups)


def _group(reasons: list[Stated]) -> ReasonGroup:
    answers = {behind.question: behind for reason in reasons for behind in reason.because}
    return ReasonGroup(
        sentences=tuple(dict.fromkeys(reason.sentence for reason in reasons)),
        because=tuple(answers.values()),
        missing=tuple(dict.fromkeys(q for reason in reasons for q in reason.missing)),
    )


def foremost_changes(summary: Summary, pack: Pack) -> tuple[tuple[WouldChange, ...], tuple[WouldChange, ...]]:
    """Return what would change the result: at most three things to act on or to verify, and the rest.

    To act on is what would make an IOP fit, to verify what would call for more care; of
    the latter first what is asked about safety. No question is named twice.
    """
    changes = summary.recommendation.would_change
    ranked = sorted(changes, key=lambda change: _rank(summary, pack, change))
    first: list[WouldChange] = []
    named: set[str] = set()
    for change in ranked:
        questions = {step.question for step in change.changes}
        if len(first) < FOREMOST and not questions & named and _rank(summary, pack, change) < (4, 0):
            first.append(change)
            named |= questions
    return tuple(first), tuple(change for change in changes if change not in first)


def _rank(summary: Summary, pack: Pack, change: WouldChange) -> tuple[int, int]:
    """Return how near a change is to what an operator does: act, verify safety, verify the rest."""
    now = summary.recommendation.level
    raises = change.level is not None and (now is None or LEVELS.index(change.level) < LEVELS.index(now))
    lowers = change.level is not None and now is not None and LEVELS.index(change.level) > LEVELS.index(now)
    on_safety = any(
        step.question in pack.questions and pack.questions[step.question].safety for step in change.changes
    )
    if change.verdict == "fits":
        kind = 0
    elif raises and on_safety:
        kind = 1
    elif raises:
        kind = 2
    elif lowers:
        kind = 3
    else:
        kind = 4
    return kind, len(change.changes)


def age_of(summary: Summary) -> str:
    """Return the age as it was given, or an empty text."""
    return next((answer.display for answer in summary.answers if answer.id == "age"), "")


def groups_shown(summary: Summary, *, every: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the groups of criteria with their titles; a payer's list only where that payer pays, or EVERY."""
    titles = {
        "ideal": _("Who an IOP is for"),
        "not_ideal": _("What rules out an IOP for now"),
        "medicare": _("What Medicare asks for an IOP"),
    }
    for group, title in titles.items():
        if group in {"ideal", "not_ideal"} or every or group == summary.payer:
            yield group, title
