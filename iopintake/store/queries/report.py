"""Counts by week, without names: what the intakes came to and how the clinicians decided."""

from __future__ import annotations

import csv
import io
import json
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from iopintake.store.database.store import Store
from iopintake.support.language import _

QUERY: Final = (
    "SELECT week, verdict, level, track, crisis, declined, seconds, decided, agrees, reason "
    "FROM intake WHERE practice = 0 ORDER BY week"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What the intakes that were begun in one calendar week came to."""

    week: str  # as ISO 8601 writes it: 2026-W48
    intakes: int  # that came to a result; all other counts but two are of them
    unfinished: int  # that did not
    verdicts: Mapping[str, int]
    levels: Mapping[str, int]
    tracks: Mapping[str, int]
    decided: int
    overrides: Mapping[str, int]  # by reason
    declined: Mapping[str, int]  # by question
    crises: int  # with a sign of danger, or a crisis that was acted on; also of those not finished
    median_minutes: float


@dataclass
class _Count:
    intakes: int = 0
    unfinished: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    tracks: Counter[str] = field(default_factory=Counter)
    decided: int = 0
    overrides: Counter[str] = field(default_factory=Counter)
    declined: Counter[str] = field(default_factory=Counter)
    crises: int = 0
    seconds: list[float] = field(default_factory=list)

    def add(self, row: tuple[Any, ...]) -> None:
        verdict, level, track, crisis, declined, seconds, decided, agrees, reason = row
        self.crises += crisis or 0
        if verdict is None:
            self.unfinished += 1
            return
        self.intakes += 1
        self.verdicts[verdict] += 1
        self.levels[level or "none"] += 1
        self.tracks[track] += 1
        self.declined.update(json.loads(declined))
        self.seconds.append(seconds)
        if decided:
            self.decided += 1
            if not agrees:
                self.overrides[reason or _("none given")] += 1


def report(store: Store) -> tuple[Week, ...]:
    """Return the weeks in which intakes were begun, the earliest first; practice is left out."""
    store.opened.prove_index()
    with store.explained():
        rows = store.connection.execute(QUERY).fetchall()
    return tuple(_weeks(rows))


def _weeks(rows: Iterable[tuple[Any, ...]]) -> Iterable[Week]:
    counts: dict[str, _Count] = {}
    for week, *rest in rows:
        counts.setdefault(week, _Count()).add(tuple(rest))
    for week, counted in counts.items():
        yield Week(
            week=week,
            intakes=counted.intakes,
            unfinished=counted.unfinished,
            verdicts=_most_first(counted.verdicts),
            levels=_most_first(counted.levels),
            tracks=_most_first(counted.tracks),
            decided=counted.decided,
            overrides=_most_first(counted.overrides),
            declined=_most_first(counted.declined),
            crises=counted.crises,
            median_minutes=round(statistics.median(counted.seconds or [0]) / 60, 1),
        )


def _most_first(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))


def report_csv(weeks: Iterable[Week]) -> bytes:
    """Return the report as CSV, one count a line: week, what is counted, of what, how often."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("week", "count", "of", "number"))
    writer.writerows(row for week in weeks for row in _csv_rows(week))
    return text.getvalue().encode()


def _csv_rows(week: Week) -> Iterator[tuple[str, str, str, object]]:
    for name in ("intakes", "unfinished", "decided", "crises", "median_minutes"):
        yield week.week, name, "", getattr(week, name)
    for name in ("verdicts", "levels", "tracks", "overrides", "declined"):
        for code, number in getattr(week, name).items():
            yield week.week, name, code, number
