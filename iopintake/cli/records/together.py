"""The commands of desks that work together: sync, settle and queue."""

from __future__ import annotations

from typing import Annotated

import typer

from iopintake.cli.options import HomeOption, JsonOption, PickedArgument, TakeOverOption
from iopintake.support.errors import IopintakeError
from iopintake.support.language import _, ngettext


def sync(home: HomeOption = None) -> None:
    """Send what waits on this desk to the shared records, and delete here what was deleted there.

    Example: iopintake sync
    """
    from iopintake.cli.records.opening import actor, open_desk
    from iopintake.cli.records.shared import NONE_SET
    from iopintake.store.shared.outbox import Outbox
    from iopintake.store.shared.sending import follow_deletions, send_waiting
    from iopintake.terminal.prompts.operator import tell

    with open_desk(home, actor()) as desk:
        if desk.link is None:
            raise IopintakeError(_(NONE_SET))
        outbox = Outbox(desk.link.home)
        with desk.link.open() as shared:
            done = send_waiting(desk.store, shared, outbox)
            gone = follow_deletions(desk.store, shared, outbox)
    for sentence in done.said:
        tell(sentence)
    if gone:
        tell(_("Deleted here, as in the shared records: {gone}.").format(gone=", ".join(gone)))
    if done.waiting:
        tell(_("Still waiting: {waiting}.").format(waiting=", ".join(done.waiting)))
    if done.sent:
        tell(
            ngettext("{count} intake was sent.", "{count} intakes were sent.", len(done.sent)).format(
                count=len(done.sent)
            )
        )
    elif not done.waiting:
        tell(_("Nothing was waiting to be sent."))


def settle(
    intake: PickedArgument = None,
    take: Annotated[bool, typer.Option("--take", help="Take every answer of the other desk.")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Keep every answer as it counts now.")] = False,
    take_over: TakeOverOption = False,
    home: HomeOption = None,
) -> None:
    """Say what counts where two desks wrote to an intake while they were apart. Both stay in its history.

    Example: iopintake settle bado
    """
    from iopintake.cli.records.picked import refuse_unnamed
    from iopintake.cli.records.settling import settle_intake

    if take and keep:
        raise IopintakeError(_("--take and --keep exclude each other. Without both, each question is asked."))
    refuse_unnamed(intake, "settle")
    settle_intake(home, intake, everything=True if take else False if keep else None, take_over=take_over)


def queue(
    take: Annotated[
        str | None,
        typer.Option("--take", metavar="ID", help="Look after this one, and nobody else will."),
    ] = None,
    give_back: Annotated[
        str | None, typer.Option("--give-back", metavar="ID", help="Look after this one no more.")
    ] = None,
    days: Annotated[int, typer.Option(min=0, max=365, help="Also what is due within so many days.")] = 0,
    take_over: TakeOverOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """List the work that waits: what a clinician must see, conflicts, and whom to call back; or take a piece.

    Example: iopintake queue --take bado
    """
    from datetime import timedelta

    from iopintake.answers.circumstances import today
    from iopintake.cli.records.opening import open_records
    from iopintake.cli.records.shared import for_all_to_see, is_alone
    from iopintake.export.as_json import to_json
    from iopintake.store.queries import queue as work
    from iopintake.terminal.output import console, write_data
    from iopintake.terminal.prompts.operator import tell

    with open_records(home) as store:
        if take is not None:
            for_all_to_see(store)
            found = store.find_id(take)
            work.take(store, found, take_over=take_over)
            tell(
                _(
                    "{found} is yours until a decision or a follow-up is recorded. To give it back: "
                    "iopintake queue --give-back {found}"
                ).format(found=found)
            )
            return
        if give_back is not None:
            found = store.find_id(give_back)
            work.give_back(store, found, take_over=take_over)
            tell(_("{found} waits for whoever takes it next.").format(found=found))
            return
        pieces = work.queue(store, today() + timedelta(days=days))
        if as_json:
            write_data(to_json(pieces), None, force=False)
        elif pieces:
            from iopintake.terminal.pages.shared import queue_table

            out = console()
            out.print(queue_table(pieces, today(), out.width))
        else:
            tell(
                _("Nothing waits on this desk; what waits at others can't be seen now.")
                if is_alone(store)
                else _("Nothing waits.")
            )
