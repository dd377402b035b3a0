"""The names of all rules of a pack: one namespace, in which a question's relevance goes by ``when:ID``."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.packs.conditions import NEVER, AnyOf, Condition, Holds
from iopintake.packs.model import LEVELS, Pack


def when(question_id: str) -> str:
    """Return the name of the rule that says whether a question is relevant."""
    return f"when:{question_id}"


def spared(question_id: str) -> str:
    """Return the name of the rule that says whether a question is not asked though it belongs."""
    return f"spared:{question_id}"


def optional(question_id: str) -> str:
    """Return the name of the rule that says whether nothing waits for an answer that counts unasked."""
    return f"optional:{question_id}"


def sooner(question_id: str) -> str:
    """Return the name of the rule that says whether a question is asked at its earlier place."""
    return f"sooner:{question_id}"


def unlikely(question_id: str, number: int) -> str:
    """Return the name of the rule that says whether an answer is asked back."""
    return f"unlikely:{question_id}:{number}"


def offered(question_id: str, code: str) -> str:
    """Return the name of the rule that says whether an option is offered."""
    return f"option:{question_id}:{code}"


def unless(protocol_id: str, number: int) -> str:
    """Return the name of the rule that says whether a step of a protocol is left out."""
    return f"protocol:{protocol_id}:unless:{number}"


def needs_at_least(level: str) -> str:
    """Return the name of the rule that some need of LEVEL or a higher one is met."""
    return f"needs:{level}"


def named_rules(pack: Pack) -> Iterator[tuple[str, Condition]]:
    """Yield the id and the condition of every rule of PACK that has an id."""
    for rules in (
        pack.conditions,
        pack.criteria,
        pack.levels.need,
        pack.levels.alert,
        pack.levels.requirement,
        pack.levels.scope,
        pack.conflicts,
        pack.guidance.barrier,
        pack.weeks.payer,
        pack.weeks.note,
    ):
        for rule in rules:
            yield rule.id, rule.when
    for track in pack.tracks:
        yield f"track:{track.id}", track.when
    for aim in pack.weeks.aim:
        yield f"aim:{aim.id}", aim.when
    for resource in pack.crisis.resource:
        yield f"resource:{resource.id}", resource.when
    for protocol in pack.protocols:
        yield f"protocol:{protocol.id}", protocol.when
        for number, step in enumerate(protocol.steps):
            if step.unless != NEVER:
                yield unless(protocol.id, number), step.unless
    for tip in pack.guidance.tip:
        for number, specific in enumerate(tip.specific):
            yield f"tip:{tip.id}:{number}", specific.when
    for number, check in enumerate(pack.guidance.insurance):
        yield f"insurance:{number}", check.when
    yield "about_other", pack.about.about_other
    yield "on_the_phone", pack.about.on_the_phone
    for place, level in enumerate(LEVELS):
        needs = [need for need in pack.levels.need if need.level in LEVELS[: place + 1]]
        yield needs_at_least(level), AnyOf(tuple(Holds(need.id) for need in needs))


def decisive_questions(pack: Pack) -> list[str]:
    """Return the questions of which level and verdict rest on whether their answers count, too."""
    safety = [question.id for question in pack.questions.values() if question.safety]
    return list(dict.fromkeys((*safety, *(q for conflict in pack.conflicts for q in conflict.questions))))


def decisive_rules(pack: Pack) -> list[str]:
    """Return the rules that level and verdict are found from."""
    return [
        *map(needs_at_least, LEVELS),
        *(need.id for need in pack.levels.need),
        *(alert.id for alert in pack.levels.alert),
        *(requirement.id for requirement in pack.levels.requirement),
        *(scope.id for scope in pack.levels.scope),
        *(conflict.id for conflict in pack.conflicts),
        *map(when, decisive_questions(pack)),
    ]
