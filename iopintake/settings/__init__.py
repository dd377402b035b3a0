"""What a clinic sets: its name and lines, its program, its keys; from flags, environment, one file."""

from iopintake.settings.model import EXAMPLE, OwnNumber, Settings
from iopintake.settings.places import screeners_folder, settings_path
from iopintake.settings.reading import (
    NAMES,
    PREFIX,
    Found,
    find_settings,
    own_database,
    own_language,
    own_operator,
    own_pack,
    read_settings,
    sound_settings,
)

__all__ = [
    "EXAMPLE",
    "NAMES",
    "PREFIX",
    "Found",
    "OwnNumber",
    "Settings",
    "find_settings",
    "own_database",
    "own_language",
    "own_operator",
    "own_pack",
    "read_settings",
    "screeners_folder",
    "settings_path",
    "sound_settings",
]
