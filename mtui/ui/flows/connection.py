"""Find out whether a profile works, before it is kept."""

from __future__ import annotations

from threading import Thread
from types import MappingProxyType
from typing import TYPE_CHECKING

from mtui.config import credentials_for
from mtui.domain.errors import CredentialError
from mtui.services.portal import Portal
from mtui.ui.flows.credentials import ask_credentials

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mtui.config import Profile
    from mtui.domain.secret import Secret
    from mtui.ui.app import MtuiApp


async def ask_missing(app: MtuiApp, profile: Profile) -> Mapping[str, Secret] | None:
    """Ask for what the profile says to ask for each time; None if the person gave up."""
    missing = tuple(
        each.name
        for each in credentials_for(profile.auth)
        if each.is_required and each.name not in profile.credentials
    )
    if not missing:
        return MappingProxyType({})
    reason = "It is not kept anywhere, so it is asked for."
    return await ask_credentials(app, profile, CredentialError(reason, missing=missing))


async def try_connection(app: MtuiApp, profile: Profile, typed: Mapping[str, Secret]) -> int | None:
    """Sign in and read a little; return how many jobs the service tells of.

    Cancelling it drops the session.

    Raises:
        MtuiError: it does not work.
    """
    portal = Portal(lambda: app.launch.opener(profile, typed))
    portal.start()
    try:
        return await portal.call(lambda session: session.catalog.probe())
    finally:
        # Closing waits for the session's thread; the screen must not.
        Thread(target=portal.close, name="mtui-close").start()
