"""Conversations about profiles: open another one, and make or change one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.errors import ConfigError
from mtui.ui.notices import Notice
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.plans import counted
from mtui.ui.presentation.profiles import mistake_words, removal_lines, written_detail
from mtui.ui.presentation.text import safe
from mtui.ui.screens.profile_form import ProfileFormScreen
from mtui.ui.screens.question import Answer, QuestionModal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping

    from mtui.config import Profile, Written
    from mtui.domain.secret import Secret
    from mtui.ui.app import MtuiApp
    from mtui.ui.launch import Workplace
    from mtui.ui.presentation.profiles import ProfileRow
    from mtui.ui.screens.profile_form import Saved

_LONGEST = 60


async def open_other(
    app: MtuiApp, workplace: Workplace, typed: Mapping[str, Secret] | None = None
) -> None:
    """Leave the open profile for another one; ask first if that would stop a run.

    Every screen is left behind, the caller's too: do nothing after it.
    """
    if app.runs.is_live:
        lines = (
            f"Not settled yet: {counted(app.runs.busy_count, 'target')} of the open profile.",
            "Requests in flight are awaited for a few seconds, nothing more is sent,",
            "and the journal keeps what became of each.",
        )
        question = QuestionModal(
            "Leave while a deletion is under way?",
            lines,
            (Answer("y", "leaves"),),
            escape_words="stays",
        )
        if await app.push_screen_wait(question) is None:
            return
    app.open_workplace(workplace, typed)


async def make_profile(app: MtuiApp, previous: Profile | None = None) -> Saved | None:
    """Let a person fill in a new profile, or change one; None if nothing was saved."""
    saved = await app.push_screen_wait(ProfileFormScreen(previous))
    if saved is not None:
        words = f"saved profile {safe(saved.profile.name, _LONGEST)}"
        _tell_written(app, f"{words}: {saved.remark}", saved.written)
    return saved


async def remove_profile(app: MtuiApp, row: ProfileRow) -> bool:
    """Ask, and remove a profile from the file; return whether it was."""
    name = row.profile.name
    question = QuestionModal(
        f"Remove profile {safe(name, _LONGEST)} from the file?",
        removal_lines(row),
        (Answer("y", "removes it"),),
        escape_words="keeps it",
    )
    if await app.push_screen_wait(question) is None:
        return False
    return await _write(app, f"removed profile {name}", app.launch.book.remove(name))


async def make_default(app: MtuiApp, name: str) -> bool:
    """Make a profile the one that opens by itself; return whether it is."""
    words = f"profile {name} opens by itself now"
    return await _write(app, words, app.launch.book.set_default(name))


def tell_mistake(app: MtuiApp, error: ConfigError) -> None:
    """Say that the file cannot be used, in the status pane."""
    headline, detail = mistake_words(error, app.launch.book.path)
    app.announce(Notice(Tone.BAD, headline, detail, safe(error.hint), app.now_ms()))


async def _write(app: MtuiApp, words: str, writing: Awaitable[Written]) -> bool:
    try:
        written = await writing
    except ConfigError as error:
        tell_mistake(app, error)
        return False
    _tell_written(app, safe(words, 2 * _LONGEST), written)
    return True


def _tell_written(app: MtuiApp, words: str, written: Written) -> None:
    app.announce(Notice(Tone.GOOD, words, written_detail(written), at_ms=app.now_ms()))
