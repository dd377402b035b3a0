"""The rules of a pack in its book: criteria, needs, results, conflicts, and what is proved of them."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.export.condition_words import in_words
from iopintake.export.markdown_text import md, md_line
from iopintake.packs.model import CLAIMS, Pack


def criteria(pack: Pack) -> Iterator[str]:
    """Yield the shared conditions and the admission criteria."""
    yield "\n## Shared conditions\n"
    for condition in pack.conditions:
        yield f"- **{condition.id}** ({md(condition.title)}): {in_words(pack, condition.when)}"
    yield "\n## Criteria\n"
    for criterion in pack.criteria:
        yield (
            f"- **{criterion.id}** ({criterion.group}): {md(criterion.title)}. Met when "
            f"{in_words(pack, criterion.when)}. Source: {', '.join(criterion.source)}"
        )
        yield f"  - met: {md(criterion.met)}"
        yield f"  - not met: {md(criterion.not_met)}"
        yield f"  - not known: {md(criterion.unknown)}"


def levels(pack: Pack) -> Iterator[str]:
    """Yield each level of care with the needs that call for it, and what an IOP needs."""
    yield "\n## Levels of care and what calls for them\n"
    for level in pack.levels.level:
        asam = f"; ASAM {md(level.asam)}" if level.asam else ""
        yield f"\n### {md_line(level.title)} ({md_line(level.hours)}{asam})\n"
        yield f"{md(level.headline)} {md(level.what)} {md(level.iop_after)}\n"
        yield f"- Within a sentence: {md(level.short)}"
        yield from (f"- To do now: {md(step)}" for step in level.now)
        for need in pack.levels.need:
            if need.level == level.id:
                more = f"; up to {need.up_to} stays possible" if need.up_to else ""
                yield (
                    f"- **{need.id}**: {md(need.sentence)} When {in_words(pack, need.when)}{more}. "
                    f"Review: {need.review}. Source: {', '.join(need.source)}"
                )
                if need.step:
                    yield f"  - To do: {md(need.step)}"
                if need.on_paper:
                    yield f"  - On the client's page: {md(need.on_paper)}"
    yield "\n### What an IOP needs\n"
    for requirement in pack.levels.requirement:
        yield f"- **{requirement.id}** ({md(requirement.title)}): {in_words(pack, requirement.when)}"
        yield f"  - If not: {md(requirement.not_met)} {md(requirement.helps)}"
        yield f"  - Not known: {md(requirement.unknown)}"
    yield "\n### Alerts\n"
    for alert in pack.levels.alert:
        yield f"- **{alert.id}**: {md(alert.sentence)} When {in_words(pack, alert.when)}. {md(alert.step)}"
        if still := alert.while_open:
            shorts = ", ".join(pack.questions[question].short for question in still.questions)
            yield f"  - While open is {md(shorts)}: {still.review}. {md(still.step)}"
        if alert.on_paper:
            yield f"  - On the client's page: {md(alert.on_paper)}"


def results(pack: Pack) -> Iterator[str]:
    """Yield how a result is said: alerts, scopes, verdicts."""
    yield "\n## Results\n"
    for verdict in pack.levels.verdict:
        yield f"- **{verdict.id}**: {md(verdict.headline)}"
        if verdict.headline_at_least:
            yield f"  - If a higher level is possible: {md(verdict.headline_at_least)}"
        if verdict.headline_held:
            yield f"  - If a clinician has to look first: {md(verdict.headline_held)}"
        yield from (f"  - {md(step)}" for step in verdict.next_steps)
        yield from (f"  - If no question is open: {md(step)}" for step in verdict.next_steps_answered)
    about = pack.about
    yield f"- Disclaimer: {md(about.disclaimer)}"
    yield f"- What would change it: {md(about.would_change)} Each of the changes: {md(about.suppose)}"
    if about.person_theirs:
        named = ", ".join(about.person_possessives)
        yield (
            f"- Whoever is named by {md(named)}: to the caller {md(about.person_theirs)}, to others "
            f"{md(about.person_of_caller)}"
        )
    if about.asked_in_person:
        yield f"- What the caller could not say is asked of the person then: {md(about.asked_in_person)}"
    yield "\n### Dimensions\n"
    yield from (f"- {md(dimension.title)}" for dimension in pack.levels.dimension)
    yield "\n### Where the pack does not decide\n"
    for scope in pack.levels.scope:
        yield f"- **{scope.id}** ({md(scope.headline)}): {in_words(pack, scope.when)}"
        yield f"  - {md(scope.sentence)} {md(scope.step)} {md(scope.meanwhile)}".rstrip()


def conflicts(pack: Pack) -> Iterator[str]:
    """Yield the answers that do not go together, and what earlier versions asked."""
    yield "\n## Answers that do not go together\n"
    for conflict in pack.conflicts:
        again = ", ".join(conflict.questions)
        yield (
            f"- **{conflict.id}**: {md(conflict.sentence)} When {in_words(pack, conflict.when)}. "
            f"Asked again: {again}. Review: {conflict.review}. Source: {', '.join(conflict.source)}"
        )
        for title, words in (
            ("Said", conflict.say),
            ("About somebody else", conflict.say_other),
            ("Asked again", conflict.settled),
            ("To do", conflict.step),
        ):
            if words:
                yield f"  - {title}: {md(words)}"
    yield "\n## Asked by earlier versions\n"
    yield from (f"- **{retired.id}**: {md(retired.why)}" for retired in pack.retired)


def proved(pack: Pack) -> Iterator[str]:
    """Yield the screeners' bands, and what is proved of the rules."""
    yield "\n## Screeners\n"
    for screener in pack.screeners:
        bands = "; ".join(f"from {band.from_total}: {md(band.label)}" for band in screener.band)
        yield f"- {md(screener.title)}, asked as *{screener.question}*. {bands}".rstrip()
    yield "\n## What is proved of the rules\n"
    for name in CLAIMS:
        if getattr(pack.claims, name):
            yield f"- {CLAIMS[name]}"
    yield from (f"- {md(claim.says)}" for claim in pack.claims.claim)
