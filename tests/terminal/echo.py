"""A cloud that says back all that it was told: the worst that an error message can hold."""

from __future__ import annotations

import asyncio
import json
import re
import time
from threading import Event, Thread
from typing import TYPE_CHECKING, Self

from mtui.simulator import blank_service
from tests.line import Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.line import Fault, Visit

_SECRET_HEADERS = ("x-auth-token", "x-security-token", "x-subject-token")
_SIGNATURE = re.compile(r"Signature=([0-9a-f]{64})")

JOB_ID = 201


class EchoingCloud:
    """Serves one job of two versions on a thread of its own; may repeat what it was asked."""

    def __init__(self) -> None:
        self.service = blank_service(clock=time.time)
        job = self.service.project.add_job("batch", job_id=JOB_ID)
        for _ in range(2):
            self.service.project.add_version(job)
        self.line = Line(self.service)
        self._stop: Callable[[], object]
        self._is_up = Event()
        self._thread = Thread(target=lambda: asyncio.run(self._serve()), name="echo")

    def __enter__(self) -> Self:
        self._thread.start()
        self._is_up.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        self._thread.join()

    @property
    def heard(self) -> set[str]:
        """Every token and signature that came in, and every token that went out."""
        found = set(self.service.accounts.tokens)
        for head in self.line.heads:
            text = head.decode()
            found.update(_SIGNATURE.findall(text))
            for name, _, value in (line.partition(":") for line in text.split("\r\n")):
                if name.lower() in _SECRET_HEADERS:
                    found.add(value.strip())
        return found

    async def _serve(self) -> None:
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        self._stop = lambda: loop.call_soon_threadsafe(stop.set)
        async with self.line:
            self._is_up.set()
            await stop.wait()


def _heard(visit: Visit) -> str:
    return visit.head.decode() + visit.body.decode()


def _told(status: int, body: bytes, *headers: str) -> bytes:
    lines = (f"HTTP/1.1 {status} Told", *headers, f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


def in_json(status: int, *names: str) -> Fault:
    """Repeat everything in a member of a JSON body."""

    async def answer(visit: Visit) -> None:
        body: object = _heard(visit)
        for name in reversed(names):
            body = {name: body}
        await visit.send(_told(status, json.dumps(body).encode()))

    return answer


async def in_a_page(visit: Visit) -> None:
    """Repeat it in a web page's title."""
    await visit.send(_told(502, f"<html><title>{_heard(visit)}</title></html>".encode()))


async def in_plain_text(visit: Visit) -> None:
    """Repeat it as what is no JSON at all, under 200."""
    await visit.send(_told(200, _heard(visit).encode()))


async def in_headers(visit: Visit) -> None:
    """Repeat it as the request's id and as where to go instead."""
    words = " ".join(_heard(visit).split())
    await visit.send(_told(302, b"", f"X-Request-Id: {words}", f"Location: http://h/?{words}"))


SHAPES: tuple[tuple[Fault, str], ...] = (
    (in_json(400, "error_msg"), "400"),
    (in_json(403, "error_message"), "403"),
    (in_json(500, "error", "message"), "500"),
    (in_json(200, "error_code"), "200"),
    (in_a_page, "502"),
    (in_plain_text, "is not JSON"),
    (in_headers, "redirect"),
    (in_json(401, "error", "message"), "401"),
)
"""Ways to repeat it, and what mtui then shows."""
