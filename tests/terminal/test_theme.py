"""The looks of the screen: seen on typical backgrounds in every depth of colour, complete without any."""

from __future__ import annotations

import pytest
from prompt_toolkit.output.vt100 import _256_colors
from prompt_toolkit.styles import ANSI_COLOR_NAMES, Style
from rich.style import Style as RichStyle

from iopintake.terminal.theme import (
    ASCII,
    LOOKS,
    SPOKEN,
    UNICODE,
    Look,
    Role,
    prompt_toolkit_style,
    rich_style,
    signs,
)

RGB = tuple[int, int, int]
TEXT, MARK = 4.5, 3.0
"""The contrasts that WCAG 2 asks of text, and of large or bold text and signs."""
BACKGROUNDS = {
    "black": "#000000",
    "white": "#ffffff",
    "VS Code dark": "#1e1e1e",
    "Ubuntu": "#300a24",
    "Solarized dark": "#002b36",
    "Solarized light": "#fdf6e3",
    "GNOME light": "#f6f5f4",
}
PALETTES: dict[str, dict[str, str]] = {
    "VGA": {
        "black": "#000000",
        "red": "#aa0000",
        "green": "#00aa00",
        "yellow": "#aa5500",
        "blue": "#0000aa",
        "white": "#ffffff",
    },
    "xterm": {
        "black": "#000000",
        "red": "#cd0000",
        "green": "#00cd00",
        "yellow": "#cdcd00",
        "blue": "#0000ee",
        "white": "#e5e5e5",
    },
    "Tango": {
        "black": "#2e3436",
        "red": "#cc0000",
        "green": "#4e9a06",
        "yellow": "#c4a000",
        "blue": "#3465a4",
        "white": "#eeeeec",
    },
}
"""Bold white is bright white where a palette has dark white for the plain one."""
MARKED = [role for role, look in LOOKS.items() if look.ink and not look.paper]
PANELS = [role for role, look in LOOKS.items() if look.paper]


def rgb(colour: str) -> RGB:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def as_256(colour: RGB) -> RGB:
    """Return the colour that a terminal of 256 colours shows for it."""
    return _256_colors.colors[_256_colors[colour]]


def contrast(one: RGB, other: RGB) -> float:
    def luminance(colour: RGB) -> float:
        parts = [value / 255 for value in colour]
        linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_of_contrast_is_the_one_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast(rgb("#767676"), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("role", MARKED)
def test_marks_are_seen_on_dark_and_on_light_backgrounds(role: Role, background: str) -> None:
    paper, ink = rgb(BACKGROUNDS[background]), rgb(LOOKS[role].ink)
    assert contrast(ink, paper) >= MARK
    assert contrast(as_256(ink), paper) >= MARK


@pytest.mark.parametrize("role", PANELS)
def test_what_brings_its_own_background_is_readable_on_any(role: Role) -> None:
    ink, paper = rgb(LOOKS[role].ink), rgb(LOOKS[role].paper)
    assert contrast(ink, paper) >= TEXT
    assert contrast(as_256(ink), as_256(paper)) >= TEXT
    assert LOOKS[role].bold


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("role", PANELS)
def test_bold_words_are_readable_in_sixteen_colours(role: Role, palette: str) -> None:
    colours, look = PALETTES[palette], LOOKS[role]
    ink, paper = (colours[name.removeprefix("ansi")] for name in (look.ansi_ink, look.ansi_paper))
    assert contrast(rgb(ink), rgb(paper)) >= MARK


def test_what_must_be_read_stands_in_the_terminals_own_colour() -> None:
    for role in (Role.ALOUD, Role.DO, Role.OPTION, Role.ANSWER, Role.QUIET, Role.CALL, Role.KEY):
        assert (LOOKS[role].ink, LOOKS[role].paper) == ("", ""), role


def test_without_colour_what_is_read_aloud_still_differs_from_what_is_not() -> None:
    def bare(look: Look) -> tuple[bool, bool, bool]:
        return look.bold, look.italic, look.underline

    assert bare(LOOKS[Role.ALOUD]) not in {bare(LOOKS[role]) for role in (Role.DO, Role.OPTION, Role.QUIET)}
    for kind in (UNICODE, ASCII, SPOKEN):
        assert kind.aloud.strip()
        assert kind.pointer.strip()
        assert len(kind.pointer) == 3


def test_every_role_has_a_look_that_both_libraries_understand() -> None:
    assert set(LOOKS) == set(Role)
    for sixteen in (False, True):
        Style.from_dict(prompt_toolkit_style(sixteen=sixteen))
    for role in Role:
        RichStyle.parse(rich_style(role) or "none")
        assert {LOOKS[role].ansi_ink, LOOKS[role].ansi_paper} <= {"", *ANSI_COLOR_NAMES}


def test_a_terminal_without_utf8_gets_plain_signs() -> None:
    assert signs("utf-8") is signs("UTF8") is UNICODE
    assert signs("latin-1") is signs(None) is ASCII
    assert "".join(str(getattr(ASCII, name)) for name in vars(ASCII)).isascii()
