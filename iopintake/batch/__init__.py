"""Many intakes: lines in, lines out, in constant memory and on all cores."""
