"""How a person types an answer on the full screen: the fewest keys that mean it."""

from __future__ import annotations

from iopintake.answers.typed import option_meant
from iopintake.packs.model import Question


def keys_for(question: Question, value: object) -> list[str]:
    """Return the keys that give an answer without the Enter: a number, a beginning, or the text."""
    if question.options:
        codes = value if isinstance(value, list) else [value]
        return list(" ".join(_fewest(question, question.codes.index(code)) for code in codes))
    return ["m-f eve"] if question.type == "schedule" else [str(value)]


def _fewest(question: Question, place: int) -> str:
    """Return the number of an option, or the beginning of its label where that takes fewer keys."""
    number = str(place + question.first_number)
    label = question.options[place].label.lower()
    begun = (label[:length] for length in range(1, len(number)))
    return next(
        (b for b in begun if option_meant(question.options, b, question.first_number) == place), number
    )
