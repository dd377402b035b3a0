"""Faults of the alerts in levels.toml."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.packs.model import REVIEWS, Pack
from iopintake.support.errors import Fault, nearest
from iopintake.support.language import _


def alert_faults(pack: Pack) -> Iterator[Fault]:
    """Yield every fault of what counts while answers are open: its questions, and how soon it is."""
    safety = [question.id for question in pack.questions.values() if question.safety]
    for alert in pack.levels.alert:
        if alert.while_open is None:
            continue
        where = f'levels.toml > alert "{alert.id}" > while_open'
        if not alert.while_open.questions:
            yield Fault(where, _("it names no question."), _("Name those in questions that may be open."))
        for question in alert.while_open.questions:
            if question not in safety:
                what = _('there is no question of safety "{question}".').format(question=question)
                yield Fault(where, what, nearest(question, safety))
        before = REVIEWS.index(alert.review)
        if before < REVIEWS.index("same_day") or REVIEWS.index(alert.while_open.review) <= before:
            what = _("it is no sooner than the alert, or the alert is later than the same day.")
            yield Fault(where, what, _('Write review = "same_day" in the alert, and "now" here.'))
