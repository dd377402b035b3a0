"""What is read from the records: search, reports, the audit trail, and what an intake would come to today."""
