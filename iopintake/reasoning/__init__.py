"""Exact reasoning over every set of answers: what is still possible, and what always holds.

``possible`` says which levels the completions of some answers reach, ``narrowing`` what to ask first,
``changes`` what would change a result, ``proof`` what holds of a pack for everybody. Two things answer
them: ``solving`` writes a pack as clauses for a SAT solver, which settles everything, and ``screening``
runs the rules over many sets at once, which settles nearly everything in a fraction of the time.
"""
