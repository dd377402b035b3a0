"""The draft of an interview: on the disk after every answer, for its owner's eyes only."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from iopintake.answers import Answers, SafetyAction
from iopintake.answers_data import answers_data
from iopintake.errors import FileError
from iopintake.export.as_json import to_json
from iopintake.files import write_whole
from iopintake.interview.conduct import Event

SYLLABLES = tuple(f"{c}{v}" for c in "bdfgklmnprstvz" for v in "aeiou")


def new_id() -> str:
    """Return a new id of an intake: syllables that can be said on the phone."""
    return "-".join("".join(secrets.choice(SYLLABLES) for _ in range(2)) for _ in range(2))


@dataclass
class Draft:
    """An answers file that grows with the interview."""

    id: str
    folder: Path
    answers: Answers

    @classmethod
    def begin(cls, answers: Answers, folder: Path) -> Draft:
        """Return a draft in FOLDER that begins with ANSWERS; nothing is written yet."""
        return cls(new_id(), folder, answers)

    @property
    def path(self) -> Path:
        """Return where the draft stands; its name tells nothing about anybody."""
        return self.folder / f"{self.id}.json"

    def record(self, event: Event) -> None:
        """Write the draft with this event in it; it is on the disk when this returns."""
        if isinstance(event, SafetyAction):
            self.answers = self.answers.with_action(event)
        else:
            self.answers = self.answers.with_answer(event.question_id, event.answer)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(
                f"{self.folder}: drafts can't be kept there ({error.strerror}). Check the folder."
            ) from None
        write_whole(self.path, to_json(answers_data(self.answers)), force=True)

    def discard(self) -> None:
        """Remove the draft."""
        self.path.unlink(missing_ok=True)

    def how_to_go_on(self) -> str:
        """Return one sentence that says where the answers are and how to go on."""
        if not self.path.exists():
            return "Nothing was answered, so nothing was kept."
        return f'The answers are kept. Go on with: iopintake start --answers "{self.path}"'


def draft_folder() -> Path:
    """Return the folder of drafts in the user's data folder."""
    return user_data_path("iopintake", appauthor=False) / "drafts"
