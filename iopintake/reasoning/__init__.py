"""Exact reasoning over every set of answers: what is still possible, and what always holds.

``possible`` says which levels the completions of some answers reach, ``narrowing`` what to ask first,
``changes`` what would change a result, ``proof`` what holds of a pack for everybody. Three things answer
them: ``left_open`` tells whose answers leave the same open, so that it is found out once; ``screening``
runs the rules over many sets at once, which settles nearly everything in a fraction of the time; and
``solving`` writes a pack as clauses for a SAT solver, which settles everything (``completion_solver``).
"""
