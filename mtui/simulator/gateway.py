"""The gateway in front of every service: finds out who is asking, or says 401."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtui.simulator.refusals import GATEWAY_INCORRECT, GatewayError
from mtui.simulator.signature import MAX_SKEW_S, is_genuine, parse_claim, signed_at

if TYPE_CHECKING:
    from mtui.simulator.accounts import AccessKey, Accounts, User
    from mtui.simulator.wire import Request


class Caller(NamedTuple):
    """Who is asking, and for which project their credential is good."""

    user: User
    project_id: str | None
    """None where the credential is good for every project of the account."""
    method: str
    """``token`` or ``aksk``."""


def authenticate(request: Request, accounts: Accounts, now_s: float) -> Caller:
    """Return who is asking, by token or by signature.

    Raises:
        GatewayError: 401 with the gateway's code and text (api.md §3.6).
    """
    token = request.headers.get("x-auth-token")
    authorization = request.headers.get("authorization", "")
    if token is None and authorization[:7].lower() == "bearer ":
        token = authorization[7:].strip()
    if token is not None:
        return _by_token(token, accounts, now_s)
    if not authorization:
        raise _incorrect("x-auth-token not found")
    return _by_signature(request, authorization, accounts, now_s)


def _by_token(value: str, accounts: Accounts, now_s: float) -> Caller:
    token = accounts.tokens.get(value)
    if token is None:
        raise _incorrect("decrypt token fail")
    if token.expires_at_s <= now_s:
        raise GatewayError(401, "0307", "The token must be updated: token expires")
    return Caller(token.user, token.project_id, "token")


def _by_signature(request: Request, authorization: str, accounts: Accounts, now_s: float) -> Caller:
    claim = parse_claim(authorization)
    if claim is None:
        raise _incorrect("authorization header format is invalid")
    key = accounts.keys.get(claim.access_key)
    if key is None:
        raise _incorrect(f"Get secretKey failed, ak: {claim.access_key}, err:ak not exist")
    if key.is_locked(now_s):
        raise _incorrect("AK access failed to reach the limit,forbidden")
    at_s = signed_at(request)
    if at_s is None or abs(now_s - at_s) > MAX_SKEW_S:
        raise _incorrect("signature expired")
    if not is_genuine(request, claim, key.secret) or not _has_security_token(request, key):
        key.failures.append(now_s)
        raise _incorrect("verify aksk signature fail")
    if key.expires_at_s is not None and key.expires_at_s <= now_s:
        raise _incorrect("security token expires")
    key.failures.clear()
    return Caller(key.user, None, "aksk")


def _has_security_token(request: Request, key: AccessKey) -> bool:
    return key.security_token in (None, request.headers.get("x-security-token"))


def _incorrect(reason: str) -> GatewayError:
    return GatewayError(401, "0301", GATEWAY_INCORRECT + reason)
