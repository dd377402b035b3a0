"""The records as tables: the audit trail, the report, and what differs after reassessing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from iopintake.packs.model import Pack
from iopintake.store import UNFINISHED, Intake
from iopintake.store.journal.events import Finished
from iopintake.store.journal.format import event_apart
from iopintake.store.queries.reassess import Difference
from iopintake.store.queries.report import Week
from iopintake.store.queries.trail import Line
from iopintake.store.queries.versions import Version
from iopintake.summary.glance import REVIEWS
from iopintake.summary.model import Summary
from iopintake.support.language import N_, _
from iopintake.support.local_time import local_date, said_moment, stamps
from iopintake.support.safe_text import safe_text
from iopintake.terminal.pages.showing import show_result

APART = N_(
    "{id} was written to on two desks while they were apart, and this is the one of them that counts. "
    "Say what counts with: iopintake settle {id}"
)
BAR, PLAIN_BAR = "█", "#"
BAR_WIDTH = 24
WEEK_BAR = 8
LEAST_WIDTHS = {
    N_("Week"): 8,
    N_("Finished"): 8,
    N_("Decided"): 7,
    N_("Overridden"): 10,
}
"""Columns that are not to be folded within a word; all fit 60 columns together."""
BARS_FROM = 70
"""Columns of a terminal from which on the weeks have bars."""


def show_kept(
    out: Console,
    intake_id: str,
    intake: Intake,
    summary: Summary,
    pack: Pack,
    *,
    full: bool = False,
    every_list: bool = False,
) -> None:
    """Print the summary of a kept intake, with the state it is in."""
    note = ""
    if intake.apart:
        note = _apart_note(intake_id, intake, pack)
    elif intake.state in UNFINISHED:
        note = _("{intake_id}: {state}, not finished. This is what it comes to so far.").format(
            intake_id=intake_id, state=_(intake.state)
        )
    elif intake.amended_at is not None:
        note = _("{intake_id}: amended on {on} ({amended_why}). See: iopintake history {intake_id}").format(
            intake_id=intake_id, on=local_date(intake.amended_at), amended_why=intake.amended_why
        )
    show_result(out, summary, pack, full=full, every_list=every_list, note=note)


def _apart_note(intake_id: str, intake: Intake, pack: Pack) -> str:
    """Return which desk's summary this is, and first what the other's came to: it may be the graver one."""
    note = _(APART).format(id=intake_id)
    ends = [event.result for one in intake.apart if isinstance(event := event_apart(one), Finished)]
    if not ends:
        return note
    end = ends[-1]
    titles = (level.title for level in pack.levels.level if level.id == end.level)
    review = next(_(words) for code, words in REVIEWS.items() if code == end.review)
    return _("The other desk came to: {level}. {review}. {note}").format(
        level=next(titles, _("no level")), review=review, note=note
    )


def version_note(intake_id: str, one: Version) -> str:
    """Return the line above a summary that is not the latest, or not the one that counts."""
    if one.desk:
        return _(
            "{intake_id}, version {number}: as {who} saw it on {desk}, {when}. It counts only as far as a "
            "person says so."
        ).format(intake_id=intake_id, number=one.number, who=one.who, desk=one.desk, when=said_moment(one.at))
    return _("{intake_id}, version {number}: as {who} saw it, {when}.").format(
        intake_id=intake_id, number=one.number, who=one.who, when=said_moment(one.at)
    )


def trail_table(lines: Iterable[Line], shorts: Mapping[str, str]) -> Table:
    """Return the audit trail; SHORTS name the questions."""
    lines = tuple(lines)
    zone, moments = stamps(line.at for line in lines)
    when = _("When ({zone})").format(zone=zone) if zone else _("When")
    table = _table("#", when, _("Who"), _("What"), "s", _("Old"), _("New"))
    for line, moment in zip(lines, moments, strict=True):
        what = line.what + (f": {shorts.get(line.question, line.question)}" if line.question else "")
        _add(
            table,
            (
                str(line.number),
                moment,
                line.who,
                what + (f" ({line.note})" if line.note else ""),
                "" if line.seconds is None else f"{line.seconds:.0f}",
                line.old or "",
                line.new or "",
            ),
        )
    return table


def report_tables(
    weeks: Sequence[Week], encoding: str, words: Mapping[str, str], width: int
) -> Iterator[Table]:
    """Yield the weeks as a table with bars, then what they add up to, with WORDS for the codes.

    The bars are what ENCODING can show; where WIDTH is small, the weeks have none.
    """
    sign = BAR if encoding.lower().startswith("utf") else PLAIN_BAR
    bars = [""] if width >= BARS_FROM else []
    titles = (
        _("Week"),
        _("Finished"),
        *bars,
        _("Not yet"),
        _("In danger"),
        _("Median min"),
        _("Decided"),
        _("Overridden"),
    )
    table = _table(*(titles if bars else (title.replace(" ", "\n") for title in titles)))
    most = max((week.intakes for week in weeks), default=1) or 1
    for week in weeks:
        overridden = sum(week.overrides.values())
        bar = sign * (max(1, round(WEEK_BAR * week.intakes / most)) if week.intakes else 0)
        minutes = f"{week.median_minutes:g}" if week.intakes else ""
        counts = (str(week.unfinished), str(week.crises), minutes, str(week.decided), str(overridden))
        _add(table, (week.week, str(week.intakes), *([bar] if bars else []), *counts))
    yield table
    for title, name in (
        (_("Verdicts"), "verdicts"),
        (_("Levels"), "levels"),
        (_("Tracks"), "tracks"),
        (_("Overrides by reason"), "overrides"),
        (_("Declined questions"), "declined"),
    ):
        total: dict[str, int] = {}
        for week in weeks:
            for code, number in getattr(week, name).items():
                total[code] = total.get(code, 0) + number
        if total:
            yield _bars(title, {words.get(code, _words(code)): n for code, n in total.items()}, sign)


def difference_table(found: Sequence[Difference]) -> Table:
    """Return what comes out otherwise with another pack."""
    table = _table(_("What"), _("Then"), _("Now"))
    for difference in found:
        _add(table, (difference.what, difference.then, difference.now))
    return table


def _bars(title: str, counts: Mapping[str, int], sign: str) -> Table:
    table = _table(title, "", "")
    most = max(counts.values())
    for words, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        _add(table, (words, str(number), sign * max(1, round(BAR_WIDTH * number / most))))
    return table


def _table(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    least = {_(title): width for title, width in LEAST_WIDTHS.items()}
    for title in titles:
        width = max(len(title), least[title]) if title in least else None
        table.add_column(title, overflow="fold", min_width=width)
    return table


def _add(table: Table, cells: Iterable[str]) -> None:
    table.add_row(*(Text(safe_text(cell).replace("\n", " / ")) for cell in cells))


def _words(code: str | None) -> str:
    return code.replace("_", " ") if code else "-"
