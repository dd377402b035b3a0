"""The records: every intake as a journal of events that is on the disk before work goes on.

What a session calls; each name with the module that has it::

    home = home_folder(option, os.environ, default)         # home: --home, IOPINTAKE_HOME, or the default
    clerk = Clerk(who=..., host=..., pid=..., clock=...)    # clerk: who writes, from where, and when
    with open_store(home, clerk, ask_passphrase) as store:  # journal: makes the records if there are none
        store.warnings                                      # sentences for standard error, before the end
        find(store, Wanted(states=("draft",)), limit=1)     # finding: unfinished ones, newest first
        find(store, Wanted(phone="555 0199"), limit=5)      # earlier intakes with the same number

        plan = Plan(pack=..., folder=..., mode=..., day=..., practice=...)  # sitting
        sitting = begin_sitting(store, plan, answers)       # seating: a new intake
        sitting = resume_sitting(store, "bado", take_over=False)    # "" is the latest draft
        sitting = amend_sitting(store, "bado", reason, take_over=False)
        sitting = UnkeptSitting(clerk, plan, answers)       # sitting: --no-keep, the same methods

        sitting.pack_folder()                               # the pack that the intake was begun with
        conduct(evaluator, sitting.answers, asker, sitting.record, view=sitting.view)
        sitting.half                                        # half-given answers by question
        sitting.keep_half(HalfGiven(...))                   # events; also on Ctrl-C, TERM and HUP
        sitting.pause("interrupted")                        # False: nothing was said, nothing is kept
        sitting.finish(summary, "finished")                 # or "ended"
        sitting.circumstances("interview")                  # id, times and operator for the summary
        sitting.discard()                                   # the operator throws the draft away

Each call has its event on the disk when it returns, or raises a StoreError: one sentence
that says what to do. KeyboardInterrupt may strike anywhere; an event is then wholly there
or not at all. A draft that is open in a living process raises OpenElsewhere; ask, then
call again with ``take_over=True``. A sitting whose draft was taken over raises TakenOver
at its next event, which stays in the history as a late one and counts for nothing.

One file holds everything. The table ``event`` is the record of truth and append-only;
``intake`` is an index of it that can be made anew from it; ``document`` has the summaries
as they were, ``pack`` the packs that intakes were begun with, ``deleted`` the fact of
deletions. The folder is for its owner only, and so are the files.
"""
