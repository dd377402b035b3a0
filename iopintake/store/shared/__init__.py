"""The records of several desks on one PostgreSQL server: opened, administered, and brought up to date."""
