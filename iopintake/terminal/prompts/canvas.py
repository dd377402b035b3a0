"""Paints prompts and reads keys: one list or one line at a time, each until it is left.

A prompt is left by an answer or by a command key. Keys that were pressed before it was on
the screen do nothing, and what was half typed is kept by whoever asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from prompt_toolkit.application import Application, create_app_session
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
from prompt_toolkit.layout import FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.layout.dimension import Dimension
from prompt_toolkit.output import Output
from prompt_toolkit.styles import Style

from iopintake.terminal.prompts.bindings import Chosen, LineEnd, command_keys, line_keys, list_keys, page_keys
from iopintake.terminal.prompts.guard import LIST_WAIT, TEXT_WAIT, Guard
from iopintake.terminal.prompts.keys import Command, KeyTable, toolbar_lines
from iopintake.terminal.prompts.option_list import Line, OptionList
from iopintake.terminal.prompts.page import Page, Screen, lay_out
from iopintake.terminal.prompts.wrapping import columns, wrapped

WIDEST = 100
STYLE = Style.from_dict(
    {
        "aloud": "bold",
        "pointed": "bold",
        "message": "bold",
        "alarm": "bold",
        "heading": "underline",
        "more": "italic",
        "bottom-toolbar": "noreverse",
    }
)
EARLY = "A key pressed before this was on the screen did nothing."
ONE_HINT = "(Number or arrows; Enter confirms.)"
SEVERAL_HINT = "(Number or space ticks; arrows move; Enter confirms.)"
READ_HINT = "(Enter goes on.)"


@dataclass(frozen=True, slots=True)
class Typed:
    """A line as it was typed, and the command key that left it, if one did."""

    text: str
    command: Command | None = None


@dataclass
class Canvas:
    """The terminal that prompts are painted on; ``status`` stands above the keys."""

    source: Input
    screen: Output
    guard: Guard
    keys: KeyTable
    refresh_seconds: float | None = None
    status: Callable[[], str] = field(default=lambda: "")
    interrupted: str = ""  # what stood in a line when Ctrl-C or a signal ended it

    @property
    def width(self) -> int:
        """Return the columns to use: one less than there are, so that no line wraps by itself."""
        return min(self.screen.get_size().columns - 1, WIDEST)

    def say(self, *lines: str) -> None:
        """Print lines that stay."""
        for line in lines:
            self.screen.write(line + "\n")
        self.screen.flush()

    def choose(self, page: Page, options: OptionList) -> Chosen:
        """Show a list until it is confirmed or left by a command key."""

        def lines() -> list[Line]:
            hint = SEVERAL_HINT if options.several else ONE_HINT
            return lay_out(page, options, self._message(options.message, hint), self._size())

        keys = [list_keys(options, page), command_keys(self.keys, page)]
        result = self._run(self._application(lines, keys), LIST_WAIT)
        options.settle()
        return result

    def read(self, page: Page) -> Command | None:
        """Show a text until Enter has been pressed at its end, or a command key leads away."""

        def lines() -> list[Line]:
            return lay_out(page, None, self._message("", READ_HINT), self._size())

        keys = [page_keys(page), command_keys(self.keys, page)]
        result = self._run(self._application(lines, keys), LIST_WAIT)
        return result if isinstance(result, Command) else None

    def line(
        self,
        page: Page,
        title: str,
        default: str,
        problem: Callable[[str], str | None],
        *,
        several_lines: bool = False,
    ) -> Typed:
        """Read one line, or several where Alt-Enter begins a new one; Enter ends it.

        PROBLEM says what is wrong with a line, and None when nothing is.
        """
        import questionary

        end = LineEnd(problem)
        keys = [line_keys(end, page, several_lines=several_lines), command_keys(self.keys, page, end)]
        question = questionary.text(
            title,
            default=default,
            qmark="",
            style=STYLE,
            key_bindings=merge_key_bindings(keys),
            erase_when_done=True,
            input=self.source,
            output=self.screen,
        )
        app: Application[Chosen] = question.application

        def above() -> list[Line]:
            under = len(self._message(end.message, "")) + 3
            bare = Screen(width=self.width, rows=self._size().rows - under, bar=self._size().bar)
            shown = lay_out(page, None, [], bare)
            end.bar = [line for line in shown if line[0] == "class:bar"]
            end.room = self._size().rows - under - len(shown) + 2
            return [line for line in shown if line[0] != "class:bar"]

        def below() -> list[Line]:
            message = [("class:message", line) for line in self._message(end.message, "")]
            return [*self._long_text(f"{title} {app.current_buffer.text}", end.room), *message, *end.bar]

        # PromptSession's own toolbars cut what is long and wait for a cursor report
        app.layout = Layout(
            HSplit([_still(above), app.layout.container, _still(below)]),
            focused_element=app.layout.current_window,
        )
        try:
            result = self._run(app, TEXT_WAIT)
        except BaseException:
            self.interrupted = app.current_buffer.text
            raise
        if isinstance(result, Command):
            return Typed(end.text, result)
        return Typed(end.text)

    def _application(self, lines: Callable[[], list[Line]], keys: list[KeyBindings]) -> Application[Chosen]:
        return Application(
            layout=Layout(Window(FormattedTextControl(lambda: _text(lines())), always_hide_cursor=True)),
            key_bindings=merge_key_bindings(keys),
            style=STYLE,
            erase_when_done=True,
            input=self.source,
            output=self.screen,
        )

    def _size(self) -> Screen:
        return Screen(width=self.width, rows=self.screen.get_size().rows, bar=self._bar)

    def _bar(self, commands: frozenset[Command]) -> list[str]:
        status = self.status()
        said = wrapped(status, self.width) if status and Command.FORWARD in commands else []
        return [*said, *toolbar_lines(self.keys, self.width, commands)]

    def _long_text(self, typed: str, room: int) -> list[Line]:
        """Return a mark when a typed text has more lines than there is ROOM for."""
        columns_there = self.screen.get_size().columns
        lines = sum(columns(line) // columns_there + 1 for line in typed.split("\n"))
        if lines <= room:
            return []
        mark = wrapped(f"... your text has {lines} lines (Up and Down move in it)", self.width, "  ")
        return [("class:more", line) for line in mark]

    def _message(self, message: str, hint: str) -> list[str]:
        early = EARLY if self.guard.dropped else ""
        said = message or early or hint
        return wrapped(said, self.width) if said else []

    def _run(self, app: Application[Chosen], wait: float) -> Chosen:
        app.ttimeoutlen = 0.05  # a lone Esc does not hold up the next key
        app.timeoutlen = None  # type: ignore[assignment] # the second stroke of a chord has all the time it takes
        app.refresh_interval = self.refresh_seconds
        app.after_render += self.guard.painted
        self.guard.arm(wait, app.invalidate)
        with create_app_session(input=self.source, output=self.screen):
            return app.run()


def _still(lines: Callable[[], list[Line]]) -> Window:
    """Return a window exactly as high as its lines."""
    shown: list[Line] = []

    def height() -> Dimension:
        shown[:] = lines()
        return Dimension.exact(len(shown))

    return Window(FormattedTextControl(lambda: _text(shown)), height=height)


def _text(lines: list[Line]) -> StyleAndTextTuples:
    parts: StyleAndTextTuples = []
    for style, line in lines:
        parts += [(style, line), ("", "\n")]
    return parts[:-1]
