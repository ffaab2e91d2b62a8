"""One profile at work: its client, what it can list, and what it may delete."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import field
from typing import TYPE_CHECKING

from mtui.config import journal_path
from mtui.domain.frozen import frozen
from mtui.modelarts import (
    JobListQuery,
    ModelArtsClient,
    ModelArtsV2Client,
    WritePolicy,
    open_http,
)
from mtui.services.catalog import Catalog
from mtui.services.catalog_v2 import V2Catalog
from mtui.services.clients import Clients
from mtui.services.login import Login, endpoints_of
from mtui.services.preferences import preferences_of
from mtui.services.renewal import Renewal
from mtui.services.supply import Supply
from mtui.services.timing import Timing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from pathlib import Path

    import httpx

    from mtui.config import Credentials, Profile
    from mtui.domain.secret import Secret
    from mtui.modelarts import Authentication, Endpoints
    from mtui.services.deletions import Deletions
    from mtui.services.desk import Desk
    from mtui.services.policy import RunPolicy
    from mtui.services.preferences import Preferences
    from mtui.services.records import Archive
    from mtui.services.recovery import Recovery
    from mtui.services.selection import Selector


@frozen
class Surroundings:
    """What a session gets from the process: its time, its files, its rules and its network."""

    state_path: Path
    """The folder of the journal and the locks; created when first written to."""
    environ: Mapping[str, str]
    timing: Timing = field(default_factory=Timing)
    policy: RunPolicy | None = None
    """None for the usual pace."""
    read_only: bool = False
    """Read-only whatever the profile says."""
    dry_run: bool = False
    transport: httpx.AsyncBaseTransport | None = None
    """In place of the network: the simulator's."""
    reread: Callable[[Profile], Profile] = lambda profile: profile
    """Returns a profile as its file has it now; may raise ConfigError. Called on any thread."""


class Session:
    """What the screens call, on the session's own thread.

    Args:
        project_id: the project that it works in.
        catalog: what can be listed; ready at once.
        v2_catalog: the same for jobs without versions.
        journal_path: where deletions are recorded.
        preferences: how its lists were last shown.
        set_up: makes everything else when it is first asked for.
        renewal: where other credentials come from once they have run out.
    """

    def __init__(
        self,
        project_id: str,
        catalog: Catalog,
        v2_catalog: V2Catalog,
        journal_path: Path,
        preferences: Preferences,
        set_up: Callable[[], Desk],
        renewal: Renewal,
    ) -> None:
        self.project_id = project_id
        self.catalog = catalog
        self.v2_catalog = v2_catalog
        self.journal_path = journal_path
        self.preferences = preferences
        self._set_up = set_up
        self._renewal = renewal
        renewal.watch(self._let_runs_go_on)
        self._desk: Desk | None = None

    @property
    def selector(self) -> Selector:
        """Chooses versions by rule."""
        return self._at_desk.selector

    @property
    def deletions(self) -> Deletions:
        """Plans and carries out."""
        return self._at_desk.deletions

    @property
    def recovery(self) -> Recovery:
        """Finds runs that were interrupted."""
        return self._at_desk.recovery

    @property
    def archive(self) -> Archive:
        """Keeps the ledgers of runs."""
        return self._at_desk.archive

    async def renew(self, typed: Mapping[str, Secret]) -> bool:
        """Go on with what a person typed, or without it with what the sources have now.

        Returns whether other credentials are in use from now on; runs that waited for some then
        go on by themselves.

        Raises:
            CredentialError: what was typed is not enough, or cannot be sent.
            AuthError: what was typed is not accepted; the credentials of before stay in use.
        """
        return await self._renewal.renew(typed)

    async def close(self) -> None:
        """End what runs, in an orderly way."""
        if self._desk is not None:
            await self._desk.close()

    async def ends_s(self) -> float | None:
        """Return when the credentials run out, in epoch seconds; None where nobody tells.

        Raises:
            ApiError: it could not be asked.
        """
        return await self._renewal.auth.ends_s()

    def _let_runs_go_on(self) -> None:
        if self._desk is not None:
            self._desk.deletions.signed_in_anew()

    @property
    def _at_desk(self) -> Desk:
        if self._desk is None:
            self._desk = self._set_up()
        return self._desk


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
    supply = Supply(profile, around.environ, typed, around.reread)
    credentials = await supply.get()
    endpoints = endpoints_of(profile)
    http = open_http(
        timeout_s=profile.timeout_s,
        proxy=profile.proxy,
        ca_bundle=str(profile.ca_bundle) if profile.ca_bundle else None,
        transport=around.transport,
    )
    async with http:
        login = Login(profile, credentials, endpoints, http, around.timing)
        auth, project_id = await login.authenticate()

        def way(credentials: Credentials) -> Authentication:
            login = Login(profile, credentials, endpoints, http, around.timing)
            return login.way(project_id)

        async def try_out(auth: Authentication) -> None:
            exchange = login.exchange(endpoints.modelarts, auth)
            client = ModelArtsClient(exchange, project_id=project_id, writes=WritePolicy.READ_ONLY)
            await client.jobs_page(JobListQuery(workspace_id=profile.workspace_id, per_page=1), 1)

        renewal = Renewal(auth, supply, way, try_out)
        exchange = login.exchange(endpoints.modelarts, renewal.auth)
        writes = _write_policy(profile, around)
        clients = Clients(
            ModelArtsClient(exchange, project_id=project_id, writes=writes),
            ModelArtsV2Client(exchange, project_id=project_id, writes=writes),
        )
        session = _assemble(clients, profile, project_id, endpoints, renewal, around)
        try:
            yield session
        finally:
            await session.close()


def _write_policy(profile: Profile, around: Surroundings) -> WritePolicy:
    if profile.read_only or around.read_only:
        return WritePolicy.READ_ONLY
    return WritePolicy.DRY_RUN if around.dry_run else WritePolicy.ALLOW


def _assemble(
    clients: Clients,
    profile: Profile,
    project_id: str,
    endpoints: Endpoints,
    renewal: Renewal,
    around: Surroundings,
) -> Session:
    journal = journal_path(around.state_path)

    def at_the_desk() -> Desk:
        from mtui.services.desk import set_up

        return set_up(clients, profile, project_id, endpoints.modelarts, journal, around)

    catalog = Catalog(clients.v1, around.timing, profile.workspace_id)
    v2_catalog = V2Catalog(clients.v2, around.timing, profile.workspace_id)
    preferences = preferences_of(around.state_path, profile.name)
    return Session(project_id, catalog, v2_catalog, journal, preferences, at_the_desk, renewal)
