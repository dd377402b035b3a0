"""Finds sentences of a pack with a place that nobody fills: it would be read aloud as it stands."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.packs.model import Pack
from iopintake.support.errors import Fault, nearest
from iopintake.support.language import _
from iopintake.support.templates import places


def place_faults(pack: Pack) -> Iterator[Fault]:
    """Yield every sentence with a place that is not filled there, such as a misspelt ``{person}``."""
    for where, text, known in _sentences(pack):
        for unknown in sorted(places(text) - set(known)):
            do = nearest(unknown, known) if known else _("Write the sentence without it.")
            yield Fault(where, _("nothing fills {{{unknown}}} here.").format(unknown=unknown), do)


def _sentences(pack: Pack) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield place in the pack, sentence, and what is filled in it."""
    for question in pack.questions.values():
        yield f'question "{question.id}" > ask', question.ask, ()
        yield f'question "{question.id}" > ask_other', question.ask_other, ("person",)
    for verdict in pack.levels.verdict:
        for name in ("headline", "headline_at_least", "headline_held"):
            known = ("level_short", "level_headline")
            yield f'levels.toml > verdict "{verdict.id}" > {name}', getattr(verdict, name), known
    for conflict in pack.conflicts:
        yield f'conflicts.toml > conflict "{conflict.id}" > say', conflict.say, ()
        yield f'conflicts.toml > conflict "{conflict.id}" > say_other', conflict.say_other, ("person",)
    about, crisis, weeks = pack.about, pack.crisis, pack.weeks
    yield "pack.toml > suppose", about.suppose, ("short", "answer")
    yield "pack.toml > would_change", about.would_change, ("suppositions", "headline")
    for name in ("person_theirs", "person_of_caller"):
        yield f"pack.toml > {name}", getattr(about, name), ("who",)
    yield "weeks.toml > too_few_days", weeks.too_few_days, ("days",)
    yield "weeks.toml > below_aim", weeks.below_aim, ("hours", "aim")
    yield "weeks.toml > filled_note", weeks.filled_note, ("aim",)
    yield "weeks.toml > only_time", weeks.only_time, ("time",)
    yield "crisis.toml > conflict", crisis.conflict, ("question",)
    yield "crisis.toml > corrected", crisis.corrected, ("question",)
    yield "crisis.toml > hand_over_none", crisis.hand_over_none, ("questions",)
    for sentence in (*crisis.hand_over, *crisis.hand_over_other):
        yield "crisis.toml > hand_over", sentence, ("person", "place", "callback")
