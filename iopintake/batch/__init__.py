"""Many intakes: lines in, lines out, in constant memory and on all cores; or tables in memory."""

from iopintake.batch.tables import assess_table, results_schema

__all__ = ["assess_table", "results_schema"]
