"""How a person types an answer on the full screen: the fewest keys that mean it."""

from __future__ import annotations

from iopintake.packs.model import Question


def keys_for(question: Question, value: object) -> list[str]:
    """Return the keys that give an answer, by number or as text, without the Enter."""
    if question.options:
        codes = value if isinstance(value, list) else [value]
        numbers = [str(question.codes.index(code) + question.first_number) for code in codes]
        return list(" ".join(numbers))
    return ["m-f eve"] if question.type == "schedule" else [str(value)]
