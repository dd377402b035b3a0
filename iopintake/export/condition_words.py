"""A condition of a pack as one readable phrase, with the labels that callers hear."""

from __future__ import annotations

from iopintake.export.markdown_text import md
from iopintake.packs.conditions import All, AnyOf, Condition, Holds, Not, Test
from iopintake.packs.model import Pack


def in_words(pack: Pack, condition: Condition) -> str:
    """Return CONDITION of PACK in words, as Markdown."""
    match condition:
        case All(parts):
            return "(" + " and ".join(in_words(pack, part) for part in parts) + ")" if parts else "always"
        case AnyOf(parts):
            return "(" + " or ".join(in_words(pack, part) for part in parts) + ")" if parts else "never"
        case Not(part):
            return f"not {in_words(pack, part)}"
        case Holds(rule):
            return f"*{rule}*"
        case Test(answer, operator, operand):
            question = pack.questions[answer]
            codes = operand if isinstance(operand, tuple) else (operand,)
            labels = [question.label(str(c)) if c in question.codes else str(c) for c in codes]
            return f'"{md(question.short)}" {operator.replace("_", " ")} {md(" / ".join(labels))}'
