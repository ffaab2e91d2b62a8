"""One profile at work: its client, what it can list, and what it may delete."""

from __future__ import annotations

import asyncio
import getpass
import re
import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mtui.config import AuthKind, resolve
from mtui.domain.deletion import Guards
from mtui.modelarts import (
    AkSk,
    AkSkAuth,
    Authentication,
    Endpoints,
    Exchange,
    IamClient,
    ModelArtsClient,
    PasswordAuth,
    PasswordLogin,
    TokenAuth,
    WritePolicy,
    endpoints_for,
    open_http,
)
from mtui.services.catalog import Catalog
from mtui.services.deletions import Deletions
from mtui.services.journal import Actor, Journal
from mtui.services.locks import RunLock
from mtui.services.policy import RunPolicy
from mtui.services.timing import Timing
from mtui.services.v1 import V1Targets

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    import httpx

    from mtui.config import Credentials, Profile
    from mtui.domain.secret import Secret


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a session gets from the process: its time, its files, its rules and its network."""

    state_path: Path
    """The folder of the journal and the locks; created when first written to."""
    environ: Mapping[str, str]
    timing: Timing = field(default_factory=Timing)
    policy: RunPolicy = field(default_factory=RunPolicy)
    read_only: bool = False
    """Read-only whatever the profile says."""
    dry_run: bool = False
    transport: httpx.AsyncBaseTransport | None = None
    """In place of the network: the simulator's."""


@dataclass(frozen=True, slots=True)
class Session:
    """What the screens call, on the session's own thread."""

    project_id: str
    catalog: Catalog
    deletions: Deletions


@asynccontextmanager
async def open_session(
    profile: Profile, typed: Mapping[str, Secret], around: Surroundings
) -> AsyncIterator[Session]:
    """Sign in and yield the session; leaving it ends its runs in an orderly way.

    Args:
        profile: whose account and region.
        typed: credentials that a person typed in, by name.
        around: everything that does not come from the profile.

    Raises:
        ConfigError: the profile's network settings cannot be used.
        CredentialError: credentials are missing; ``missing`` names them.
        ApiError: signing in or finding the project failed.
    """
    credentials = await asyncio.to_thread(resolve, profile, around.environ, typed)
    endpoints = _endpoints(profile)
    http = open_http(
        timeout_s=profile.timeout_s,
        proxy=profile.proxy,
        ca_bundle=str(profile.ca_bundle) if profile.ca_bundle else None,
        transport=around.transport,
    )
    async with http:
        login = _Login(profile, credentials, endpoints, http, around.timing)
        auth, project_id = await login.authenticate()
        client = ModelArtsClient(
            login.exchange(endpoints.modelarts, auth),
            project_id=project_id,
            writes=_write_policy(profile, around),
        )
        deletions = _deletions(client, profile, project_id, endpoints, around)
        try:
            yield Session(
                project_id, Catalog(client, around.timing, profile.workspace_id), deletions
            )
        finally:
            await deletions.shut_down("mtui ended")


class _Login:
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
            sleep=self._timing.sleep,
            auth=auth,
            timeout_s=self._profile.timeout_s,
        )

    async def authenticate(self) -> tuple[Authentication, str]:
        """Return how requests are signed, and the project's id."""
        match self._credentials.auth:
            case AuthKind.PASSWORD:
                return await self._by_password()
            case AuthKind.TOKEN:
                auth: Authentication = TokenAuth(self._credentials["token"])
                return auth, await self._project_id(auth)
            case AuthKind.AKSK:
                project_id = await self._project_id(self._keys(None))
                return self._keys(project_id), project_id

    async def _by_password(self) -> tuple[Authentication, str]:
        login = PasswordLogin(
            username=self._credentials["username"].reveal(),
            domain=self._credentials["domain"].reveal(),
            password=self._credentials["password"],
            project_name=self._profile.region,
            project_id=self._profile.project_id or "",
        )
        iam = IamClient(self.exchange(self._endpoints.iam, None))
        auth = PasswordAuth(iam, login, clock=self._timing.now)
        return auth, self._profile.project_id or await auth.project_id()

    def _keys(self, project_id: str | None) -> AkSkAuth:
        keys = AkSk(
            self._credentials["access_key"].reveal(),
            self._credentials["secret_key"],
            self._credentials.get("security_token"),
        )
        return AkSkAuth(keys, clock=self._timing.now, project_id=project_id)

    async def _project_id(self, auth: Authentication) -> str:
        if self._profile.project_id:
            return self._profile.project_id
        iam = IamClient(self.exchange(self._endpoints.iam, auth))
        return await iam.find_project(self._profile.region)


def _endpoints(profile: Profile) -> Endpoints:
    usual = endpoints_for(profile.region)
    return Endpoints(
        modelarts=profile.endpoint or usual.modelarts, iam=profile.iam_endpoint or usual.iam
    )


def _write_policy(profile: Profile, around: Surroundings) -> WritePolicy:
    if profile.read_only or around.read_only:
        return WritePolicy.READ_ONLY
    return WritePolicy.DRY_RUN if around.dry_run else WritePolicy.ALLOW


def _deletions(
    client: ModelArtsClient,
    profile: Profile,
    project_id: str,
    endpoints: Endpoints,
    around: Surroundings,
) -> Deletions:
    actor = Actor(
        user=getpass.getuser(),
        host=socket.gethostname(),
        profile=profile.name,
        endpoint=endpoints.modelarts,
        project_id=project_id,
    )
    guards = Guards(
        read_only=profile.read_only or around.read_only,
        dry_run=around.dry_run,
        production=profile.production,
        protect=tuple(re.compile(pattern) for pattern in profile.protect),
        max_bulk=profile.max_bulk,
    )
    return Deletions(
        V1Targets(client),
        Journal(around.state_path / "journal.jsonl", actor, around.timing),
        RunLock(around.state_path, endpoints.modelarts, project_id),
        profile=profile.name,
        guards=guards,
        policy=around.policy,
        timing=around.timing,
    )
