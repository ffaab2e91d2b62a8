"""New credentials for a session that lives on: from their sources, or from a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.errors import ApiError, AuthError
from mtui.modelarts import RenewableAuth

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from mtui.config import Credentials
    from mtui.domain.secret import Secret
    from mtui.modelarts import Authentication
    from mtui.services.supply import Supply


class Renewal:
    """Signs a session's requests, and goes over to other credentials without ending it.

    Others are tried out before they are used: a mistyped token must not end a run that waits.

    Args:
        first: how requests are signed at first.
        supply: where credentials come from.
        way: how requests are signed with some credentials.
        try_out: sends a small request that is signed in some way.
    """

    def __init__(
        self,
        first: Authentication,
        supply: Supply,
        way: Callable[[Credentials], Authentication],
        try_out: Callable[[Authentication], Awaitable[object]],
    ) -> None:
        self.auth = RenewableAuth(first, look_again=self._other_way, replaced=self._tell)
        self._supply = supply
        self._way = way
        self._try_out = try_out
        self._watchers: list[Callable[[], object]] = []

    def watch(self, renewed: Callable[[], object]) -> None:
        """Call this whenever other credentials are in use from now on."""
        self._watchers.append(renewed)

    async def renew(self, typed: Mapping[str, Secret]) -> bool:
        """Go on with what a person typed, or without it with what the sources have now.

        Returns whether other credentials are in use from now on.

        Raises:
            CredentialError: what was typed is not enough, or cannot be sent.
            AuthError: what was typed is not accepted; the credentials of before stay in use.
        """
        if not typed:
            return await self.auth.look_again()
        way = self._way(await self._supply.get(typed))
        await self._prove(way)
        await self.auth.use(way)
        return True

    def _tell(self) -> None:
        for renewed in self._watchers:
            renewed()

    async def _other_way(self) -> Authentication | None:
        credentials = await self._supply.get_others()
        if credentials is None:
            return None
        way = self._way(credentials)
        try:
            await self._prove(way)
        except AuthError:
            return None
        return way

    async def _prove(self, way: Authentication) -> None:
        """Raise AuthError if nothing can be done in this way; doubts speak for it."""
        try:
            await self._try_out(way)
        except AuthError:
            raise
        except ApiError:
            return
