"""A pack's rules and its decision as clauses, and the SAT solver that is asked about them."""
