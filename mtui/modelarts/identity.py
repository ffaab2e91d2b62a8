"""IAM: tokens by password, their renewal, and project ids (api.md §4.1, §4.4)."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from mtui.domain.answers import ApiCall
from mtui.domain.errors import (
    AuthError,
    CredentialError,
    ForbiddenError,
    NotServedError,
    RejectedError,
)
from mtui.domain.frozen import frozen
from mtui.domain.secret import Secret
from mtui.modelarts.authentication import Authentication, require_header_safe
from mtui.modelarts.decode import decode_projects, decode_token_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    import httpx

    from mtui.modelarts.exchange import Exchange

_DEFAULT_LIFETIME_S = 24 * 3600.0
_RENEW_BEFORE_S = 600.0
_REFUSAL_HOLDS_S = 30.0

_LOG_IN = ApiCall("log in", "POST")
_CHECK_TOKEN = ApiCall("check the token", "GET")
_LIST_PROJECTS = ApiCall("look up the project", "GET")


@frozen
class PasswordLogin:
    """What an IAM user logs in with; a HUAWEI ID account itself cannot (api.md §4.1)."""

    username: str
    domain: str
    """The account's name."""
    password: Secret
    project_name: str = ""
    """The default project has its region's name."""
    project_id: str = ""
    """Goes before the name."""

    def body(self) -> Secret:
        """Return the login's JSON, which holds the password."""
        project = {"id": self.project_id} if self.project_id else {"name": self.project_name}
        return Secret(
            json.dumps(
                {
                    "auth": {
                        "identity": {
                            "methods": ["password"],
                            "password": {
                                "user": {
                                    "name": self.username,
                                    "password": self.password.reveal(),
                                    "domain": {"name": self.domain},
                                }
                            },
                        },
                        "scope": {"project": project},
                    }
                }
            )
        )


@frozen
class IssuedToken:
    """A token as IAM gave it."""

    token: Secret
    lifetime_s: float
    """From its issue to its end, in seconds."""
    project_id: str
    """The project it is scoped to; empty where IAM did not say."""


class IamClient:
    """The few calls of IAM that reach ModelArts.

    Args:
        exchange: to the IAM endpoint; ``log_in`` needs no authentication, ``find_project`` does,
            ``token_end_s`` needs SelfCheckAuth.
    """

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    async def log_in(self, login: PasswordLogin) -> IssuedToken:
        """Fetch a token by password.

        Raises:
            AuthError: name, account or password is wrong; never repeated.
            ApiError: IAM could not be reached or did not understand.
        """
        reply = await self._exchange.read(
            _LOG_IN, "/v3/auth/tokens", query=[("nocatalog", "true")], body=login.body()
        )
        token = Secret(reply.headers.get("x-subject-token", ""))
        if not token:
            raise reply.malformed("the login's answer holds no token")
        try:
            require_header_safe("token", token)
        except CredentialError:  # which would blame the person's own credentials
            raise reply.malformed("the login's answer holds a token that cannot be sent") from None
        facts = decode_token_facts(reply.payload)
        return IssuedToken(token, facts.lifetime_s or _DEFAULT_LIFETIME_S, facts.project_id)

    async def token_end_s(self) -> float | None:
        """Return when the token ends that asks about itself (iam_30_0004), in epoch seconds.

        Raises:
            ApiError: IAM could not be reached, or does not know the token.
        """
        reply = await self._exchange.read(
            _CHECK_TOKEN, "/v3/auth/tokens", query=[("nocatalog", "true")]
        )
        return decode_token_facts(reply.payload).ends_s

    async def find_project(self, region: str) -> str:
        """Return the id of a region's default project, which has the region's name.

        Raises:
            RejectedError: there is none for this account.
            ApiError: IAM could not be reached or did not understand.
        """
        try:
            reply = await self._exchange.read(
                _LIST_PROJECTS, "/v3/projects", query=[("name", region)]
            )
            found = decode_projects(reply.payload).get(region)
        except (ForbiddenError, NotServedError, RejectedError):
            found = None
        if found is None:  # listing needs a permission, one's own projects do not
            reply = await self._exchange.read(_LIST_PROJECTS, "/v3/auth/projects")
            found = decode_projects(reply.payload).get(region)
            if found is None:
                raise RejectedError(
                    replace(reply.answer, error_msg=f"this account has no project named {region}"),
                    hint="Check the region, or set project_id in the profile.",
                )
        return found


class PasswordAuth(Authentication):
    """Logs in by password when needed and sends the token; renews it before it ends.

    A login that was refused is not repeated for half a minute.

    Args:
        iam: an IAM client without authentication of its own.
        login: who logs in.
        clock: the time in epoch seconds.
    """

    def __init__(self, iam: IamClient, login: PasswordLogin, *, clock: Callable[[], float]) -> None:
        self._iam = iam
        self._login = login
        self._clock = clock
        self._issued: IssuedToken | None = None
        self._issued_s = 0.0
        self._refusal: AuthError | None = None
        self._refused_s = 0.0
        self._one_at_a_time = asyncio.Lock()

    async def project_id(self) -> str:
        """Return the id of the token's project, logging in first if need be.

        Raises:
            ApiError: the login failed.
        """
        return (await self._current()).project_id

    async def prepare(self) -> None:
        """See to it that there is a token with some life in it."""
        await self._current()

    async def renew(self, refused: httpx.Request, error: AuthError) -> bool:  # noqa: ARG002
        """Log in again, unless somebody else has since ``refused`` was sent."""
        async with self._one_at_a_time:
            sent = Secret(refused.headers.get("X-Auth-Token", ""))
            if self._issued is None or self._issued.token == sent:
                await self._log_in()
        return True

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the token that ``prepare`` fetched."""
        if self._issued is not None:
            request.headers["X-Auth-Token"] = self._issued.token.reveal()
        yield request

    async def _current(self) -> IssuedToken:
        async with self._one_at_a_time:
            if self._issued is None or not self._is_fresh(self._issued):
                return await self._log_in()
            return self._issued

    async def _log_in(self) -> IssuedToken:
        # Lifetimes are counted on this clock from here on: it may differ from IAM's.
        asked_s = self._clock()
        if self._refusal is not None and 0 <= asked_s - self._refused_s < _REFUSAL_HOLDS_S:
            # Calls that come together must not lock the account with one wrong password.
            raise AuthError(self._refusal.answer, hint=self._refusal.hint)
        try:
            self._issued = await self._iam.log_in(self._login)
        except AuthError as error:
            self._refusal, self._refused_s = error, asked_s
            raise
        self._issued_s, self._refusal = asked_s, None
        return self._issued

    def _is_fresh(self, issued: IssuedToken) -> bool:
        age_s = self._clock() - self._issued_s
        margin_s = min(_RENEW_BEFORE_S, issued.lifetime_s / 2)
        return 0 <= age_s < issued.lifetime_s - margin_s  # below 0 the clock was set back
