"""Faults of questions and of their options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from iopintake.packs.model import Pack, Question
from iopintake.support.errors import Fault
from iopintake.support.language import _

NEEDS_OPTIONS: Final = frozenset({"choice", "choices"})


def question_faults(pack: Pack) -> Iterator[Fault]:
    """Yield the faults of every question."""
    for section in pack.sections:
        for question in section.question:
            where = f'sections/{section.id}.toml > question "{question.id}"'
            for what, do in _question_problems(question):
                yield Fault(where, what, do)


def _question_problems(question: Question) -> Iterator[tuple[str, str]]:
    if question.type in NEEDS_OPTIONS and not question.options:
        yield _('a question of type "{type}" has options.').format(type=question.type), _("Add options.")
    if question.type not in NEEDS_OPTIONS and question.options:
        yield (
            _('a question of type "{type}" has no options.').format(type=question.type),
            _("Remove them or change the type."),
        )
    for kind, values in (("code", question.codes), ("label", [o.label for o in question.options])):
        for value, count in Counter(values).items():
            if count > 1:
                yield (
                    _('the option {kind} "{value}" stands {count} times.').format(
                        kind=kind, value=value, count=count
                    ),
                    _("Rename or remove one."),
                )
    if question.type == "integer":
        if question.minimum is None or question.maximum is None:
            yield _("an integer question has a minimum and a maximum."), _("Add both.")
        elif question.minimum > question.maximum:
            yield _("the minimum is above the maximum."), _("Swap them.")
        if not question.invalid:
            yield _("it does not say what a valid number is."), _('Add "invalid" with one clear sentence.')
    if question.type != "choices" and any(option.exclusive for option in question.options):
        yield _("only an option of a multiple choice can be exclusive."), _('Remove "exclusive".')
