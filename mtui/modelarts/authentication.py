"""What every way to authenticate offers to an exchange, and the two simplest ways."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx

from mtui.domain.errors import ApiError, CredentialError, ExpiredError
from mtui.domain.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator

    from mtui.domain.errors import AuthError


_UNREADABLE = "decrypt token fail"
_GENERATION = "mtui.generation"
"""Under this name a request keeps which credentials it was sent with."""


class Authentication(httpx.Auth):
    """No authentication; the root of all others."""

    async def prepare(self) -> None:
        """Get ready for the next request, which may take requests of its own.

        Raises:
            ApiError: a login failed; the request it was for has not been sent.
        """

    async def renew(self, refused: httpx.Request, error: AuthError) -> bool:  # noqa: ARG002
        """Get something fresh after a refusal; say whether that is worth another try.

        Args:
            refused: the request as it was sent.
            error: how it was refused; a wrong signature must not be repeated with the same key.

        Raises:
            ApiError: a login failed.
        """
        return False

    def has_run_out(self, error: AuthError) -> bool:  # noqa: ARG002
        """Say whether a refusal that names another reason means that this way has run out."""
        return False

    async def ends_s(self) -> float | None:
        """Return when it runs out for good, in epoch seconds; None where that is not known."""
        return None


class TokenAuth(Authentication):
    """Sends a token that came from elsewhere; it cannot be renewed.

    Args:
        token: the token.
        find_end: finds out when it ends, in epoch seconds; asked once.

    Raises:
        CredentialError: the token cannot be sent in a header.
    """

    def __init__(
        self, token: Secret, find_end: Callable[[], Awaitable[float | None]] | None = None
    ) -> None:
        require_header_safe("token", token)
        self._token = token
        self._find_end = find_end
        self._ends_s: float | None = None
        self._was_accepted = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the token."""
        request.headers["X-Auth-Token"] = self._token.reveal()
        response = yield request
        self._was_accepted |= response.is_success

    def has_run_out(self, error: AuthError) -> bool:
        """Say so of a token that was read before and cannot be any more (ocr_01_0063)."""
        return self._was_accepted and _UNREADABLE in error.answer.error_msg

    async def ends_s(self) -> float | None:
        """Return when the token ends, in epoch seconds; None where nobody tells.

        Raises:
            ApiError: it could not be asked.
        """
        if self._find_end is not None:
            try:
                self._ends_s = await self._find_end()
            except ApiError:
                self._find_end = None
                raise
            self._find_end = None
        return self._ends_s


class SelfCheckAuth(TokenAuth):
    """Sends a token and names the same one as what is asked about (IAM's iam_30_0004)."""

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the token twice."""
        request.headers["X-Subject-Token"] = self._token.reveal()
        yield from super().auth_flow(request)


class RenewableAuth(Authentication):
    """Authenticates with credentials that can be replaced at any time.

    When they have run out they are looked for again, once for all requests that were refused
    together.

    Args:
        first: how to authenticate at first.
        look_again: returns how to authenticate with credentials that were not in use before;
            None where there are none.
        replaced: called whenever there are other credentials from now on.
    """

    requires_request_body = True

    def __init__(
        self,
        first: Authentication,
        *,
        look_again: Callable[[], Awaitable[Authentication | None]],
        replaced: Callable[[], object],
    ) -> None:
        self._current = first
        self._look_again = look_again
        self._replaced = replaced
        self._generation = 0
        self._fruitless = 0
        self._one_at_a_time = asyncio.Lock()

    async def prepare(self) -> None:
        """Get ready in the present way."""
        await self._current.prepare()

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Authenticate in the present way."""
        request.extensions[_GENERATION] = self._generation
        yield from self._current.auth_flow(request)

    async def renew(self, refused: httpx.Request, error: AuthError) -> bool:
        """Renew the present way; where that is not possible, look for other credentials."""
        fruitless = self._fruitless
        async with self._one_at_a_time:
            if refused.extensions.get(_GENERATION) != self._generation:
                return True
            if await self._current.renew(refused, error):
                return True
            if self._fruitless != fruitless or not isinstance(error, ExpiredError):
                return False
            return await self._look()

    def has_run_out(self, error: AuthError) -> bool:
        """Say whether the present way has."""
        return self._current.has_run_out(error)

    async def ends_s(self) -> float | None:
        """Return when the present way runs out for good, in epoch seconds; None if unknown."""
        return await self._current.ends_s()

    async def look_again(self) -> bool:
        """Look for other credentials; return whether there are some now.

        Raises:
            ApiError: a login with them failed.
        """
        async with self._one_at_a_time:
            return await self._look()

    async def use(self, other: Authentication) -> None:
        """Authenticate in this way from now on.

        Raises:
            ApiError: a login failed; everything stays as it was.
        """
        async with self._one_at_a_time:
            await self._replace(other)

    async def _look(self) -> bool:
        other = await self._look_again()
        if other is None:
            self._fruitless += 1
            return False
        await self._replace(other)
        return True

    async def _replace(self, other: Authentication) -> None:
        await other.prepare()
        self._current = other
        self._generation += 1
        self._replaced()


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
