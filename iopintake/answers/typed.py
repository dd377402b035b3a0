"""What an operator types for an answer: taken only when it means exactly one thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from iopintake.answers.display import schedule_display
from iopintake.answers.model import Value
from iopintake.answers.times import spoken_date, spoken_schedule
from iopintake.answers.validation import Invalid, bounded, combined, free_text, near
from iopintake.packs.model import Option, Question
from iopintake.support.language import N_, _, whole_date
from iopintake.support.lookup import folded

SHOWN: Final = 40
"""Characters of a refused text that are shown."""
_YES: Final = N_("yes")
_NO: Final = N_("no")
_HYPHEN: Final = re.compile(r"(?<=[^\W\d_])[-\u2010_](?=[^\W\d_])")
"""A hyphen within a word, which people leave out in a hurry."""
_EXTENSION: Final = re.compile(r"(?i)(?<=\d)\s*(?:ext|x)\b")
"""Ends a number, which has its own digits: 614-555-0142 ext. 12."""


def from_text(question: Question, typed: str, as_of: date) -> Value:
    """Return the value that an operator TYPED for QUESTION.

    An option goes by its number, its code, its label or an unambiguous beginning of
    the label, several are separated by commas or spaces; a date may be "3 weeks ago", a
    schedule "mon-fri evening, sat". Raises Invalid with one sentence that names what
    the question takes.
    """
    if question.type == "text":
        if not typed.strip():
            raise Invalid(
                _("Nothing was typed. Type the answer, or say that it was declined or is not known.")
            )
        return free_text(typed)
    typed = typed.strip()
    if not typed:
        raise Invalid(_("Nothing was chosen. Choose an answer, or say that it was declined or is not known."))
    match question.type:
        case "choice":
            return question.codes[_meant(question, typed)]
        case "choices":
            return combined(question, [question.codes[place] for place in _several(question, typed)])
        case "integer":
            if not re.fullmatch(r"[+-]?[0-9]{1,9}", typed):
                raise Invalid(question.invalid)
            return bounded(question, int(typed))
        case "date":
            return near(question, spoken_date(typed, as_of), as_of)
        case "schedule":
            return spoken_schedule(typed)


def option_meant(options: Sequence[Option], typed: str, first_number: int = 1) -> int | None:
    """Return the place of the one option that TYPED means, or None.

    It is meant by its number, its whole code, its label, or a beginning of the label that
    no other option has, with or without its accents. A beginning of a code means nothing:
    operators never see codes, and "no" would choose what is coded "now". A number is never
    the beginning of anything, and a caller's "no" or "n" means no option but one that says no.
    """
    word = _folded(typed)
    if not word:
        return None
    if word.isdecimal():
        place = int(word) - first_number if word.isascii() and len(word) < 4 else -1  # noqa: PLR2004 - no list is that long
        return place if 0 <= place < len(options) else None
    for names in ([_folded(o.code) for o in options], [_folded(o.label) for o in options]):
        if names.count(word) == 1:
            return names.index(word)
    begun = [place for place, option in enumerate(options) if _folded(option.label).startswith(word)]
    return begun[0] if len(begun) == 1 and _may_mean(word, options[begun[0]]) else None


def _may_mean(word: str, option: Option) -> bool:
    """Say whether OPTION says WORD, if that is or begins a yes or a no: "n" is no "Needs an interpreter"."""
    yes, no = ({folded(answer), folded(_(answer))} for answer in (_YES, _NO))
    begins = {answer for answer in yes | no if answer.startswith(word)}
    says = re.split(r"\W", _folded(option.label), maxsplit=1)[0]
    return not begins or says in begins or (option.exclusive and not begins.isdisjoint(no))


def refusal(options: Sequence[Option], typed: str, first_number: int = 1) -> str:
    """Return what is said to a text that means no option, or more than one."""
    what = typed.strip()
    what = what if len(what) <= SHOWN else what[:SHOWN] + "..."
    if _folded(typed).isdecimal():
        last = first_number + len(options) - 1
        return _("There is no option {what}; the options go from {first_number} to {last}.").format(
            what=what, first_number=first_number, last=last
        )
    return _('"{what}" is none of these options, or more than one. Nothing was changed.').format(what=what)


def doubt(question: Question, value: Value) -> str:
    """Return what to ask before VALUE is taken, or an empty text when it is as usual.

    A number is as usual with as many digits as it has, where words may stand beside it also words alone.
    Where a question takes no number, one alone is doubtful: it was meant for another question's options.
    """
    if question.type != "text" or not isinstance(value, str):
        return ""
    if not question.digits:
        return question.doubt if value.strip().isdecimal() else ""
    number = _EXTENSION.split(value)[0]
    digits = re.sub(r"\D", "", number)
    if len(digits) > max(question.digits):
        digits = digits.removeprefix(question.before_digits)
    has_words = any(char.isalpha() for char in number)
    if question.words_beside:
        is_usual = len(digits) in question.digits or (has_words and not digits)
    else:  # the digits of a street would be counted as the number's
        is_usual = len(digits) in question.digits and not has_words
    return "" if is_usual else question.doubt


def understood(question: Question, value: Value) -> str:
    """Return what a text in free words was taken for, or an empty text where that is plain."""
    if question.type == "schedule" and isinstance(value, tuple):
        return _("Understood: {schedule_display}.").format(schedule_display=schedule_display(value))
    if question.type == "date" and isinstance(value, date):
        return _("Understood: {day}.").format(day=whole_date(value))
    return ""


def _meant(question: Question, typed: str) -> int:
    place = option_meant(question.options, typed, question.first_number)
    if place is None:
        raise Invalid(refusal(question.options, typed, question.first_number))
    return place


def _several(question: Question, typed: str) -> list[int]:
    """Return the places of the options between commas, or, where a part is none, of its words."""
    places: list[int] = []
    for part in filter(None, (part.strip() for part in re.split(r"[,;]", typed))):
        whole = option_meant(question.options, part, question.first_number)
        places += [_meant(question, word) for word in part.split()] if whole is None else [whole]
    return places


def _folded(text: str) -> str:
    """Return TEXT as it is compared: "self harm" is "Self-harm"; the sign before a number stays."""
    return folded(" ".join(_HYPHEN.sub(" ", text).split()))
