"""The records: every intake as a journal of events that is on the disk before work goes on.

What a session calls; each name with the module that has it::

    home = home_folder(option, os.environ, default)         # protection.home: --home, IOPINTAKE_HOME, default
    actor = Actor(who=..., host=..., pid=..., clock=...)    # journal.actor: who writes, from where, and when
    with open_store(home, actor, ask_passphrase) as store:  # database.store: makes the records if need be
        store.warnings                                      # sentences for standard error, before the end
        find(store, Wanted(states=("draft",)), limit=1)     # queries.search: unfinished ones, newest first
        find(store, Wanted(phone="555 0199"), limit=5)      # earlier intakes with the same number

        plan = Plan(pack=..., folder=..., mode=..., day=..., practice=...)  # session.model
        session = begin_session(store, plan, answers)       # session.begin: a new intake
        session = resume_session(store, "bado", take_over=False)    # "" is the latest draft
        session = amend_session(store, "bado", reason, take_over=False)
        session = UnkeptSession(actor, plan, answers)       # session.model: --no-keep, the same methods

        session.pack_folder()                               # the pack that the intake was begun with
        conduct(evaluator, session.answers, asker, session.record, view=session.view)
        session.half                                        # half-given answers by question
        session.keep_half(HalfGiven(...))                   # events; also on Ctrl-C, TERM and HUP
        session.pause("interrupted")                        # False: nothing was said, nothing is kept
        session.finish(summary, "finished")                 # or "ended"
        session.circumstances("interview")                  # id, times and operator for the summary
        session.discard()                                   # the operator throws the draft away

Each call has its event on the disk when it returns, or raises a StoreError: one sentence
that says what to do. KeyboardInterrupt may strike anywhere; an event is then wholly there
or not at all. A draft that is open in a living process raises OpenElsewhere; ask, then
call again with ``take_over=True``. A session whose draft was taken over raises TakenOver
at its next event, which stays in the history as a late one and counts for nothing.

One file holds everything. The table ``event`` is the record of truth and append-only;
``intake`` is an index of it that can be made anew from it; ``document`` has the summaries
as they were, ``pack`` the packs that intakes were begun with, ``deleted`` the fact of
deletions. The folder is for its owner only, and so are the files.
"""
