"""Screeners that a clinic brings as FHIR Questionnaires: read, asked, scored, and told to the pack.

A form is read once (``reading``), filled item by item (``filling``: what is enabled, what is
next, what would be sent), and comes to a total (``scoring``) that reaches the pack by its LOINC
code (``in_pack``).
"""
