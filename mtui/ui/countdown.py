"""Counts down the last minutes of credentials whose end is known."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from mtui.config import AuthKind
from mtui.domain.errors import MtuiError
from mtui.ui.news import News

if TYPE_CHECKING:
    from textual.timer import Timer

    from mtui.services.portal import Portal
    from mtui.services.session import Session
    from mtui.ui.app import MtuiApp

LAST_S = 600.0
"""How long before the end it begins to be told, in seconds."""


class Countdown:
    """Knows when a token or a temporary key that came from elsewhere ends.

    All else renews itself, or nobody tells its end.
    """

    def __init__(self, app: MtuiApp) -> None:
        self.changed: News[None] = News(app, "countdown")
        self._app = app
        self._ends_s: float | None = None
        self._what = "token"
        self._is_asking = False
        self._timer: Timer | None = None

    def stop(self) -> None:
        """Tell nothing any more."""
        self._ends_s = None
        if self._timer is not None:
            self._timer.stop()
        self._timer = None

    def badges(self) -> list[tuple[str, str]]:
        """Return how long the credentials are still good, in their last minutes alone."""
        if self._ends_s is None or (left_s := self._left_s(self._ends_s)) > LAST_S:
            return []
        minutes = math.ceil(left_s / 60)
        words = f"{self._what} ends in {minutes} min" if left_s > 0 else f"{self._what} has ended"
        return [(words, "bold $warning")]

    def find_out(self) -> None:
        """Find out when the present credentials end; the service is asked once for each token."""
        workplace = self._app.workplace
        if workplace is None or workplace.profile.auth is AuthKind.PASSWORD:
            return
        self._what = "token" if workplace.profile.auth is AuthKind.TOKEN else "access key"
        if not self._is_asking:
            self._is_asking = True
            self._app.in_background(partial(self._ask, self._app.portal))

    async def _ask(self, portal: Portal[Session]) -> None:
        try:
            ends_s = await portal.call(lambda session: session.ends_s())
        except MtuiError:
            ends_s = None  # whether the token is good shows itself elsewhere
        finally:
            self._is_asking = False
        if portal is self._app.portal and ends_s != self._ends_s:
            self._ends_s = ends_s
            self._tick()

    def _tick(self) -> None:
        """Tell where it stands, and come back when that will have changed."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = None
        wait_s = None if self._ends_s is None else until_next_s(self._left_s(self._ends_s))
        if wait_s is not None:
            self._timer = self._app.set_timer(wait_s, self._tick)
        self.changed.publish(None)

    def _left_s(self, ends_s: float) -> float:
        return ends_s - self._app.launch.now()


def until_next_s(left_s: float) -> float | None:
    """Return when to tell again how much is left, in seconds from now; None once it is over."""
    if left_s <= 0:
        return None
    if left_s > LAST_S:
        return left_s - LAST_S
    return left_s - 60 * (math.ceil(left_s / 60) - 1)
