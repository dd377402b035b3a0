"""What stands below a prompt while nothing is wrong: how it is answered."""

from __future__ import annotations

from iopintake.support.language import N_, _
from iopintake.terminal.prompts.option_list import OptionList
from iopintake.terminal.prompts.page import Choosing
from iopintake.terminal.prompts.week_grid import WeekGrid

EARLY = N_("A key pressed before this was on the screen did nothing.")
ONE_HINT = N_("(Number or arrows; Enter confirms.)")
SEVERAL_HINT = N_("(Numbers like 2 4, or arrows and space; Enter confirms.)")
GRID_HINT = N_("(Arrows and space mark, or type: mon wed evening. Enter confirms.)")
READ_HINT = N_("(Enter goes on.)")
LINE_HINT = N_("(Enter confirms.)")


def usual_hint(choosing: Choosing) -> str:
    """Return how a list or a grid is answered."""
    if isinstance(choosing, WeekGrid):
        return _(GRID_HINT)
    return _(SEVERAL_HINT if isinstance(choosing, OptionList) and choosing.several else ONE_HINT)


def doubted_note(typed: str) -> str:
    """Return what to ask before a note is taken that was meant for the options of another screen."""
    return _("Only a number was typed. Is it right as it stands?") if typed.strip().isdecimal() else ""
