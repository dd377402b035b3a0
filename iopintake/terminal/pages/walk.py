"""Walks through a summary by keys: the first screen is the answer, each key shows a further part.

The terminal's own screen comes back at the end, with the answer on it.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.input.base import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.output.base import Output
from rich.console import Console, Group, RenderableType

from iopintake.packs.model import Pack
from iopintake.summary.model import Summary
from iopintake.support.language import _
from iopintake.terminal.pages.care import level_parts, readiness_parts, recommended_week
from iopintake.terminal.pages.contacts import contact_parts
from iopintake.terminal.pages.first_screen import WIDEST, first_screen
from iopintake.terminal.pages.reasons import change_parts, criteria_parts, dimension_parts, why_parts
from iopintake.terminal.pages.renderables import line
from iopintake.terminal.pages.safety import safety_parts
from iopintake.terminal.pages.saving import Saving, savings
from iopintake.terminal.wrapping import in_lines

Parts = Callable[[], Iterator[RenderableType]]
BACK = "backspace"
SCROLL = {"down": 1, "up": -1, " ": 0, "pagedown": 0, "pageup": 0, "home": 0, "end": 0}


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the summary that a key shows."""

    key: str
    name: str
    parts: Parts


@dataclass(slots=True)
class Walk:
    """Where somebody is in a summary, and what is to be seen there."""

    summary: Summary
    pack: Pack
    environment: dict[str, str]
    page: str = ""  # the key of the page, empty for the first screen
    offset: int = 0
    message: str = ""
    exporting: bool = False
    pages: dict[str, Page] = field(default_factory=dict)
    savings: dict[str, Saving] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the pages that there is something to see on."""
        summary, pack = self.summary, self.pack
        found = (
            Page("w", _("week"), lambda: recommended_week(summary)),
            Page("r", _("readiness"), lambda: _chain(level_parts(summary), readiness_parts(summary))),
            Page("y", _("why"), lambda: why_parts(summary, pack)),
            Page(
                "c",
                _("criteria"),
                lambda: _chain(criteria_parts(summary, pack), dimension_parts(summary, pack)),
            ),
            Page("x", _("what would change it"), lambda: change_parts(summary, pack, every=True)),
            Page("s", _("safety"), lambda: safety_parts(summary, pack)),
            Page("i", _("contacts"), lambda: contact_parts(summary)),
        )
        self.pages = {page.key: page for page in found if next(page.parts(), None) is not None}
        self.savings = {saving.key: saving for saving in savings(summary, pack)}

    # --- keys ------------------------------------------------------------------------

    def press(self, key: str, rows: int, columns: int) -> bool:
        """Take a key; return whether the walk goes on."""
        self.message = ""
        if self.exporting:
            self.exporting = False
            if key in self.savings:
                self.message = self.savings[key].save()
            return True
        if key == "e":
            self.exporting = True
        elif key in self.pages:
            self.page, self.offset = key, 0
        elif key in {"q", "escape"} and (key == "q" or not self.page):
            return False
        elif key in {BACK, "escape", "left"}:
            self.page, self.offset = "", 0
        elif key in SCROLL:
            self._scroll(key, rows, columns)
        return True

    def _scroll(self, key: str, rows: int, columns: int) -> None:
        room, last = self._room(rows, columns), len(self.lines(rows, columns))
        steps = {"down": 1, "up": -1, "pageup": -room, "home": -last, "end": last}
        self.offset = max(0, min(self.offset + steps.get(key, room), max(0, last - room)))

    # --- what is seen ------------------------------------------------------------------

    def lines(self, rows: int, columns: int) -> list[str]:
        """Return the page whole, as lines of COLUMNS with their colours."""
        console = self._console(columns)
        if self.page:
            parts: Iterable[RenderableType] = self.pages[self.page].parts()
            content: RenderableType = Group(*parts)
        else:
            height = self._room(rows, columns)
            content = first_screen(console, self.summary, self.pack, width=columns, height=height)
        console.print(content, width=min(columns, WIDEST))
        assert isinstance(console.file, io.StringIO)
        return console.file.getvalue().rstrip("\n").split("\n")

    def shown(self, rows: int, columns: int) -> str:
        """Return what is seen of the page."""
        lines = self.lines(rows, columns)[self.offset :]
        return "\n".join(lines[: self._room(rows, columns)])

    def keys(self, rows: int, columns: int) -> str:
        """Return what stands below the page that is seen."""
        more = len(self.lines(rows, columns)) - self.offset - self._room(rows, columns)
        return self.below(columns, more)

    def _room(self, rows: int, columns: int) -> int:
        return max(rows - len(self.below(columns, 1).split("\n")), 1)

    def below(self, columns: int, more: int) -> str:
        """Return the keys, with what happened last above them; MORE lines of the page are out of sight."""
        console = self._console(columns)
        if self.message:
            console.print(line(self.message))
        for keys in in_lines(self._hints(more), columns):
            console.print(line(keys))
        assert isinstance(console.file, io.StringIO)
        return console.file.getvalue().rstrip("\n")

    def _hints(self, more: int) -> Iterator[str]:
        if self.exporting:
            yield _("Export as:")
            yield from (f"{saving.key} {saving.name}" for saving in self.savings.values())
            yield _("Esc not now")
            return
        if self.page:
            yield _("Backspace first screen")
        if more > 0:
            yield _("Space more")
        if self.page:
            yield _("{names} other parts").format(
                names=" ".join(key for key in self.pages if key != self.page)
            )
        else:
            yield from (f"{page.key} {page.name}" for page in self.pages.values())
        yield _("e export")
        yield _("q done")

    def _console(self, columns: int) -> Console:
        return Console(
            file=io.StringIO(),
            width=columns,
            force_terminal=True,
            markup=False,
            emoji=False,
            highlight=False,
            _environ={**self.environment, "COLUMNS": str(columns)},
        )


def walk(
    summary: Summary,
    pack: Pack,
    *,
    output: Output | None = None,
    input_: Input | None = None,
    note: str = "",
) -> None:
    """Let a person walk through SUMMARY until they are done; NOTE is said below it at first."""
    walking = Walk(summary, pack, environment=dict(os.environ), message=note)
    keys = KeyBindings()

    def size() -> tuple[int, int]:
        held = application.output.get_size()
        return held.rows, held.columns

    def on(key: str) -> None:
        @keys.add(key, eager=key == "escape")
        def _(event: KeyPressEvent) -> None:
            if not walking.press(key, *size()):
                event.app.exit()

    for key in (*"wrycxsiehjmqp", *SCROLL, "escape", "left", BACK):
        on(key)

    @keys.add("c-c")
    @keys.add("c-d")
    @keys.add("<sigint>")
    def _(event: KeyPressEvent) -> None:
        event.app.exit()

    body = FormattedTextControl(lambda: ANSI(walking.shown(*size())), show_cursor=False)
    below = FormattedTextControl(lambda: ANSI(walking.keys(*size())), show_cursor=False)
    application: Application[None] = Application(
        layout=Layout(HSplit([Window(body), Window(below, dont_extend_height=True)])),
        key_bindings=keys,
        full_screen=True,
        output=output,
        input=input_,
    )
    application.ttimeoutlen = 0.05
    application.run()


def _chain(*parts: Iterator[RenderableType]) -> Iterator[RenderableType]:
    for each in parts:
        yield from each
