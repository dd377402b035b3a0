"""What the commands of the records do at a terminal."""
