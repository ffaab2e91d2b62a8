"""Copying: choose what, send it to the terminal, or show it alone where that is no use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.ui.clipboard import TooLongError
from mtui.ui.notices import Notice
from mtui.ui.presentation.cells import Tone
from mtui.ui.screens.copying import CopyModal, PlainScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtui.ui.app import MtuiApp
    from mtui.ui.presentation.copying import Offer


async def copy_one_of(app: MtuiApp, offers: Sequence[Offer]) -> None:
    """Let the person choose what to copy, and how; not over another dialog."""
    if app.screen.is_modal:
        return  # keys that came in one packet open one dialog
    if not offers:
        _tell(app, Tone.PLAIN, "there is nothing to copy")
        return
    modal = CopyModal(offers)
    chosen = await app.push_screen_wait(modal)
    if chosen is None:
        return
    offer = offers[int(chosen)]
    if modal.wants_view:
        app.push_screen(PlainScreen(offer.text))
        return
    try:
        app.copy_to_clipboard(offer.text)
    except TooLongError:
        _tell(app, Tone.BUSY, f"{offer.label}: too long for a terminal's clipboard")
        app.push_screen(PlainScreen(offer.text))
    else:
        view = app.key_name("copy.view", CopyModal)
        hint = f"if it does not arrive: copy again, {view} instead shows it to be selected"
        _tell(app, Tone.PLAIN, f"{offer.label}: sent to the terminal", hint)


def _tell(app: MtuiApp, tone: Tone, words: str, hint: str = "") -> None:
    app.announce(Notice(tone, words, hint=hint, at_ms=app.now_ms()))
