"""A condition of a pack as one readable phrase, with the labels that callers hear."""

from __future__ import annotations

from iopintake.export.markdown_text import md
from iopintake.packs.conditions import All, AnyOf, Condition, Holds, Not, Test
from iopintake.packs.model import Pack
from iopintake.support.language import _


def in_words(pack: Pack, condition: Condition) -> str:
    """Return CONDITION of PACK in words, as Markdown."""
    match condition:
        case All(parts):
            return (
                "(" + _(" and ").join(in_words(pack, part) for part in parts) + ")" if parts else _("always")
            )
        case AnyOf(parts):
            return "(" + _(" or ").join(in_words(pack, part) for part in parts) + ")" if parts else _("never")
        case Not(part):
            return _("not {in_words}").format(in_words=in_words(pack, part))
        case Holds(rule):
            return f"*{rule}*"
        case Test(answer, operator, operand):
            question = pack.questions[answer]
            codes = operand if isinstance(operand, tuple) else (operand,)
            labels = [question.label(str(c)) if c in question.codes else str(c) for c in codes]
            return f'"{md(question.short)}" {operator.replace("_", " ")} {md(" / ".join(labels))}'
