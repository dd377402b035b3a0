"""The ground that everything stands on: errors, files, safe text. It knows nothing of intakes."""
