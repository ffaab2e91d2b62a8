"""Find out whether a profile works, before it is kept."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

from mtui.services.portal import Portal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mtui.config import Profile
    from mtui.domain.secret import Secret
    from mtui.ui.app import MtuiApp


async def try_connection(app: MtuiApp, profile: Profile, typed: Mapping[str, Secret]) -> int | None:
    """Sign in and read a little; return how many jobs the service tells of.

    Cancelling it drops the session.

    Raises:
        CredentialError: something is missing; nothing was sent.
        MtuiError: it does not work.
    """
    portal = Portal(lambda: app.launch.opener(profile, typed))
    portal.start()
    try:
        return await portal.call(lambda session: session.catalog.probe())
    finally:
        # Closing waits for the session's thread; the screen must not.
        Thread(target=portal.close, name="mtui-close").start()
