"""A client of the simulator's core that signs by the simulator's own canonical form.

The published vectors pin that form (see ``test_signature``), so using it here proves nothing
more and hides nothing.
"""

import hashlib
import hmac
import time
from collections.abc import Mapping

from mtui.simulator import (
    DEMO_ACCESS_KEY,
    DEMO_PROJECT_ID,
    DEMO_SECRET_KEY,
    DEMO_USER,
    Drop,
    Response,
    Service,
)
from mtui.simulator.signature import Claim, string_to_sign
from mtui.simulator.wire import Request

BASE = f"/v1/{DEMO_PROJECT_ID}"
JOBS = f"{BASE}/training-jobs"


def sdk_date(at_s: float) -> str:
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(at_s))


def signed(
    method: str,
    target: str,
    *,
    at_s: float,
    body: bytes = b"",
    access: str = DEMO_ACCESS_KEY,
    secret: str = DEMO_SECRET_KEY,
    headers: Mapping[str, str] | None = None,
) -> Request:
    """A request signed the vendor's way at a moment in epoch seconds."""
    pairs = {"host": "simulator.test", "x-sdk-date": sdk_date(at_s), **(headers or {})}
    names = tuple(sorted(pairs))
    request = Request.from_target(method, target, pairs.items(), body)
    text = string_to_sign(request, Claim(access, names, ""), hashlib.sha256(body).hexdigest())
    signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    pairs["authorization"] = (
        f"SDK-HMAC-SHA256 Access={access}, SignedHeaders={';'.join(names)}, Signature={signature}"
    )
    return Request.from_target(method, target, pairs.items(), body)


class Caller:
    """Asks a service as one user, by token, and expects whole answers."""

    def __init__(self, service: Service, user: str = DEMO_USER) -> None:
        self.service = service
        person = next(u for u in service.accounts.users.values() if u.name == user)
        token = service.accounts.issue_token(person, None, service.clock() + 1e9)
        self.headers = {"X-Auth-Token": token.value}

    def ask(self, method: str, target: str, body: bytes = b"") -> Response:
        answer = self.service.handle(
            Request.from_target(method, target, self.headers.items(), body)
        )
        assert not isinstance(answer, Drop)
        return answer

    def fields(self, method: str, target: str, body: bytes = b"") -> dict[str, object]:
        decoded = self.ask(method, target, body).json()
        assert isinstance(decoded, dict)
        return decoded

    def rows(self, target: str, member: str) -> list[dict[str, object]]:
        rows = self.fields("GET", target)[member]
        assert isinstance(rows, list)
        return rows
