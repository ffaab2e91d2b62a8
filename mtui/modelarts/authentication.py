"""What every way to authenticate offers to an exchange, and the two simplest ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from mtui.domain.errors import CredentialError
from mtui.domain.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Generator


class Authentication(httpx.Auth):
    """No authentication; the root of all others."""

    async def prepare(self) -> None:
        """Get ready for the next request, which may take requests of its own.

        Raises:
            ApiError: a login failed; the request it was for has not been sent.
        """

    async def renew(self, refused: httpx.Request) -> bool:  # noqa: ARG002
        """Get something fresh after a 401 to ``refused``; say whether it is worth another try.

        Raises:
            ApiError: a login failed.
        """
        return False


class TokenAuth(Authentication):
    """Sends a token that came from elsewhere; it cannot be renewed.

    Raises:
        CredentialError: the token cannot be sent in a header.
    """

    def __init__(self, token: Secret) -> None:
        require_header_safe("token", token)
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the token."""
        request.headers["X-Auth-Token"] = self._token.reveal()
        yield request


def require_header_safe(name: str, value: str | Secret) -> None:
    """Refuse a credential that no HTTP header can carry, before it reaches one.

    Raises:
        CredentialError: it is empty, or holds a blank, a line break or a non-ASCII character.
            The message tells the name, never the value.
    """
    secret = value if isinstance(value, Secret) else Secret(value)
    if not secret:
        raise CredentialError(f"{name} is empty", missing=(name,))
    if not all("!" <= character <= "~" for character in secret.reveal()):
        raise CredentialError(
            f"{name} holds a blank, a line break or a character outside ASCII",
            hint="Copy it again without what surrounds it.",
        )
