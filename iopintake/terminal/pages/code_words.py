"""What the codes in the records mean, for a person: levels, verdicts, steps, reasons, questions."""

from __future__ import annotations

from iopintake.packs.model import Pack
from iopintake.store.session.decision import DISPOSITIONS
from iopintake.summary.clinician import ACTIONS, REASONS
from iopintake.summary.glance import VERDICTS
from iopintake.support.language import _


def code_words(pack: Pack) -> dict[str, str]:
    """Return the words for every code of PACK and of the program; no code means two things."""
    return {
        **{question.id: question.short for question in pack.questions.values()},
        **{track.id: track.title for track in pack.tracks},
        **{level.id: level.title for level in pack.levels.level},
        "none": _("no level"),  # of an intake in a report
        **{need.id: need.sentence for need in pack.levels.need},
        **{choice.code: choice.label for choice in pack.crisis.choices},
        **{
            code: _(words)
            for table in (VERDICTS, ACTIONS, REASONS, DISPOSITIONS)
            for code, words in table.items()
        },
    }
