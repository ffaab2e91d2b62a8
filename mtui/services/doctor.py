"""Finds out, step by step, why a profile works or does not; changes nothing anywhere."""

from __future__ import annotations

import asyncio
import os
import socket
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mtui.config import resolve
from mtui.domain.errors import ApiError, CredentialError, MtuiError
from mtui.domain.frozen import frozen
from mtui.modelarts import JobListQuery, ModelArtsClient, WritePolicy, open_http
from mtui.modelarts.probe import knock
from mtui.services.login import Login, endpoints_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    import httpx

    from mtui.config import Profile
    from mtui.domain.secret import Secret
    from mtui.modelarts import Endpoints
    from mtui.services.session import Surroundings

_PROXY_VARIABLES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")


class Verdict(StrEnum):
    """How a check came out."""

    OK = "ok"
    FAILED = "failed"
    SKIPPED = "skipped"


@frozen
class Finding:
    """One check and how it came out."""

    name: str
    verdict: Verdict
    detail: str = ""
    error_code: str = ""
    error_msg: str = ""
    advice: str = ""
    """What to do about it."""


async def examine(
    profile: Profile, typed: Mapping[str, Secret], around: Surroundings
) -> AsyncIterator[Finding]:
    """Yield one finding after another, from the host's name to the right to list jobs.

    A step that needs a failed one before it is skipped. No step sends anything that changes
    something, and a refused login is tried once only: a few more would lock an access key.

    Raises:
        ConfigError: the profile's proxy or certificates cannot be used.
    """
    endpoints = endpoints_of(profile)
    http = open_http(
        timeout_s=profile.timeout_s,
        proxy=profile.proxy,
        ca_bundle=str(profile.ca_bundle) if profile.ca_bundle else None,
        transport=around.transport,
    )
    async with http:
        is_reached = True
        async for finding in _way(profile, endpoints, http, around):
            is_reached = is_reached and finding.verdict is not Verdict.FAILED
            yield finding
        if is_reached:
            async for finding in _rights(profile, typed, endpoints, http, around):
                yield finding
        else:
            for name in ("credentials", "login and project", "list training jobs"):
                yield Finding(name, Verdict.SKIPPED, "the service was not reached")


async def _way(
    profile: Profile, endpoints: Endpoints, http: httpx.AsyncClient, around: Surroundings
) -> AsyncIterator[Finding]:
    """Check name, connection, certificate and clock."""
    proxy = profile.proxy or next(filter(None, map(around.environ.get, _PROXY_VARIABLES)), "")
    if around.transport is not None:
        yield Finding("network", Verdict.SKIPPED, "the demo has none")
    else:
        yield Finding("proxy", Verdict.OK, _host(proxy) if proxy else "none")
        async for finding in _connection(proxy or endpoints.modelarts, profile.timeout_s):
            yield finding
            if finding.verdict is Verdict.FAILED:
                return
    try:
        answer = await knock(http, endpoints.modelarts, clock=around.timing.now)
    except ApiError as error:
        yield _failed("https", error)
        return
    yield Finding("https", Verdict.OK, f"{endpoints.modelarts} answers (HTTP {answer.http_status})")
    if answer.clock_skew:
        yield Finding("clock", Verdict.FAILED, answer.clock_skew, advice="Signatures will fail.")
    else:
        yield Finding("clock", Verdict.OK, "within five minutes of the service's")


async def _connection(url: str, timeout_s: float) -> AsyncIterator[Finding]:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        advice = "Check region, endpoint and network."
        yield Finding("dns", Verdict.FAILED, f"{host}: {error.strerror or error}", advice=advice)
        return
    addresses = sorted({str(entry[4][0]) for entry in found})
    yield Finding("dns", Verdict.OK, f"{host} is {', '.join(addresses[:3])}")
    try:
        async with asyncio.timeout(timeout_s):
            _, writer = await asyncio.open_connection(host, port)
        writer.close()
    except (OSError, TimeoutError) as error:
        words = "no answer" if isinstance(error, TimeoutError) else _system_words(error)
        advice = "A firewall in between, or the service needs a proxy."
        yield Finding("tcp", Verdict.FAILED, f"{host}:{port}: {words}", advice=advice)
        return
    yield Finding("tcp", Verdict.OK, f"{host}:{port} is open")


async def _rights(
    profile: Profile,
    typed: Mapping[str, Secret],
    endpoints: Endpoints,
    http: httpx.AsyncClient,
    around: Surroundings,
) -> AsyncIterator[Finding]:
    """Check credentials, login, project, and whether jobs of the first generation are served."""
    try:
        credentials = await asyncio.to_thread(resolve, profile, around.environ, typed)
    except CredentialError as error:
        yield _failed("credentials", error)
        return
    origins = ", ".join(f"{name} ({value.origin})" for name, value in credentials.values.items())
    yield Finding("credentials", Verdict.OK, origins)
    login = Login(profile, credentials, endpoints, http, around.timing)
    try:
        auth, project_id = await login.authenticate()
    except MtuiError as error:
        yield _failed("login and project", error)
        return
    yield Finding("login and project", Verdict.OK, f"project {project_id}")
    client = ModelArtsClient(
        login.exchange(endpoints.modelarts, auth),
        project_id=project_id,
        writes=WritePolicy.READ_ONLY,
    )
    query = JobListQuery(workspace_id=profile.workspace_id, per_page=1)
    try:
        page = await client.jobs_page(query, 1)
    except ApiError as error:
        yield _failed("list training jobs", error)
        return
    total = "some" if page.total_hint is None else f"{page.total_hint:,}"
    yield Finding("list training jobs", Verdict.OK, f"{total} in workspace {query.workspace_id}")


def _failed(name: str, error: MtuiError) -> Finding:
    if isinstance(error, ApiError):
        answer = error.answer
        status = "no answer" if answer.http_status is None else f"HTTP {answer.http_status}"
        return Finding(
            name,
            Verdict.FAILED,
            status,
            error_code=answer.error_code,
            error_msg=answer.error_msg,
            advice=error.hint,
        )
    return Finding(name, Verdict.FAILED, error.message, advice=error.hint)


def _system_words(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else str(error)


def _host(url: str) -> str:
    """Return host and port alone: a proxy variable may hold a password."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
