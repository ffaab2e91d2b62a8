"""One profile at work: its client, what it can list, and what it may delete."""

from __future__ import annotations

import asyncio
import getpass
import re
import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mtui.config import resolve
from mtui.domain.deletion import Guards
from mtui.modelarts import Endpoints, ModelArtsClient, WritePolicy, endpoints_for, open_http
from mtui.services.catalog import Catalog
from mtui.services.deletions import Deletions
from mtui.services.journal import Actor, Journal
from mtui.services.locks import RunLock
from mtui.services.login import Login
from mtui.services.policy import RunPolicy
from mtui.services.records import Archive
from mtui.services.recovery import Recovery
from mtui.services.selection import Selector
from mtui.services.timing import Timing
from mtui.services.v1 import V1Targets

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    import httpx

    from mtui.config import Profile
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
    selector: Selector
    deletions: Deletions
    recovery: Recovery
    archive: Archive
    journal_path: Path


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
        login = Login(profile, credentials, endpoints, http, around.timing)
        auth, project_id = await login.authenticate()
        client = ModelArtsClient(
            login.exchange(endpoints.modelarts, auth),
            project_id=project_id,
            writes=_write_policy(profile, around),
        )
        session = _assemble(client, profile, project_id, endpoints, around)
        try:
            yield session
        finally:
            await session.deletions.shut_down("mtui ended")


def _endpoints(profile: Profile) -> Endpoints:
    usual = endpoints_for(profile.region)
    return Endpoints(
        modelarts=profile.endpoint or usual.modelarts, iam=profile.iam_endpoint or usual.iam
    )


def _write_policy(profile: Profile, around: Surroundings) -> WritePolicy:
    if profile.read_only or around.read_only:
        return WritePolicy.READ_ONLY
    return WritePolicy.DRY_RUN if around.dry_run else WritePolicy.ALLOW


def _assemble(
    client: ModelArtsClient,
    profile: Profile,
    project_id: str,
    endpoints: Endpoints,
    around: Surroundings,
) -> Session:
    timing = around.timing
    actor = Actor(
        user=getpass.getuser(),
        host=socket.gethostname(),
        profile=profile.name,
        endpoint=endpoints.modelarts,
        project_id=project_id,
    )
    api = V1Targets(client)
    journal = Journal(around.state_path / "journal.jsonl", actor, timing)
    lock = RunLock(around.state_path, endpoints.modelarts, project_id)
    return Session(
        project_id=project_id,
        catalog=Catalog(client, timing, profile.workspace_id),
        selector=Selector(client, api, timing),
        deletions=Deletions(
            api,
            journal,
            lock,
            profile=profile.name,
            guards=_guards(profile, around),
            policy=around.policy,
            timing=timing,
        ),
        recovery=Recovery(api, journal, lock, actor, timing),
        archive=Archive(around.state_path / "records"),
        journal_path=journal.path,
    )


def _guards(profile: Profile, around: Surroundings) -> Guards:
    return Guards(
        read_only=profile.read_only or around.read_only,
        dry_run=around.dry_run,
        production=profile.production,
        protect=tuple(re.compile(pattern) for pattern in profile.protect),
        max_bulk=profile.max_bulk,
    )
