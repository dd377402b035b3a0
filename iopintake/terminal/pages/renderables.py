"""What the pages of the terminal are made of: lines, headings and items, every text made safe."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.rule import Rule
from rich.text import Text

from iopintake.support.safe_text import safe_text
from iopintake.terminal.wrapping import wrapped


def line(text: str, style: str = "") -> Text:
    """Return TEXT, made safe, as a paragraph."""
    return Text(safe_text(text), style=style)


def show_lines(out: Console, lines: Iterable[str]) -> None:
    """Print LINES as they are; on a terminal no word is broken at its edge."""
    for text in lines:
        indent = " " * (len(text) - len(text.lstrip()))
        shown = wrapped(text.lstrip(), out.width, indent) if out.is_terminal else [text]
        for line in shown:
            out.print(safe_text(line), soft_wrap=True)


def heading(title: str) -> Group:
    """Return the heading of a part: it stands apart and is underlined."""
    return Group(Text(), Text(title, style="bold cyan"), Rule(style="dim"))


class Hanging:
    """A paragraph with a mark before it and a hanging indent, wrapped to the console."""

    def __init__(self, mark: str, text: Text, indent: int) -> None:
        """Put MARK before TEXT, INDENT columns in."""
        self._head = " " * indent + mark + " "
        self._text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines."""
        head = self._head
        for part in self._text.wrap(console, max(options.max_width - len(head), 20)):
            yield Text.assemble(head, part)
            head = " " * len(head)


def item(text: str | Text, mark: str = "-", style: str = "", indent: int = 0) -> RenderableType:
    """Return a paragraph with a mark before it and a hanging indent."""
    return Hanging(mark, text if isinstance(text, Text) else line(text, style), indent)
