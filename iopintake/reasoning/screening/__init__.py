"""Which levels are possible, as far as the rules show it without a solver, for many sets of answers at once.

``circuit`` is the rules as a program over lanes, ``variables`` what they tell apart. ``witnesses`` are made
once for a pack and then ``tried`` with a person's answers (a ``case``) in place of their own; what may
be ``asked`` next is supposed in ``trials``. ``screening`` puts these together, and what none of them
shows is left to the solver.
"""
