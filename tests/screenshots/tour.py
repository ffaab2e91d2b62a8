"""The tour in pictures: scenes with the way to each from the start of the app, and their looks."""

from __future__ import annotations

from typing import NamedTuple

from mtui.config.theme import ThemeName
from tests.screenshots.camera import SMALL, Shot, Step


class Look(NamedTuple):
    """How the scenes are looked at."""

    theme: ThemeName
    size: tuple[int, int]
    """Columns and rows."""

    @property
    def folder(self) -> str:
        """Where its pictures are, such as ``ansi-dark-80x24``."""
        return "{}-{}x{}".format(self.theme, *self.size)


LOOKS = tuple(
    Look(theme, size)
    for theme in (ThemeName.ANSI_DARK, ThemeName.DARK)
    for size in (SMALL, (120, 40))
)

JOBS = Step((), "DURATION")
FLOWERS = Step(("slash", *"flowers-fine", "enter"), "flowers-finetune")
"""The list with one job, the cursor on it."""
VERSIONS = Step(("enter",), "start_time", rest_s=0.6)
"""Its versions, for long enough that all details of the newest have come."""
ASK = Step(("d",), "y deletes it", rest_s=0.2)
"""The dialog, on the screen for long enough to take a yes."""
MARK = Step(("space",) * 4, "● V0009")
ASK_MANY = Step(("d",), "Delete 4 versions", rest_s=0.2)
BY_ID = (
    Step(("i",), "Find a version"),
    Step((*"182626", "enter", *"1", "enter"), "has no version"),
    Step(("i",), "Find a version"),
    Step((*"99999", "enter", *"1", "enter"), "ModelArts.0102"),
)
"""A version that is not there, then a job that the service does not know."""

DELETED = (
    JOBS,
    FLOWERS,
    VERSIONS,
    ASK,
    Step(("y",), "✓ deleted"),
    Step((), "11 versions", rest_s=0.6),
)

TOUR = (
    Shot("jobs", (JOBS,)),
    Shot("current", (JOBS, Step(("tab",), "PHASE"))),
    Shot("filter", (JOBS, Step(("slash", *"status:failed age>90d"), "age>90d"))),
    Shot("versions", (JOBS, FLOWERS, VERSIONS)),
    Shot("delete", (JOBS, FLOWERS, VERSIONS, ASK)),
    Shot("deleted", DELETED),
    Shot("plan", (JOBS, FLOWERS, VERSIONS, MARK, ASK_MANY)),
    Shot("run", (JOBS, FLOWERS, VERSIONS, MARK, ASK_MANY, Step(("4",), "4 gone"))),
    Shot("refused", (JOBS, *BY_ID)),
    Shot("history", (*DELETED, Step(("escape",), "1 of 32"), *BY_ID, Step(("!",), "History"))),
    Shot("help", (JOBS, Step(("question_mark",), "Keys"))),
)
