"""Choosing the colours, and finding them again as they were chosen for a profile."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mtui.domain.errors import MtuiError

if TYPE_CHECKING:
    from mtui.config import ThemeName
    from mtui.services.session import Session
    from mtui.ui.app import MtuiApp


def choose_theme(app: MtuiApp, name: ThemeName) -> None:
    """Put on a theme, and keep it for the profile at work."""
    app.theme = name
    usual = app.launch.book.config.theme
    if app.workplace is not None:
        app.portal.tell(lambda session: session.preferences.keep_theme(name, usual))


async def restore_theme(app: MtuiApp) -> None:
    """Put on the theme that the profile was last seen in."""
    usual = app.launch.book.config.theme

    async def read(session: Session) -> str:
        return session.preferences.theme(usual)

    with suppress(MtuiError):  # the list tells what is wrong
        app.theme = await app.portal.call(read)
