"""A week on the screen: days across, sessions down, the hours of each day below."""

from __future__ import annotations

from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from iopintake.assessment.week import WeekPlan
from iopintake.summary.week_grid import how_many_weeks, week_grid
from iopintake.support.language import _
from iopintake.support.safe_text import safe_text

GAP = 1
"""Columns between two days: the box of the table has one."""


class WeekTable:
    """A week as a grid, its days side by side; as a list by day where the terminal is too narrow."""

    def __init__(self, week: WeekPlan) -> None:
        """Show WEEK."""
        self.grid = week_grid(week)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the grid, or the list."""
        titles = [title for row in self.grid.rows for title, _ in row]
        longest = max(
            (len(word) for title in (*titles, *self.grid.days) for word in title.split()), default=0
        )
        fits = len(self.grid.days) * (longest + GAP) <= options.max_width
        yield self._side_by_side(longest) if fits else self._by_day()

    def _side_by_side(self, least: int) -> Table:
        grid = self.grid
        table = Table(box=SIMPLE_HEAD, show_footer=True, show_edge=False, pad_edge=False, padding=0)
        for day, time, hours in zip(grid.days, grid.times, grid.hours, strict=True):
            heading = Text.assemble((day, "bold"), f"\n{time}" if time else "")
            table.add_column(heading, footer=Text(hours, style="bold"), min_width=least)
        for row in grid.rows:
            table.add_row(*(_cell(title, when) for title, when in row))
        return table

    def _by_day(self) -> Table:
        grid = self.grid
        table = Table.grid(padding=(0, 2, 0, 0))
        for place, (day, time, hours) in enumerate(zip(grid.days, grid.times, grid.hours, strict=True)):
            head = Text.assemble((day, "bold"), f"\n{time}" if time else "", f"\n{hours}")
            cells = [row[place] for row in grid.rows if row[place][0]]
            table.add_row(head, Text("\n".join(safe_text(f"{title}, {when}") for title, when in cells)))
        return table


def compact_week(week: WeekPlan) -> Iterator[RenderableType]:
    """Yield WEEK in as few lines as show its days: a grid without rules, then the hours."""
    grid = week_grid(week)
    table = Table.grid(padding=(0, 2, 0, 0))
    heads = zip(grid.days, grid.times, grid.hours, strict=True)
    for _day in grid.days:
        table.add_column(overflow="fold", ratio=1)
    table.add_row(
        *(Text(f"{day[:3]}{f' {time}' if time else ''}, {hours}", style="bold") for day, time, hours in heads)
    )
    for row in grid.rows:
        table.add_row(*(Text(safe_text(f"{title} {_short(when)}".strip())) for title, when in row))
    yield table


def week_total(week: WeekPlan) -> str:
    """Return how many hours a week, and for how many weeks."""
    weeks = how_many_weeks(week)
    return f"{week_grid(week).total}{f', {weeks}' if weeks else ''}"


def _short(when: str) -> str:
    """Return a time so that no line breaks between its number and its unit."""
    return when.replace(" h", "h").replace(_(" min"), "min").replace(_(" pm"), "pm").replace(_(" am"), "am")


def _cell(title: str, when: str) -> Text:
    return Text.assemble(safe_text(title), ("\n" + when if when else "", "dim"))
