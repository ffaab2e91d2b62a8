"""Ask a person for the credentials that are nowhere else to be found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.config import AuthKind, credentials_for
from mtui.domain.errors import AuthError, CredentialError, ExpiredError, MtuiError
from mtui.ui.notices import Notice
from mtui.ui.presentation.cells import Tone
from mtui.ui.presentation.notices import error_headline
from mtui.ui.screens.list_screen import ListScreen
from mtui.ui.screens.run import RunScreen
from mtui.ui.screens.secret_prompt import SecretPrompt

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mtui.config import Profile
    from mtui.domain.secret import Secret
    from mtui.ui.app import MtuiApp
    from mtui.ui.launch import Workplace

_RUN_OUT = {
    AuthKind.AKSK: ("access_key", "secret_key", "security_token"),
    AuthKind.TOKEN: ("token",),
    AuthKind.PASSWORD: ("password",),
}
"""What has to be replaced when a login has run out: keys do with their security token alone."""


def to_be_asked(error: MtuiError, typed: Collection[str]) -> CredentialError | None:
    """Return what a person can supply to get past an error; None if nothing helps.

    Args:
        error: why something could not be read.
        typed: names of the credentials that were typed before; when the service does not accept
            them, they may have been mistyped, or have expired.
    """
    if isinstance(error, CredentialError) and error.missing:
        return error
    if isinstance(error, AuthError) and typed:
        return CredentialError(
            f"Not accepted: {error_headline(error)}", hint=error.hint, missing=tuple(typed)
        )
    return None


def to_be_replaced(
    app: MtuiApp, error: MtuiError, profile: Profile, typed: Collection[str]
) -> CredentialError | None:
    """Return the same for a session, whose credentials may also have been good and run out."""
    if not isinstance(error, ExpiredError):
        return to_be_asked(error, typed)
    words = f"Expired: {error_headline(error)}"
    refresh = app.key_name("list.refresh", ListScreen)
    go_on = app.key_name("run.pause", RunScreen)
    hint = (
        "Or renew them where they come from and give up here:"
        f" {refresh} in a list and {go_on} in a run look there again."
    )
    return CredentialError(words, hint=hint, missing=_RUN_OUT[profile.auth])


async def sign_in(app: MtuiApp, workplace: Workplace, wanted: CredentialError) -> bool:
    """Ask for credentials until the service takes them; return False if the person gives up.

    An open session goes on with them, and so do its runs. Run it in a worker.
    """
    profile = workplace.profile
    while (typed := await ask_credentials(app, profile, wanted)) is not None:
        if app.portal.has_failed:
            app.open_workplace(workplace, {**app.sign_in.typed, **typed})
            return True
        try:
            await _renew(app, typed)
        except MtuiError as error:
            again = to_be_replaced(app, error, profile, typed)
            if again is None:
                app.announce_error(error)
                return False
            wanted = again
        else:
            app.sign_in.typed |= typed
            _tell_renewed(app)
            return True
    return False


async def _renew(app: MtuiApp, typed: Mapping[str, Secret]) -> bool:
    return await app.portal.call(lambda session: session.renew(typed))


async def look_again(app: MtuiApp, workplace: Workplace, error: ExpiredError) -> bool:
    """Look where expired credentials came from, ask if nothing new is there; False without any.

    Run it in a worker.
    """
    try:
        is_renewed = await _renew(app, {})
    except MtuiError as failure:
        app.announce_error(failure)
        return False
    wanted = to_be_replaced(app, error, workplace.profile, app.sign_in.typed)
    if is_renewed:
        _tell_renewed(app)
        return True
    return wanted is not None and await sign_in(app, workplace, wanted)


def _tell_renewed(app: MtuiApp) -> None:
    app.announce(Notice(Tone.GOOD, "signed in with other credentials", at_ms=app.now_ms()))
    app.sign_in.renewed.publish(None)


async def ask_credentials(
    app: MtuiApp, profile: Profile, error: CredentialError
) -> dict[str, Secret] | None:
    """Ask for one missing credential after the other; None if the person gave up.

    Run it in a worker.
    """
    wanted = [each for each in credentials_for(profile.auth) if each.name in error.missing]
    typed: dict[str, Secret] = {}
    for number, credential in enumerate(wanted, start=1):
        step = f"{number} of {len(wanted)}" if len(wanted) > 1 else ""
        prompt = SecretPrompt(credential, profile, error.message, hint=error.hint, step=step)
        answer = await app.push_screen_wait(prompt)
        if answer is None:
            return None
        typed[credential.name] = answer
    return typed
