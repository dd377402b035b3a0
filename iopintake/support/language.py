"""The language in which the program itself speaks: English as it stands in the source, others by gettext.

Every sentence of the program that a person reads goes through ``_`` (or ``ngettext``, where it
depends on a number) where it is said, never where a module is loaded: the language can change
within a run, as when a client's page is written in the client's. ``N_`` only marks a sentence
that stands in a table; whoever says it passes it through ``_``. Catalogues are GNU gettext's,
kept and compiled by Babel (iopintake/locale); English needs none and loads nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gettext import NullTranslations

DOMAIN: Final = "messages"
LOCALE: Final = Path(__file__).parents[1] / "locale"
"""Where the catalogues are."""
_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""What names the language of programs, the first that is set before the others (POSIX)."""
_spoken: ContextVar[str] = ContextVar("language", default="")


def spoken_language() -> str:
    """Return the tag of the language that the program speaks now, empty where nobody chose one."""
    return _spoken.get()


def speak(language: str) -> None:
    """Let the program speak LANGUAGE from here on, as far as there is a catalogue for it."""
    _spoken.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let the program speak LANGUAGE for a while."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def language_of(environment: Mapping[str, str]) -> str:
    """Return the language that the ENVIRONMENT names, as a tag; empty where it names none.

    >>> language_of({"LANG": "es_PR.UTF-8"}), language_of({"LANG": "es_MX", "LC_ALL": "C.UTF-8"})
    ('es-PR', '')
    """
    named = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    tag = named.partition(".")[0].partition("@")[0].replace("_", "-")
    return "" if tag in {"C", "POSIX"} else tag


def _(sentence: str) -> str:
    """Return SENTENCE in the language that is spoken now."""
    found = _catalogue(_spoken.get())
    return sentence if found is None else found.gettext(sentence)


def ngettext(one: str, many: str, number: int) -> str:
    """Return the sentence for a NUMBER of things: ONE or MANY in English, whatever it takes in others."""
    found = _catalogue(_spoken.get())
    if found is None:
        return one if number == 1 else many
    return found.ngettext(one, many, number)


def N_(sentence: str) -> str:  # noqa: N802 - the name that gettext's tools know
    """Mark a SENTENCE of a table for the catalogues, and leave it as it is."""
    return sentence


_NAMES: Final = {"en": N_("English"), "es": N_("Spanish")}


def language_name(tag: str) -> str:
    """Return how the language of a TAG such as "en-US" is called, or the tag where no catalogue says it.

    >>> language_name("es"), language_name("vi")
    ('Spanish', 'vi')
    """
    name = _NAMES.get(tag.partition("-")[0].lower())
    return _(name) if name else tag


def whole_date(day: date) -> str:
    """Return DAY with its weekday, as it is said in the language that is spoken now.

    >>> whole_date(date(2026, 11, 23))
    'Monday, November 23, 2026'
    """
    if _catalogue(_spoken.get()) is None:
        return f"{day:%A, %B} {day.day}, {day.year}"
    from babel.dates import format_date

    return format_date(day, "full", locale=_spoken.get().partition("-")[0])


def short_date(day: date, *, year: bool = False) -> str:
    """Return DAY as it stands in a table, with its YEAR where that is another one.

    >>> short_date(date(2026, 11, 3)), short_date(date(2025, 11, 3), year=True)
    ('Nov 3', 'Nov 3, 2025')
    """
    if _catalogue(_spoken.get()) is None:
        return f"{day:%b} {day.day}{f', {day.year}' if year else ''}"
    from babel.dates import format_skeleton

    return format_skeleton("yMMMd" if year else "MMMd", day, locale=_spoken.get().partition("-")[0])


def catalogues() -> tuple[str, ...]:
    """Return the languages that the program speaks, English first."""
    return ("en", *sorted(path.name.replace("_", "-") for path in LOCALE.glob("*/")))


@cache
def _catalogue(language: str) -> NullTranslations | None:
    main = language.partition("-")[0].lower()
    if main in {"", "en"}:
        return None
    import gettext

    names = [language.replace("-", "_"), main]
    try:
        return gettext.translation(DOMAIN, LOCALE, names)
    except OSError:
        return None
