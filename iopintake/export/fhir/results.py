"""What an intake comes to, in FHIR R4 resources, and why in these.

- A screener's total is an Observation of category survey with its LOINC code, as US Core has it;
  its band is the interpretation. One that is not complete has none.
- A criterion is an Observation of category survey too: a statement about a person at one time, with
  met, not met or unknown as its value and the answers behind it as a note.
- The recommendation is a RiskAssessment: FHIR's resource for what a rule or a tool foresees from
  evidence, which takes software as its performer, names its basis, gives reasons and next steps. It
  stays preliminary until a clinician decides. It is no ClinicalImpression, which is a clinician's
  own judgment, and no GuidanceResponse, which answers a request that nobody made.
- The clinician's decision is a ClinicalImpression, made by a person, beside the recommendation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from iopintake.answers import fhir_terms as terms
from iopintake.packs.model import Pack, Screener
from iopintake.summary.clinician import decision_sentences
from iopintake.summary.model import CriterionNote, ScreenerNote, Stated, Summary

SURVEY: Final = [{"coding": [{"system": terms.OBSERVATION_CATEGORY, "code": "survey"}]}]
TRUTHS: Final = {"met": "Met", "not_met": "Not met", "unknown": "Unknown"}


def local(kind: str, code: str, text: str) -> dict[str, Any]:
    """Return a concept with a code of this program's own system for KIND."""
    return {"coding": [{"system": f"urn:iopintake:{kind}", "code": code, "display": text}], "text": text}


def screener_observations(summary: Summary, pack: Pack) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name and the Observation of each screener with a result, and of each item kept by itself."""
    by_id = {screener.id: screener for screener in pack.screeners}
    answers = {note.id: note.value for note in summary.answers if note.belongs}
    for note in summary.screeners:
        screener = by_id.get(note.id)
        if screener is None or not note.complete or note.total is None:
            continue
        yield f"screener/{note.id}", _screener(screener, note)
        for item in screener.item:
            if isinstance(value := answers.get(item.question), int):
                title = pack.questions[item.question].short
                code = {"coding": [{"system": terms.LOINC, "code": item.loinc}], "text": title}
                yield f"screener/{note.id}/{item.loinc}", _observation(code, {"valueInteger": value})


def _screener(screener: Screener, note: ScreenerNote) -> dict[str, Any]:
    code: dict[str, Any] = {"text": note.title}
    if note.loinc:
        code["coding"] = [{"system": terms.LOINC, "code": note.loinc}]
    if isinstance(note.total, int):
        score = {"value": note.total, "unit": "{score}", "system": terms.UCUM, "code": "{score}"}
        found = _observation(code, {"valueQuantity": score})
        if note.band:
            found["interpretation"] = [{"text": note.band}]
        return found
    level = {"text": note.band or str(note.total)}
    if loinc := screener.answer_loinc.get(str(note.total)):
        level["coding"] = [{"system": terms.LOINC, "code": loinc}]  # type: ignore[assignment]
    return _observation(code, {"valueCodeableConcept": level})


def criterion_observation(criterion: CriterionNote) -> dict[str, Any]:
    """Return a criterion with its truth, and the answers behind it as a note."""
    value = {"valueCodeableConcept": local("truth", criterion.truth, TRUTHS[criterion.truth])}
    found = _observation(local("criterion", criterion.id, criterion.title), value)
    return found | _notes(
        _because(Stated(id=criterion.id, sentence=criterion.sentence, because=criterion.because, missing=()))
    )


def _observation(code: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Observation", "status": "final", "category": SURVEY, "code": code, **value}


def risk_assessment(summary: Summary, pack: Pack) -> dict[str, Any]:
    """Return the recommendation with its reasons, what speaks against it, and what to do."""
    said = summary.recommendation
    foreseen: dict[str, Any] = {"qualitativeRisk": local("verdict", said.verdict, said.headline)}
    if said.level:
        foreseen["outcome"] = local("level-of-care", said.level, pack.level(said.level).title)
    else:
        foreseen["outcome"] = local("level-of-care", "undetermined", said.headline)
    if said.reasons:
        foreseen["rationale"] = "\n".join(map(_because, said.reasons))
    review = said.clinician_review.replace("_", " ")
    notes = [
        f"Clinician's review: {review}.",
        *(f"{alert.sentence} {alert.step}" for alert in summary.safety.alerts),
        *([said.locked] if said.locked else []),
        *(f"Against it: {_because(one)}" for one in said.against),
        *(f"To ask: {one.ask}" for one in said.ask_next),
        *([f"{said.scope.sentence} {said.scope.step}"] if said.scope else []),
        *(["A higher level of care is still possible."] if said.at_least else []),
        summary.disclaimer,
    ]
    found: dict[str, Any] = {
        "resourceType": "RiskAssessment",
        "status": "final" if summary.decision and summary.decision.stands else "preliminary",
        "method": {"text": f"{pack.about.title} {pack.about.version}"},
        "code": local("recommendation", "level-of-care", "Recommended level of care"),
        "prediction": [foreseen],
    }
    if said.next_steps:
        found["mitigation"] = "\n".join(said.next_steps)
    return found | _notes(*notes)


def clinical_impression(summary: Summary, pack: Pack) -> dict[str, Any] | None:
    """Return the clinician's decision, or None before there is one."""
    decision = summary.decision
    if decision is None:
        return None
    level = pack.level(decision.level)
    return {
        "resourceType": "ClinicalImpression",
        "status": "completed" if decision.stands else "entered-in-error",
        "code": local("decision", "level-of-care", "Level of care decided on"),
        "date": decision.at,
        "summary": " ".join(decision_sentences(summary, pack, str)),
        "finding": [{"itemCodeableConcept": local("level-of-care", level.id, level.title)}],
    }


def _because(stated: Stated) -> str:
    behind = "; ".join(f"{answer.short}: {answer.display}" for answer in stated.because)
    return f"{stated.sentence} ({behind})" if behind else stated.sentence


def _notes(*texts: str) -> dict[str, Any]:
    return {"note": [{"text": text} for text in texts if text]}
