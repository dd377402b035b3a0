"""The pages: what a result, a list or a report looks like."""
