"""What to do about a run that was interrupted."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from mtui.ui.presentation.plans import counted
from mtui.ui.presentation.text import safe
from mtui.ui.screens.choose import Choice, ChooseModal

if TYPE_CHECKING:
    from mtui.services.recovery import UnfinishedRun


class RecoverChoice(Enum):
    """What a person can do about it; nothing is sent without another confirmation."""

    RESUME = "verify and resume"
    VERIFY = "verify only"
    DISCARD = "discard"
    LATER = "later"


_DETAILS = {
    RecoverChoice.RESUME: "look what became of it, then plan the rest anew",
    RecoverChoice.VERIFY: "look what became of it, send nothing",
    RecoverChoice.DISCARD: "close it unseen; the journal keeps it",
    RecoverChoice.LATER: "ask again at the next start",
}


def recover_modal(run: UnfinishedRun) -> ChooseModal:
    """Return the dialog about one interrupted run; it returns a RecoverChoice's value."""
    note = (
        f"A run was interrupted: {run.action} {counted(run.total, 'target')}, begun"
        f" {safe(run.began_at[:16].replace('T', ' '))} UTC on {safe(run.host, 40)}."
        f" {len(run.doubtful)} in doubt, {len(run.unsent)} not sent."
    )
    choices = [Choice(choice.value, choice.value, _DETAILS[choice]) for choice in RecoverChoice]
    return ChooseModal("What now?", choices, RecoverChoice.RESUME.value, note=note)
