"""What each key does in a list, a line of text and a text to read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.selection import SelectionState

from iopintake.answers.validation import TEXT_LIMIT, cut
from iopintake.support.language import _
from iopintake.terminal.prompts.keys import Command, KeyTable
from iopintake.terminal.prompts.page import Choosing, Page

Chosen = tuple[str, ...] | Command
SCROLL = 5
"""Lines that PgUp and PgDn move a text."""

NO_TEXT = ("c-d", "c-q", "c-r", "c-s", "c-z", "c-\\", "c-]", "c-^", "c-_")
"""What a line of text ignores: they would put a control character in, search, or end the input."""


@dataclass
class LineEnd:
    """How a line of text ended: what stood in it, and what is still wrong with it."""

    problem: Callable[[str], str | None]
    doubt: Callable[[str], str]
    text: str = ""
    message: str = ""
    replaces: bool = False  # what is typed after a doubt replaces what was typed before
    asked: str = ""  # the text that a question was put back about: Enter again takes it
    room: int = 1
    """Rows that are left for the text."""
    dropped: int = 0
    """Characters that were pasted and had no room."""

    def paste(self, buffer: Buffer, text: str) -> None:
        """Put TEXT in at the cursor, as far as there is room, and say how much there was not."""
        if buffer.selection_state:
            buffer.cut_selection()
        room = max(TEXT_LIMIT - len(buffer.text), 0)
        if text[:room]:
            buffer.insert_text(text[:room])
        self.dropped += len(text[room:])
        if self.dropped:
            self.message = cut(self.dropped)


def select_all(buffer: Buffer) -> None:
    """Select what stands in a line: what is typed next replaces it, an arrow goes on with it."""
    if buffer.text:
        buffer.selection_state = SelectionState(0)
        buffer.selection_state.enter_shift_mode()
        buffer.cursor_position = len(buffer.text)


def list_keys(choosing: Choosing, page: Page) -> KeyBindings:
    """Return the keys of a list or a grid; what is typed goes into it."""
    keys = KeyBindings()

    @keys.add("<any>")
    def _type(event: KeyPressEvent) -> None:
        if len(event.data) == 1 and event.data.isprintable():
            choosing.type(event.data)

    @keys.add(Keys.BracketedPaste)
    def _paste(event: KeyPressEvent) -> None:
        choosing.pasted(event.data)

    for key in ("backspace", "delete"):
        keys.add(key)(lambda _event: choosing.erase())
    keys.add("c-u")(lambda _event: choosing.clear())
    for key, step, across in (("up", -1, 0), ("down", 1, 0), ("left", 0, -1), ("right", 0, 1)):
        keys.add(key)(_move(choosing, step, across))
    for key, step in (("pageup", -1), ("pagedown", 1)):
        keys.add(key)(_scroll(page, step, choosing))

    @keys.add("enter")
    def _confirm(event: KeyPressEvent) -> None:
        chosen = choosing.enter()
        if chosen is not None:
            event.app.exit(result=chosen)

    _interruptible(keys)
    return keys


def _move(choosing: Choosing, step: int, across: int) -> Callable[[KeyPressEvent], None]:
    return lambda _event: choosing.move(step, across)


def page_keys(page: Page) -> KeyBindings:
    """Return the keys of a text to read: Enter shows the rest before it leads on."""
    keys = KeyBindings()
    for key, step in (("pageup", -1), ("pagedown", 1), ("up", -1), ("down", 1)):
        keys.add(key)(_scroll(page, step, None))

    @keys.add("enter")
    def _on(event: KeyPressEvent) -> None:
        if page.more_below:
            page.scroll_by(SCROLL)
        else:
            event.app.exit(result=())

    _interruptible(keys)
    return keys


def line_keys(end: LineEnd, page: Page, *, several_lines: bool) -> KeyBindings:
    """Return the keys of a line of text; a pasted text never spills over its end."""
    keys = KeyBindings()
    for key, step in (("pageup", -1), ("pagedown", 1)):
        keys.add(key)(_scroll(page, step, None))

    for key in NO_TEXT:
        keys.add(key, eager=True)(lambda _event: None)

    for key, step in (("up", -1), ("down", 1)):
        keys.add(key)(_row(step))

    @keys.add("enter", eager=True)
    def _confirm(event: KeyPressEvent) -> None:
        end.text = event.current_buffer.text
        end.message = end.problem(end.text) or ""
        if end.message:
            if not several_lines:
                select_all(event.current_buffer)
        elif end.asked != end.text and (doubt := end.doubt(end.text)):
            end.asked, end.message = end.text, _("{doubt} Enter again keeps it.").format(doubt=doubt)
            if end.replaces:
                select_all(event.current_buffer)
        else:
            event.app.exit(result=())

    @keys.add(Keys.BracketedPaste, eager=True)
    def _paste(event: KeyPressEvent) -> None:
        pasted = event.data.replace("\r\n", "\n").replace("\r", "\n")
        end.paste(event.current_buffer, pasted if several_lines else " ".join(pasted.split("\n")))

    if several_lines:

        @keys.add("escape", "enter", eager=True)
        def _new_line(event: KeyPressEvent) -> None:
            event.current_buffer.insert_text("\n")

    _interruptible(keys)
    return keys


def _row(step: int) -> Callable[[KeyPressEvent], None]:
    """Return what moves the cursor by a row of the screen, also within a long line."""

    def move(event: KeyPressEvent) -> None:
        buffer, document = event.current_buffer, event.current_buffer.document
        far = step * event.app.output.get_size().columns
        if 0 <= document.cursor_position_col + far <= len(document.current_line):
            buffer.cursor_position += far
        elif step < 0:
            is_first = document.on_first_line
            buffer.cursor_position += (
                document.get_start_of_line_position() if is_first else document.get_cursor_up_position()
            )
        else:
            is_last = document.on_last_line
            buffer.cursor_position += (
                document.get_end_of_line_position() if is_last else document.get_cursor_down_position()
            )

    return move


def command_keys(table: KeyTable, page: Page, line: LineEnd | None = None) -> KeyBindings:
    """Return the keys of the commands that PAGE takes: in place, or leaving it."""
    keys = KeyBindings()
    for command, pair in table.items():
        if command not in page.commands:
            continue
        action = page.in_place.get(command)
        handler = _leave(command, line) if action is None else _do(action)
        for strokes in (pair.key, pair.second):
            keys.add(*strokes, eager=True)(handler)
    if page.esc_leaves:
        keys.add("escape", eager=True)(_leave(Command.BACK, line))
    return keys


def _leave(command: Command, line: LineEnd | None) -> Callable[[KeyPressEvent], None]:
    def leave(event: KeyPressEvent) -> None:
        if line is not None:
            line.text = event.current_buffer.text
        event.app.exit(result=command)

    return leave


def _do(action: Callable[[], None]) -> Callable[[KeyPressEvent], None]:
    return lambda _event: action()


def _scroll(page: Page, step: int, choosing: Choosing | None) -> Callable[[KeyPressEvent], None]:
    """Return what moves the text where it overflows, and otherwise the list."""

    def scroll(_event: KeyPressEvent) -> None:
        if page.overflows or choosing is None:
            page.scroll_by(step * SCROLL)
        else:
            choosing.page(step)

    return scroll


def _interruptible(keys: KeyBindings) -> None:
    for key in ("c-c", "<sigint>"):

        @keys.add(key, eager=True)
        def _interrupt(event: KeyPressEvent) -> None:
            event.app.exit(exception=KeyboardInterrupt)
