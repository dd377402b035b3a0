"""Paints prompts and reads keys: one list or one line at a time, each until it is left.

A prompt is left by an answer or by a command key. Keys that were pressed before it was on
the screen do nothing, and what was half typed is kept by whoever asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial

from prompt_toolkit.application import Application, create_app_session
from prompt_toolkit.filters import to_filter
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
from prompt_toolkit.layout import FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.layout.dimension import Dimension
from prompt_toolkit.output import ColorDepth, Output
from prompt_toolkit.styles import Style

from iopintake.support.language import _
from iopintake.terminal.prompts.bindings import (
    Chosen,
    LineEnd,
    command_keys,
    line_keys,
    list_keys,
    page_keys,
    select_all,
)
from iopintake.terminal.prompts.guard import LIST_WAIT, TEXT_WAIT, Guard
from iopintake.terminal.prompts.hints import EARLY, LINE_HINT, READ_HINT, usual_hint
from iopintake.terminal.prompts.keys import Command, KeyTable, key_line
from iopintake.terminal.prompts.line import EMPTY, Line, said
from iopintake.terminal.prompts.page import Choosing, Laid, Page, Screen, lay_out
from iopintake.terminal.theme import Role, Signs, css, prompt_toolkit_style, signs
from iopintake.terminal.wrapping import columns

WIDEST = 100
KEPT = 20
"""Earlier answers that are kept for the frame."""
LOW = 16
"""Rows below which a hint of more than one line is left out."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A line as it was typed, and the command key that left it, if one did."""

    text: str
    command: Command | None = None


@dataclass
class Canvas:
    """The terminal that prompts are painted on; ``top`` says where the interview is."""

    source: Input
    screen: Output
    guard: Guard
    keys: KeyTable
    refresh_seconds: float | None = None
    top: Callable[[int], Line] = field(default=lambda _width: EMPTY)
    interrupted: str = ""  # what stood in a line when Ctrl-C or a signal ended it
    recent: list[tuple[Line, ...]] = field(default_factory=list)  # the last answers, and what was told
    told: list[str] = field(default_factory=list)  # what the next screen must show
    shown: list[str] = field(default_factory=list)  # what the one at hand shows

    def __post_init__(self) -> None:
        """Find out which signs and colours the terminal has."""
        self.signs: Signs = signs(self.screen.encoding())
        sixteen = self.screen.get_default_color_depth() is ColorDepth.DEPTH_4_BIT
        self._style = Style.from_dict({**prompt_toolkit_style(sixteen=sixteen), **QUESTIONARY})

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Take the whole screen, and give it back as it was at the end."""
        screen = self.screen
        screen.enter_alternate_screen()
        screen.flush()
        # each prompt would enter it anew and leave it again
        screen.enter_alternate_screen = lambda: screen.cursor_goto(0, 0)  # type: ignore[method-assign]
        screen.quit_alternate_screen = lambda: None  # type: ignore[method-assign]
        try:
            yield
        finally:
            del screen.enter_alternate_screen, screen.quit_alternate_screen
            with suppress(OSError):  # its window is closed; what was said is still to be kept
                screen.reset_attributes()
                screen.enable_autowrap()
                screen.show_cursor()
                screen.quit_alternate_screen()
                screen.flush()

    @property
    def width(self) -> int:
        """Return the columns to use: one less than there are, so that no line wraps by itself."""
        return min(self.screen.get_size().columns - 1, WIDEST)

    def keep(self, *lines: Line) -> tuple[Line, ...]:
        """Show the lines of one entry among the last answers from now on, and return the entry."""
        if lines:
            self.recent.append(lines)
        del self.recent[:-KEPT]
        return lines

    def forget(self, entry: tuple[Line, ...]) -> None:
        """Take an entry that was kept away from the last answers: this very one, not its equals."""
        self.recent = [kept for kept in self.recent if kept is not entry]

    def told_now(self) -> list[str]:
        """Return what is to be shown above the next question; then it is kept among the last answers."""
        for message in self.shown:  # above the question before
            self.keep(*said(message, self.width, Role.QUIET, "  "))
        self.shown, self.told = self.told, []
        return self.shown

    def choose(self, page: Page, choosing: Choosing) -> Chosen:
        """Show a list or a grid until it is confirmed or left by a command key."""
        hint = page.hint or usual_hint(choosing)

        def lines() -> Laid:
            message = self._message(choosing.message, choosing.echo, hint)
            return lay_out(page, choosing, message, self._size(page))

        keys = [list_keys(choosing, page), command_keys(self.keys, page)]
        result = self._run(self._application(lines, keys), LIST_WAIT)
        choosing.settle()
        return result

    def read(self, page: Page) -> Command | None:
        """Show a text until Enter has been pressed at its end, or a command key leads away."""

        def lines() -> Laid:
            return lay_out(page, None, self._message("", "", page.hint or _(READ_HINT)), self._size(page))

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
        doubt: Callable[[str], str] = lambda _typed: "",
        several_lines: bool = False,
        stands: bool = False,
        replaces: bool = False,
    ) -> Typed:
        """Read one line, or several where Alt-Enter begins a new one; Enter ends it.

        Where DEFAULT is an answer that STANDS, what is typed replaces it. PROBLEM says
        what is wrong with a line, and None when nothing is; DOUBT asks whether an unusual
        one is meant, which a second Enter answers; what is typed then is added, or REPLACES it.
        """
        import questionary

        end = LineEnd(problem, doubt, replaces=replaces)
        keys = [line_keys(end, page, several_lines=several_lines), command_keys(self.keys, page, end)]
        question = questionary.text(
            title,
            default=default,
            qmark="",
            style=self._style,
            key_bindings=merge_key_bindings(keys),
            erase_when_done=True,
            input=self.source,
            output=self.screen,
        )
        app: Application[Chosen] = question.application
        laid = Laid(above=[], choices=[], message=[], keys=[])
        if stands:
            select_all(app.current_buffer)

        def above() -> list[Line]:
            nonlocal laid
            message = self._message(end.message, "", page.hint or _(LINE_HINT))
            laid = lay_out(page, None, message, self._size(page), under=1)
            rows = self._size(page).rows
            end.room = max(rows - len(laid.above) - len(laid.message) - len(laid.keys), 1)
            if mark := self._long_text(f"{title} {app.current_buffer.text}", end.room):
                laid.message[:0] = mark
                end.room -= len(mark)
            return laid.above

        # PromptSession's own toolbars cut what is long and wait for a cursor report
        window = app.layout.current_window
        window.dont_extend_height = to_filter(True)  # noqa: FBT003 - prompt_toolkit's own name for always
        app.layout = Layout(
            HSplit(
                [
                    _still(above),
                    app.layout.container,
                    _still(lambda: laid.message),
                    Window(),
                    _still(lambda: laid.keys),
                ]
            ),
            focused_element=window,
        )
        try:
            result = self._run(app, TEXT_WAIT)
        except BaseException:
            self.interrupted = app.current_buffer.text
            raise
        if isinstance(result, Command):
            return Typed(end.text, result)
        return Typed(end.text)

    def _application(self, laid: Callable[[], Laid], keys: list[KeyBindings]) -> Application[Chosen]:
        def text() -> StyleAndTextTuples:
            return _text(laid().lines(self.screen.get_size().rows))

        return Application(
            layout=Layout(Window(FormattedTextControl(text), always_hide_cursor=True)),
            key_bindings=merge_key_bindings(keys),
            style=self._style,
            erase_when_done=True,
            input=self.source,
            output=self.screen,
        )

    def _size(self, page: Page) -> Screen:
        extra = [_("Esc close")] if page.esc_leaves and Command.BACK not in page.commands else []
        return Screen(
            width=self.width,
            rows=self.screen.get_size().rows,
            top=[top] if (top := self.top(self.width)) != EMPTY else [],
            recent=self.recent,
            keys=key_line(self.keys, self.width, page.commands, extra),
        )

    def _long_text(self, typed: str, room: int) -> list[Line]:
        """Return a mark when a typed text has more lines than there is ROOM for."""
        columns_there = self.screen.get_size().columns
        lines = sum(columns(line) // columns_there + 1 for line in typed.split("\n"))
        if lines <= room:
            return []
        mark = _("... your text has {lines} lines (Up and Down move in it)").format(lines=lines)
        return said(mark, self.width, Role.QUIET, "  ")

    def _message(self, message: str, echo: str, hint: str) -> list[Line]:
        if message:
            return said(message, self.width, Role.WARNING)
        if echo:
            return said(echo, self.width, Role.ANSWER)
        if self.guard.dropped:
            return said(_(EARLY), self.width, Role.WARNING)
        lines = said(hint, self.width, Role.QUIET)
        return lines if len(lines) == 1 or self.screen.get_size().rows >= LOW else []

    def _run(self, app: Application[Chosen], wait: float) -> Chosen:
        app.ttimeoutlen = 0.05  # a lone Esc does not hold up the next key
        app.timeoutlen = None  # type: ignore[assignment] # the second stroke of a chord has all the time it takes
        app.refresh_interval = self.refresh_seconds
        app.after_render += self.guard.painted
        app.full_screen = app.renderer.full_screen = True
        app.renderer.erase = partial(_start_over, app)  # type: ignore[method-assign]
        self.guard.arm(wait, app.invalidate)
        with create_app_session(input=self.source, output=self.screen):
            return app.run()


QUESTIONARY = {"question": "fg:ansidefault nobold", "answer": "fg:ansidefault bold"}
"""The parts of questionary's own prompt."""


def _start_over(app: Application[Chosen], leave_alternate_screen: bool = True) -> None:  # noqa: FBT001, FBT002 - as prompt_toolkit calls it
    """Begin the next paint at the top, and leave what is painted until then: nothing flickers.

    It stands for the renderer's own erase, which blanks the screen between two prompts.
    """
    del leave_alternate_screen
    app.output.cursor_goto(0, 0)
    app.renderer.reset(leave_alternate_screen=False)
    app.output.hide_cursor()


def _still(lines: Callable[[], list[Line]]) -> Window:
    """Return a window exactly as high as its lines."""
    shown: list[Line] = []

    def height() -> Dimension:
        shown[:] = lines()
        return Dimension.exact(len(shown))

    return Window(FormattedTextControl(lambda: _text(shown)), height=height)


def _text(lines: list[Line]) -> StyleAndTextTuples:
    parts: StyleAndTextTuples = []
    for line in lines:
        parts += [*((f"class:{css(role)}" if role else "", text) for role, text in line), ("", "\n")]
    return parts[:-1]
