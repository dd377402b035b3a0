"""The records: every intake as a journal of events that is on the disk before work goes on.

The way in, for a caller::

    home = home_folder(option, os.environ, default)         # --home, IOPINTAKE_HOME, or the default
    actor = Actor(who=..., host=..., pid=..., clock=...)    # who writes, from where, and when
    with open_store(home, actor, ask_passphrase) as store:  # makes the records if need be
        store.warnings                                      # sentences for standard error, before the end
        find(store, Wanted(states=("draft",)), limit=1)     # unfinished ones, newest first
        find(store, Wanted(phone="555 0199"), limit=5)      # earlier intakes with the same number

        plan = Plan(pack=..., folder=..., mode=..., day=..., practice=...)
        session = begin_session(store, plan, answers)       # a new intake
        session = resume_session(store, "bado", take_over=False)    # "" is the latest draft
        session = amend_session(store, "bado", reason, take_over=False)
        session = UnkeptSession(actor, plan, answers)       # --no-keep, the same methods

        session.pack_folder()                               # the pack that the intake was begun with
        conduct(evaluator, session.answers, asker, session.record, view=session.view)
        session.half                                        # half-given answers by question
        session.keep_half(HalfGiven(...))                   # also on Ctrl-C, TERM and HUP
        session.pause("interrupted")                        # False: nothing was said, nothing is kept
        session.finish(summary, "finished")                 # or "ended"
        session.circumstances("interview")                  # id, times and operator for the summary
        session.discard()                                   # the operator throws the draft away

Inside: ``journal`` (what happened: the record of truth), ``derived`` (what follows from it),
``database`` (the file that holds both), ``protection`` (who may read it), ``session`` (one
intake while it is open), ``queries`` (search, summaries, report, audit trail), ``upkeep``
(backup, restore, repair, deletion, encryption).

Each call has its event on the disk when it returns, or raises a StoreError: one sentence
that says what to do. KeyboardInterrupt may strike anywhere; an event is then wholly there
or not at all. A draft that is open in a living process raises OpenElsewhere; ask, then
call again with ``take_over=True``. A session whose draft was taken over raises TakenOver
at its next event, which stays in the history as a late one and counts for nothing.

What is shared by several desks is a ``Store``, too, on a PostgreSQL server (``shared``); both
kinds fulfil ``protocol``. An interview writes to the file of its desk, and is sent from there.

One file holds everything. The table ``event`` is the record of truth and append-only;
``intake`` is an index of it that can be made anew from it; ``document`` has the summaries
as they were, ``pack`` the packs that intakes were begun with, ``deleted`` the fact of
deletions. The folder is for its owner only, and so are the files.
"""

from iopintake.store.database.store import Store, open_store
from iopintake.store.errors import StoreError, WrongPassphrase
from iopintake.store.journal.actor import Actor
from iopintake.store.journal.events import HalfGiven
from iopintake.store.journal.replay import UNFINISHED, Intake
from iopintake.store.protection.home import Home, home_folder
from iopintake.store.queries.search import Row, Wanted, count, find
from iopintake.store.session.begin import amend_session, begin_session, resume_session
from iopintake.store.session.model import IntakeSession, Plan, UnkeptSession

__all__ = [
    "UNFINISHED",
    "Actor",
    "HalfGiven",
    "Home",
    "Intake",
    "IntakeSession",
    "Plan",
    "Row",
    "Store",
    "StoreError",
    "UnkeptSession",
    "Wanted",
    "WrongPassphrase",
    "amend_session",
    "begin_session",
    "count",
    "find",
    "home_folder",
    "open_store",
    "resume_session",
]
