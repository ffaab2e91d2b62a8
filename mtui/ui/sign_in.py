"""Sees to it that the session has credentials: read again where they come from, or asked for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mtui.domain.errors import ExpiredError
from mtui.ui.news import News

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from mtui.domain.answers import ApiAnswer
    from mtui.domain.errors import MtuiError
    from mtui.domain.secret import Secret
    from mtui.ui.app import MtuiApp


class SignIn:
    """Asks a person once, whatever finds out first that credentials are missing or have expired.

    The session, its runs and the screens live on meanwhile.
    """

    def __init__(self, app: MtuiApp) -> None:
        self.typed: dict[str, Secret] = {}
        """What was typed for the open profile."""
        self.renewed: News[None] = News(app, "signed in anew")
        self._app = app
        self._is_busy = False
        self._gave_up = False

    def start_over(self, typed: Mapping[str, Secret]) -> None:
        """Forget what was typed for another profile."""
        self.typed = dict(typed)
        self._gave_up = False

    def consider(self, error: MtuiError, *, is_asked: bool) -> None:
        """Ask for what a person can supply, if that is what something went wrong for.

        Nothing pops up over a dialog: letters are typed there.

        Args:
            error: what went wrong.
            is_asked: whether a person had asked for it. What mtui does by itself does not ask
                once more after somebody gave up.
        """
        from mtui.ui.flows.credentials import sign_in, to_be_replaced

        workplace = self._app.workplace
        if workplace is None or self._app.screen.is_modal or (self._gave_up and not is_asked):
            return
        wanted = to_be_replaced(self._app, error, workplace.profile, self.typed)
        if wanted is not None:
            self._converse(partial(sign_in, self._app, workplace, wanted))

    def ran_out(self, answer: ApiAnswer) -> None:
        """Ask for what is to take the place of expired credentials."""
        self.consider(ExpiredError(answer), is_asked=False)

    def look_and_ask(self, answer: ApiAnswer) -> None:
        """Look where expired credentials came from, then ask for others if need be."""
        from mtui.ui.flows.credentials import look_again

        if self._app.workplace is not None and not self._app.screen.is_modal:
            error = ExpiredError(answer)
            self._converse(partial(look_again, self._app, self._app.workplace, error))

    def _converse(self, conversation: Callable[[], Awaitable[bool]]) -> None:
        if not self._is_busy:
            self._is_busy = True
            self._app.in_background(partial(self._wait_for, conversation))

    async def _wait_for(self, conversation: Callable[[], Awaitable[bool]]) -> None:
        try:
            self._gave_up = not await conversation()
        finally:
            self._is_busy = False
