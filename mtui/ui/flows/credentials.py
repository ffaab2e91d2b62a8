"""Ask a person for the credentials that are nowhere else to be found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.config import credentials_for
from mtui.domain.errors import AuthError, CredentialError
from mtui.ui.presentation.notices import error_headline
from mtui.ui.screens.secret_prompt import SecretPrompt

if TYPE_CHECKING:
    from collections.abc import Collection

    from mtui.config import Profile
    from mtui.domain.errors import MtuiError
    from mtui.domain.secret import Secret
    from mtui.ui.app import MtuiApp


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
