"""FHIR R4: the pack as a Questionnaire, and what an intake comes to as one transaction Bundle."""
