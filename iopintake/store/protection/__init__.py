"""Who may read the records: the folder and its modes."""
