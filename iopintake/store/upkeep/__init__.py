"""The care of the records: backup, restore, repair, deletion, encryption."""
