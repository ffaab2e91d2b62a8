"""Signing in: from a profile's credentials to signed requests and a project."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from mtui import __version__
from mtui.config import AuthKind
from mtui.modelarts import (
    AkSk,
    AkSkAuth,
    Authentication,
    Endpoints,
    Exchange,
    IamClient,
    PasswordAuth,
    PasswordLogin,
    SelfCheckAuth,
    TokenAuth,
    endpoints_for,
)

if TYPE_CHECKING:
    import httpx

    from mtui.config import Credentials, Profile
    from mtui.services.timing import Timing


_log = logging.getLogger(__name__)


class Login:
    """Finds out who asks, and for which project."""

    def __init__(
        self,
        profile: Profile,
        credentials: Credentials,
        endpoints: Endpoints,
        http: httpx.AsyncClient,
        timing: Timing,
    ) -> None:
        self._profile = profile
        self._credentials = credentials
        self._endpoints = endpoints
        self._http = http
        self._timing = timing

    def exchange(self, base_url: str, auth: Authentication | None) -> Exchange:
        """Return an exchange with one of the two services."""
        return Exchange(
            self._http,
            base_url=base_url,
            clock=self._timing.now,
            steady=self._timing.steady,
            sleep=self._timing.sleep,
            auth=auth,
            timeout_s=self._profile.timeout_s,
        )

    async def authenticate(self) -> tuple[Authentication, str]:
        """Return how requests are signed, and the project's id."""
        auth, project_id = await self._authenticate()
        profile = self._profile
        _log.info(
            "mtui %s signed in: profile %s, region %s, project %s, %s",
            __version__,
            profile.name,
            profile.region,
            project_id,
            profile.auth.value,
        )
        return auth, project_id

    async def _authenticate(self) -> tuple[Authentication, str]:
        match self._credentials.auth:
            case AuthKind.PASSWORD:
                return await self._by_password()
            case AuthKind.TOKEN:
                auth: Authentication = self._token_auth()
                return auth, await self._project_id(auth)
            case AuthKind.AKSK:
                project_id = await self._project_id(self._keys(None))
                return self._keys(project_id), project_id

    def way(self, project_id: str) -> Authentication:
        """Return how requests for this project are signed; asks nobody anything yet."""
        match self._credentials.auth:
            case AuthKind.PASSWORD:
                return self._password_auth(project_id)
            case AuthKind.TOKEN:
                return self._token_auth()
            case AuthKind.AKSK:
                return self._keys(project_id)

    async def _by_password(self) -> tuple[Authentication, str]:
        auth = self._password_auth(self._known_project_id)
        return auth, self._known_project_id or await auth.project_id()

    def _password_auth(self, project_id: str | None) -> PasswordAuth:
        login = PasswordLogin(
            username=self._credentials["username"].reveal(),
            domain=self._credentials["domain"].reveal(),
            password=self._credentials["password"],
            project_name=self._project_name,
            project_id=project_id or "",
        )
        iam = IamClient(self.exchange(self._endpoints.iam, None))
        return PasswordAuth(iam, login, clock=self._timing.now)

    def _token_auth(self) -> TokenAuth:
        token = self._credentials["token"]
        exchange = self.exchange(self._endpoints.iam, SelfCheckAuth(token))
        iam = IamClient(exchange.impatient())
        return TokenAuth(token, iam.token_end_s)

    def _keys(self, project_id: str | None) -> AkSkAuth:
        keys = AkSk(
            self._credentials["access_key"].reveal(),
            self._credentials["secret_key"],
            self._credentials.get("security_token"),
        )
        end = self._credentials.get("expires_at")
        return AkSkAuth(
            keys,
            clock=self._timing.now,
            project_id=project_id,
            ends_s=None if end is None else datetime.fromisoformat(end.reveal()).timestamp(),
        )

    async def _project_id(self, auth: Authentication) -> str:
        if self._known_project_id:
            return self._known_project_id
        iam = IamClient(self.exchange(self._endpoints.iam, auth))
        return await iam.find_project(self._project_name)

    @property
    def _known_project_id(self) -> str | None:
        """The profile's project, or the one that its credentials came with."""
        came_with = self._credentials.project_id
        return self._profile.project_id or (came_with.value if came_with is not None else None)

    @property
    def _project_name(self) -> str:
        """The project to look up: a region's own is called like it."""
        came_with = self._credentials.project_name
        return came_with.value if came_with is not None else self._profile.region


def endpoints_of(profile: Profile) -> Endpoints:
    """Return where the profile's services are: what it says, else what its region derives."""
    usual = endpoints_for(profile.region)
    return Endpoints(
        modelarts=profile.endpoint or usual.modelarts, iam=profile.iam_endpoint or usual.iam
    )
