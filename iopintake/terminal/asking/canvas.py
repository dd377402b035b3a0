"""Paints prompts and reads keys: one list or one line at a time, each until it is left.

A prompt is left by an answer or by a command key. Keys that were pressed before it was on
the screen do nothing, and what was half typed is kept by whoever asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from prompt_toolkit.application import Application, create_app_session
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.output import Output
from prompt_toolkit.styles import Style

from iopintake.terminal.asking import wording
from iopintake.terminal.asking.guard import Guard
from iopintake.terminal.asking.keys import KEYS, Command, toolbar_lines
from iopintake.terminal.asking.option_list import OptionList

WIDEST = 100
STYLE = Style.from_dict(
    {"aloud": "bold", "pointed": "bold", "message": "bold", "bottom-toolbar": "noreverse", "more": "italic"}
)
Chosen = tuple[str, ...] | Command
LEADING_AWAY = frozenset({Command.BACK, Command.CRISIS, Command.PAUSE})


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
    refresh_seconds: float | None = None
    status: Callable[[], str] = field(default=lambda: "")

    @property
    def width(self) -> int:
        """Return the columns to use."""
        return min(self.screen.get_size().columns, WIDEST)

    def say(self, *lines: str) -> None:
        """Print lines that stay."""
        for line in lines:
            self.screen.write(line + "\n")
        self.screen.flush()

    # --- lists -------------------------------------------------------------------------

    def choose(self, head: Callable[[], list[str]], options: OptionList, *, at_question: bool) -> Chosen:
        """Show a list until it is confirmed or left; AT_QUESTION offers every command key."""

        def painted() -> StyleAndTextTuples:
            parts: StyleAndTextTuples = []
            for style, line in self._list_lines(head(), options, at_question=at_question):
                parts += [(style, line), ("", "\n")]
            return parts[:-1]

        window = Window(FormattedTextControl(painted, show_cursor=False), always_hide_cursor=True)
        app: Application[Chosen] = Application(
            layout=Layout(window),
            key_bindings=merge_key_bindings([_list_keys(options), _command_keys(at_question=at_question)]),
            style=STYLE,
            erase_when_done=True,
            refresh_interval=self.refresh_seconds,
            input=self.source,
            output=self.screen,
        )
        return self._run(app)

    def _list_lines(
        self, head: list[str], options: OptionList, *, at_question: bool
    ) -> list[tuple[str, str]]:
        bar = self._bar() if at_question else self._bar_away()
        room = self.screen.get_size().rows - len(head) - len(bar) - 2
        hint = (
            "Number or arrows; space ticks; Enter confirms"
            if options.several
            else "Number or arrows; Enter confirms"
        )
        return [
            *(("class:aloud" if line.startswith(wording.ALOUD) else "", line) for line in head),
            *options.lines(self.width, max(room, 5)),
            ("class:message", options.message or f"({hint})"),
            *(("class:bar", line) for line in bar),
        ]

    def must_choose(self, head: Callable[[], list[str]], options: OptionList) -> tuple[str, ...]:
        """Show a list that can't be left without an answer."""
        while True:
            chosen = self.choose(head, options, at_question=False)
            if not isinstance(chosen, Command):
                return chosen

    def pages(self, lines: Sequence[str]) -> None:
        """Print LINES so that none scrolls away unread: a screenful at a time."""
        room = max(self.screen.get_size().rows - 3, 5)
        rest = list(lines)
        while rest:
            self.say(*rest[:room])
            rest = rest[room:]
            if rest:
                self.line(f"--- {len(rest)} more lines: Enter shows them", at_question=False)

    # --- lines -------------------------------------------------------------------------

    def line(
        self,
        title: str,
        default: str = "",
        validate: Callable[[str], bool | str] | None = None,
        *,
        at_question: bool,
        several_lines: bool = False,
    ) -> Typed:
        """Read one line, or several where Alt-Enter begins a new one; Enter ends it."""
        import questionary

        left = _Left()
        question = questionary.text(
            title,
            default=default,
            validate=validate or (lambda _typed: True),
            qmark="",
            style=STYLE,
            key_bindings=merge_key_bindings(
                [_text_keys(several_lines=several_lines), _command_keys(at_question=at_question, left=left)]
            ),
            validate_while_typing=False,
            erase_when_done=True,
            input=self.source,
            output=self.screen,
        )
        app = question.application
        bar = FormattedTextControl(lambda: "\n".join(self._bar() if at_question else self._bar_away()))
        # PromptSession's own toolbar waits for a cursor report that not every terminal gives
        app.layout = Layout(
            HSplit([app.layout.container, Window(bar, dont_extend_height=True)]),
            focused_element=app.layout.current_window,
        )
        result = self._run(app)
        if isinstance(result, Command):
            return Typed(left.text, result)
        return Typed(str(result))

    def _bar(self) -> list[str]:
        status = self.status()
        return [*(wording.wrapped(status, self.width) if status else []), *toolbar_lines(self.width)]

    def _bar_away(self) -> list[str]:
        return toolbar_lines(self.width, LEADING_AWAY)

    def _run(self, app: Application[Chosen]) -> Chosen:
        app.ttimeoutlen = 0.05
        app.after_render += self.guard.painted
        self.guard.arm()
        with create_app_session(input=self.source, output=self.screen):
            return app.run()


@dataclass
class _Left:
    """What stood in a line when a command key left it."""

    text: str = ""


def _interrupt(event: KeyPressEvent) -> None:
    event.app.exit(exception=KeyboardInterrupt)


def _list_keys(options: OptionList) -> KeyBindings:
    keys = KeyBindings()
    for digit in "0123456789":
        keys.add(digit)(lambda event: options.digit(event.data))
    keys.add("up")(lambda _event: options.move(-1))
    keys.add("down")(lambda _event: options.move(1))
    keys.add(" ")(lambda _event: options.space())

    @keys.add("enter")
    def _confirm(event: KeyPressEvent) -> None:
        chosen = options.enter()
        if chosen is not None:
            event.app.exit(result=chosen)

    for key in ("c-c", "<sigint>"):
        keys.add(key)(_interrupt)
    return keys


def _text_keys(*, several_lines: bool) -> KeyBindings:
    keys = KeyBindings()

    @keys.add(Keys.BracketedPaste, eager=True)
    def _paste(event: KeyPressEvent) -> None:
        pasted = event.data.replace("\r\n", "\n").replace("\r", "\n")
        event.current_buffer.insert_text(pasted if several_lines else " ".join(pasted.split("\n")))

    if several_lines:

        @keys.add("escape", "enter")
        def _new_line(event: KeyPressEvent) -> None:
            event.current_buffer.insert_text("\n")

    return keys


def _command_keys(*, at_question: bool, left: _Left | None = None) -> KeyBindings:
    """Return the bindings of the command keys; elsewhere only those that lead away."""
    keys = KeyBindings()
    for command, pair in KEYS.items():
        if at_question or command in LEADING_AWAY:
            for strokes in (pair.key, pair.second):
                keys.add(*strokes, eager=True)(_leave(command, left))
    return keys


def _leave(command: Command, left: _Left | None) -> Callable[[KeyPressEvent], None]:
    def leave(event: KeyPressEvent) -> None:
        if left is not None:
            left.text = event.current_buffer.text
        event.app.exit(result=command)

    return leave
