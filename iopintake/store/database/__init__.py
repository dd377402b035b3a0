"""The file of the records: its tables, how it is opened, who has a draft open, and how an event gets in."""
