"""Where the clinic's own settings and screeners stand."""

from __future__ import annotations

from pathlib import Path


def settings_path() -> Path:
    """Return where the clinic's own settings stand."""
    from platformdirs import user_config_path

    return user_config_path("iopintake", appauthor=False) / "config.toml"


def screeners_folder() -> Path:
    """Return where the clinic's own screeners stand: beside its settings."""
    return settings_path().parent / "screeners"
