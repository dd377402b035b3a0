"""The summary in the forms that leave the program."""
