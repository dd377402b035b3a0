"""Faults of questions and of their options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from iopintake.packs.model import Pack, Question
from iopintake.support.errors import Fault

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
        yield f'a question of type "{question.type}" has options.', "Add options."
    if question.type not in NEEDS_OPTIONS and question.options:
        yield f'a question of type "{question.type}" has no options.', "Remove them or change the type."
    for kind, values in (("code", question.codes), ("label", [o.label for o in question.options])):
        for value, count in Counter(values).items():
            if count > 1:
                yield f'the option {kind} "{value}" stands {count} times.', "Rename or remove one."
    if question.type == "integer":
        if question.minimum is None or question.maximum is None:
            yield "an integer question has a minimum and a maximum.", "Add both."
        elif question.minimum > question.maximum:
            yield "the minimum is above the maximum.", "Swap them."
        if not question.invalid:
            yield "it does not say what a valid number is.", 'Add "invalid" with one clear sentence.'
    if question.type != "choices" and any(option.exclusive for option in question.options):
        yield "only an option of a multiple choice can be exclusive.", 'Remove "exclusive".'
