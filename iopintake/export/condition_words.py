"""A condition of a pack as one readable phrase, with the labels that callers hear."""

from __future__ import annotations

from typing import Final

from iopintake.export.markdown_text import md
from iopintake.packs.conditions import All, AnyOf, Condition, Holds, Not, Test
from iopintake.packs.model import Pack
from iopintake.support.language import N_, _

OPERATORS: Final = (
    *(
        N_("is"),
        N_("is not"),
        N_("any of"),
        N_("includes"),
        N_("includes any"),
        N_("at least"),
        N_("at most"),
    ),
    *(N_("days at least"), N_("days at most"), N_("only times"), N_("withheld")),
)
"""What the catalogues hold for the tests of an answer, which are said by their codes."""


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
            return f'"{md(question.short)}" {_(operator.replace("_", " "))} {md(" / ".join(labels))}'
