"""Exchanges over a scripted wire: every request is recorded, every pause is simulated."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import httpx

from mtui.domain.answers import ApiCall
from mtui.domain.jobs import JobId, VersionId
from mtui.domain.secret import Secret
from mtui.modelarts import (
    AkSk,
    AkSkAuth,
    Exchange,
    ModelArtsClient,
    RetryPolicy,
    WritePolicy,
    open_http,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mtui.modelarts import Authentication

    Step = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]

NOW_S = 1_672_628_645.0  # 2023-01-02 03:04:05 UTC, the date of the signing vectors
JOB, VERSION = JobId("10"), VersionId("20")
READ = ApiCall("list jobs", "GET")
DELETE = ApiCall("delete version", "DELETE", JOB, VERSION)
DONE = {"is_success": True}


class Time:
    """A clock that only sleeping moves, unless it is set: ``off_s`` seconds off from then on."""

    def __init__(self, now_s: float = NOW_S) -> None:
        self.now_s = now_s
        self.off_s = 0.0
        self.pauses: list[float] = []

    def __call__(self) -> float:
        return self.now_s + self.off_s

    def steady(self) -> float:
        """Return seconds that nobody sets."""
        return self.now_s

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now_s += seconds
        await asyncio.sleep(0)


class Wire:
    """Answers requests from a script; its last step goes on for ever."""

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.requests: list[httpx.Request] = []
        self.time = Time()
        self.http = open_http(timeout_s=5.0, transport=httpx.MockTransport(self._handle))

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        if isinstance(step, Exception):
            raise step
        if isinstance(step, httpx.Response):
            return httpx.Response(step.status_code, headers=step.headers, content=step.content)
        return step(request)

    def exchange(
        self,
        auth: Authentication | None = None,
        *,
        base_url: str = "https://modelarts.cn-north-4.myhuaweicloud.com",
        retry: RetryPolicy | None = None,
        timeout_s: float = 5.0,
        max_body_bytes: int = 1_000_000,
    ) -> Exchange:
        """Return an exchange over this wire whose jitter is always at its most."""
        return Exchange(
            self.http,
            base_url=base_url,
            auth=auth,
            clock=self.time,
            steady=self.time.steady,
            sleep=self.time.sleep,
            retry=retry,
            timeout_s=timeout_s,
            jitter=lambda: 1.0,
            max_body_bytes=max_body_bytes,
        )

    def client(self, writes: WritePolicy = WritePolicy.ALLOW) -> ModelArtsClient:
        """Return a client that signs with made-up keys."""
        return ModelArtsClient(self.exchange(self.keys()), project_id="p", writes=writes)

    def keys(self) -> AkSkAuth:
        """Return authentication with made-up keys."""
        return AkSkAuth(AkSk("AK", Secret("SK")), clock=self.time)

    def query(self, number: int) -> dict[str, str]:
        """Return the query of a recorded request."""
        return dict(self.requests[number].url.params)


def answer(
    payload: Any = None, status: int = 200, headers: Iterable[tuple[str, str]] = ()
) -> httpx.Response:
    """Return a response with a JSON body, or with the bytes as they are."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return httpx.Response(status, headers=list(headers), content=body)
