"""How a person types an answer on the full screen: the fewest keys that mean it."""

from __future__ import annotations

from iopintake.packs.model import Question


def keys_for(question: Question, value: object) -> list[str]:
    """Return the keys that give an answer, by number or as text, without the Enter."""
    if question.options:
        codes = value if isinstance(value, list) else [value]
        numbers = [str(question.codes.index(code) + question.first_number) for code in codes]
        # where a 1 may be the beginning of a 10, the space bar says that it is a 1
        return [key for n in numbers for key in ([n, " "] if n == "1" and len(question.codes) > 9 else [n])]
    return ["mon-fri evening"] if question.type == "schedule" else [str(value)]
