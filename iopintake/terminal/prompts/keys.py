"""The operator's keys: one table from which bindings, toolbar and README are made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Final

from iopintake.support.errors import Fault, FileError, nearest
from iopintake.support.frozen import value
from iopintake.support.language import N_, _
from iopintake.terminal.prompts.line import Line
from iopintake.terminal.theme import Role


class Command(Enum):
    """What the operator can do at every prompt beside answering."""

    BACK = N_("back")
    FORWARD = N_("forward")
    HELP = N_("help")
    NOTE = N_("note")
    OVERVIEW = N_("overview")
    DECLINED = N_("declined")
    UNKNOWN = N_("not known")
    GUIDE = N_("guide")
    CRISIS = N_("CRISIS")
    HANG_UP = N_("end call")
    PAUSE = N_("pause")
    LANGUAGE = N_("language")


@value
class KeyPair:
    """The key of a command and its second way, as prompt_toolkit names them."""

    key: tuple[str, ...]
    second: tuple[str, ...]


KeyTable = Mapping[Command, KeyPair]

KEYS: Final[KeyTable] = {
    Command.CRISIS: KeyPair(("f9",), ("c-x", "c-x")),
    Command.BACK: KeyPair(("s-tab",), ("f2",)),
    Command.DECLINED: KeyPair(("f6",), ("c-x", "d")),
    Command.UNKNOWN: KeyPair(("f7",), ("c-x", "u")),
    Command.NOTE: KeyPair(("f3",), ("c-x", "n")),
    Command.HELP: KeyPair(("f1",), ("c-x", "h")),
    Command.GUIDE: KeyPair(("f8",), ("c-x", "g")),
    Command.OVERVIEW: KeyPair(("f4",), ("c-x", "o")),
    Command.FORWARD: KeyPair(("f5",), ("c-x", "f")),
    Command.HANG_UP: KeyPair(("f10",), ("c-x", "e")),
    Command.PAUSE: KeyPair(("c-d",), ("c-x", "p")),
    Command.LANGUAGE: KeyPair(("f12",), ("c-x", "l")),
}
"""Ctrl-B, plain letters, lone Esc and the job and flow control keys are left alone: they
are taken by terminals, or pressed by accident."""

NEWEST: Final = Command.LANGUAGE
"""What gives its key up to a command that the settings of earlier versions may have put there."""

EVERYWHERE: Final = frozenset({Command.CRISIS, Command.BACK, Command.PAUSE})
"""What every screen takes, also those that are no question."""

AT_QUESTION: Final = frozenset(KEYS)
"""What a question takes: everything."""

MATTER_MOST: Final[tuple[Command, ...]] = (
    Command.CRISIS,
    Command.BACK,
    Command.DECLINED,
    Command.UNKNOWN,
    Command.HELP,
)
"""What stands at the foot of the screen, in this order, where it is taken; the help lists the rest."""

GIVEN_UP: Final = (Command.UNKNOWN, Command.DECLINED, Command.PAUSE)
"""What has no room at the foot of a narrow screen, the first first."""

IN_CRISIS: Final[frozenset[Command]] = frozenset({Command.HELP, Command.NOTE})
"""What the crisis protocol takes beside its own choices: the details, and to note place and number."""


CHANGEABLE: Final = (
    *(f"f{number}" for number in range(1, 13) if number != 9),  # noqa: PLR2004 - F9 is the crisis key everywhere
    "s-tab",
    *(f"c-{letter}" for letter in "dgort"),
)
"""The keys that an operator may give to a command; others are taken by terminals or by typing."""


def key_table(changes: Mapping[str, str]) -> KeyTable:
    """Return the keys with some commands on other keys; each keeps its second way.

    CHANGES names a key for a command, such as ``back = "f11"``. The crisis key is the same
    everywhere. Raises FileError that names every fault.
    """
    names = {command.name.lower(): command for command in KEYS if command is not Command.CRISIS}
    table, faults = dict(KEYS), []
    for name, key in changes.items():
        if name not in names:
            faults.append(Fault(f"keys > {name}", _("there is no such command."), nearest(name, names)))
        elif key not in CHANGEABLE:
            faults.append(
                Fault(
                    f"keys > {name}",
                    _('"{key}" can\'t be used.').format(key=key),
                    nearest(key, CHANGEABLE),
                )
            )
        else:
            table[names[name]] = KeyPair((key,), KEYS[names[name]].second)
    if any(pair.key == KEYS[NEWEST].key for command, pair in table.items() if command is not NEWEST):
        table[NEWEST] = KeyPair(KEYS[NEWEST].second, ("c-x", "c-l"))
    taken = Counter(way for pair in table.values() for way in (pair.key, pair.second))
    for way, count in taken.items():
        if count > 1:
            what = _("{spoken} would do {count} things.").format(spoken=spoken(way), count=count)
            faults.append(Fault("keys", what, _("Give one of the commands another key.")))
    if faults:
        raise FileError(_("The keys in the settings can't be used."), faults)
    return table


def spoken(key: tuple[str, ...]) -> str:
    """Return a key as the toolbar prints it.

    >>> spoken(("c-x", "d")), spoken(("s-tab",)), spoken(("f9",))
    ('^X d', 'Shift-Tab', 'F9')
    """
    return " ".join(_stroke(stroke) for stroke in key)


def ways(pair: KeyPair) -> str:
    """Return both ways of a command as the help prints them.

    >>> ways(KEYS[Command.LANGUAGE])
    'F12/^X l'
    """
    return f"{spoken(pair.key)}/{spoken(pair.second)}"


def _stroke(stroke: str) -> str:
    if stroke == "s-tab":
        return "Shift-Tab"
    if stroke.startswith("c-"):
        return f"^{stroke[2:].upper()}"
    return stroke.upper() if len(stroke) > 1 else stroke


def key_line(keys: KeyTable, width: int, only: frozenset[Command], extra: Sequence[str] = ()) -> Line:
    """Return the keys that matter most, in one line of at most WIDTH columns, each entry whole.

    EXTRA are entries that belong to a certain screen, such as "Esc close".
    """
    shown = [command for command in MATTER_MOST if command in only]
    if Command.PAUSE in only and Command.HELP not in only:  # nothing else on that screen tells of it
        shown.append(Command.PAUSE)
    given_up = list(GIVEN_UP)
    short = False
    while True:
        entries = [_entry(keys[command], command, short=short) for command in shown]
        entries += [("", entry) for entry in extra]
        length = sum(len(key) + len(what) + 3 for key, what in entries) - 2
        if length <= width or (short and not given_up):
            break
        if short:
            shown = [command for command in shown if command is not given_up[0]]
            given_up.pop(0)
        short = True
    line: list[tuple[Role, str]] = []
    for number, (key, what) in enumerate(entries):
        is_crisis = number == 0 and Command.CRISIS in shown
        gap = [(Role.PLAIN, "  ")] if number else []
        named = (
            [(Role.CRISIS, f"{key} {what}")]
            if is_crisis
            else [(Role.KEY, key), (Role.QUIET, f" {what}" if key else what)]
        )
        line += [*gap, *(piece for piece in named if piece[1].strip())]
    return tuple(line)


def _entry(pair: KeyPair, command: Command, *, short: bool) -> tuple[str, str]:
    ways = (spoken(pair.key), spoken(pair.second))
    return (min(ways, key=len) if short else ways[0]), _(command.value)


def toolbar_lines(keys: KeyTable, width: int, only: frozenset[Command]) -> list[str]:
    """Return the keys of some commands in lines of at most WIDTH columns, each entry whole."""
    lines: list[str] = []
    for command, pair in keys.items():
        if command not in only:
            continue
        entry = f"{ways(pair)} {_(command.value)}"
        if lines and len(lines[-1]) + len(entry) + 2 <= width:
            lines[-1] += f"  {entry}"
        else:
            lines.append(entry)
    return lines
