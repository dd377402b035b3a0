"""The screens beside the questions: note, overview, guide, review, correction, end of the call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from iopintake.interview import flow
from iopintake.interview.asker import (
    JumpTo,
    Move,
    Prompt,
    Reply,
)
from iopintake.packs.model import Option, Question
from iopintake.rules.evaluation import Evaluation
from iopintake.support.language import N_, _
from iopintake.support.safe_text import safe_text
from iopintake.terminal.prompts import wording
from iopintake.terminal.prompts.base import LedAway
from iopintake.terminal.prompts.canvas import Canvas, Typed
from iopintake.terminal.prompts.hints import doubted_note
from iopintake.terminal.prompts.keys import Command
from iopintake.terminal.prompts.line import Line, aloud, one, said
from iopintake.terminal.prompts.option_list import OptionList
from iopintake.terminal.prompts.page import Page
from iopintake.terminal.theme import Role

FINISH, ENDED, GOES_ON = ":finish", ":ended", ":goes-on"
HERE = N_("  <- here")


def note(canvas: Canvas, prompt: Prompt, draft: str) -> Typed:
    """Take a note of several lines on a question."""
    page = Page(
        lambda width: said(_("Note on: {short}").format(short=prompt.question.short), width, Role.HEADING),
        hint=_("(Enter keeps the note; Alt-Enter or Esc Enter begins a new line.)"),
    )
    return canvas.line(page, _("Note:"), draft, lambda _typed: None, doubt=doubted_note, several_lines=True)


def overview(canvas: Canvas, prompt: Prompt) -> Reply | None:
    """Show all questions with their state; go to the one that is chosen."""
    rows = list(wording.overview_rows(prompt.evaluation))
    here = next((i for i, row in enumerate(rows) if row.question_id == prompt.question.id), 0)
    options = _listed(
        canvas, [replace(row, text=row.text + _(HERE) * (i == here)) for i, row in enumerate(rows)], home=here
    )
    page = _page(_("Overview. Choose a question to go there; Esc returns."), marks=True)
    chosen = canvas.choose(page, options)
    return _left(chosen) if isinstance(chosen, Command) else JumpTo(chosen[0])


def guide(canvas: Canvas, prompt: Prompt) -> Reply | None:
    """Show what callers ask, and the answer to one of it; then the interview goes on."""
    topics = (prompt.voice or prompt.evaluation.book.pack).guidance.topic
    options = _options(canvas, [Option(code=t.answer, label=t.question) for t in topics])
    chosen = canvas.choose(_page(_("What callers ask. Choose one; Esc returns.")), options)
    if isinstance(chosen, Command):
        return _left(chosen)
    answer = Page(lambda width: aloud(chosen[0], width, canvas.signs), esc_leaves=True)
    command = canvas.read(answer)
    return None if command is None else _left(command)


def hang_up(canvas: Canvas, prompt: Prompt) -> Reply | None:
    """Show how the call was agreed to end; pause once it has."""
    answers, crisis = prompt.evaluation.answers, prompt.evaluation.book.pack.crisis
    sentence = answers.value(crisis.discreet_question)
    agreed = str(sentence) if sentence else ""

    def text(width: int) -> list[Line]:
        sentence = aloud(agreed, width, canvas.signs) if agreed else []
        return [*sentence, *said(wording.end_of_call(agreed), width, Role.DO)]

    options = [
        Option(code=ENDED, label=_("The call has ended: stop here")),
        Option(code=GOES_ON, label=_("The call goes on")),
    ]
    chosen = canvas.choose(Page(text, esc_leaves=True), _options(canvas, options))
    if isinstance(chosen, Command):
        return _left(chosen)
    return Move.PAUSE if chosen == (ENDED,) else None


def review(canvas: Canvas, evaluation: Evaluation) -> Reply | None:
    """Show every answer by number until one is chosen or the interview is finished."""
    options = _listed(
        canvas, wording.review_rows(evaluation), Option(code=FINISH, label=_("Finish: show the result"))
    )
    told = canvas.told_now()
    page = _page(_("All answers. Choose one to change it, or 0 to finish."), *told, marks=True)
    page.framed = page.esc_leaves = False
    name = safe_text(flow.person(evaluation))
    title = canvas.signs.dot.join(filter(None, [name, _("All answers")]))
    canvas.top = lambda width: one(Role.TOP, wording.cut(title, width))
    match canvas.choose(page, options):
        case Command.CRISIS:
            return Move.CRISIS
        case Command.PAUSE:
            return Move.PAUSE
        case Command():
            return Move.BACK
        case (code,) if code != FINISH:
            return JumpTo(code)
        case _:
            return None


def correction(canvas: Canvas, question: Question) -> str | None:
    """Ask whether a crisis sign was wrong, and why; return the reason, or None to keep the sign.

    Raises LedAway when the operator wants to go elsewhere; the sign is kept then, too.
    """
    options = [
        Option(code="keep", label=_("Keep the sign of danger as it was")),
        Option(code="correct", label=_("It was wrong: correct it, with a reason")),
    ]
    page = _page(
        _('!!! "{short}" was a sign of danger.').format(short=question.short),
        _("A clinician will see that it was corrected."),
    )
    chosen = canvas.choose(page, _options(canvas, options))
    command, reason = chosen if isinstance(chosen, Command) else None, None
    if chosen == ("correct",):
        typed = canvas.line(page, _("Reason:"), "", _needs_words)
        command, reason = typed.command, typed.text.strip()
    if command is None:
        return reason
    if isinstance(move := _left(command), Move):
        raise LedAway(move)
    return None


def _needs_words(typed: str) -> str | None:
    return None if typed.strip() else _("Type the reason, or go back with Esc: then the sign stays.")


def _left(command: Command) -> Reply | None:
    """Return where a command key leads from a screen beside the questions; back is the question."""
    if command is Command.CRISIS:
        return Move.CRISIS
    return Move.PAUSE if command is Command.PAUSE else None


def _page(first: str, *others: str, marks: bool = False) -> Page:
    """Return a page beside the questions, with what the MARKS in its list mean; Esc returns from it."""

    def text(width: int) -> list[Line]:
        role = Role.CRISIS if first.startswith("!!!") else Role.HEADING
        key = wording.state_key(width) if marks else []
        return [*said(first, width, role), *key, *(line for other in others for line in said(other, width))]

    return Page(text, esc_leaves=True)


def _options(canvas: Canvas, options: list[Option]) -> OptionList:
    return OptionList(options, several=False, signs=canvas.signs)


def _listed(
    canvas: Canvas, rows: Iterable[wording.Row], zero: Option | None = None, *, home: int = 0
) -> OptionList:
    """Return rows as a list with their headings; ZERO stands before them, as number 0."""
    rows = list(rows)
    shift = 0 if zero is None else 1
    return OptionList(
        [*([] if zero is None else [zero]), *(Option(code=row.question_id, label=row.text) for row in rows)],
        several=False,
        first_number=1 - shift,
        headings={place + shift: row.heading for place, row in enumerate(rows) if row.heading},
        home=home,
        signs=canvas.signs,
    )
