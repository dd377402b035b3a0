"""Takes the clinician's decision and the follow-up, asking for what was not given."""

from __future__ import annotations

from datetime import date

from iopintake.packs.model import LEVELS, LevelId
from iopintake.store import Store
from iopintake.store.queries.summaries import toolkit_of
from iopintake.store.session import decision
from iopintake.summary.clinician import REASONS
from iopintake.support.language import N_, _, whole_date
from iopintake.terminal.prompts.operator import chosen, confirmed, tell

STANDS = N_(
    "This intake has a sign of danger, and emergency help is recommended. Record another level anyway?"
)


def decide_on(store: Store, intake_id: str, level: str | None, reason: str | None, note: str) -> None:
    """Record the clinician's level; a reason is asked for when it is not the recommended one."""
    recommended = decision.recommended(store, intake_id)
    levels = toolkit_of(store, store.intake(intake_id)).pack.levels.level
    titles: dict[str, str] = {level.id: level.title for level in levels}
    shown = titles.get(recommended or "") or _("no level")
    title = _("Recommended: {shown}. Which level does the clinician choose?").format(shown=shown)
    code = chosen(title, titles, level, "--level")
    picked: LevelId = next(name for name in LEVELS if name == code)
    if reason is not None or picked != recommended:
        why = {code: _(words) for code, words in REASONS.items()}
        reason = chosen(_("Why not the recommended one?"), why, reason, "--reason")
    if picked != recommended and recommended == "emergency" and not confirmed(_(STANDS), yes=False):
        tell(_("No decision was recorded."))
        return
    decision.decide(store, intake_id, level=picked, reason=reason or "", note=note)
    agreement = (
        _("it is the recommended one") if picked == recommended else _("the recommendation stays beside it")
    )
    tell(
        _("{intake_id}: {titles} is recorded; {agreement}.").format(
            intake_id=intake_id, titles=titles[picked], agreement=agreement
        )
    )


def follow_up_on(store: Store, intake_id: str, disposition: str, due: date | None, note: str) -> None:
    """Record what became of the person."""
    code = chosen("", decision.DISPOSITIONS, disposition, "--disposition")
    decision.follow_up(store, intake_id, disposition=code, due=due, note=note)
    when = _(", due {day}").format(day=whole_date(due)) if due else ""
    tell(f"{intake_id}: {_(decision.DISPOSITIONS[code])}{when}.")
