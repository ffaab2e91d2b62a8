"""The IAM calls: tokens, projects, temporary keys."""

import json

import pytest

from mtui.simulator import (
    DEMO_DOMAIN,
    DEMO_OTHER_REGION,
    DEMO_PASSWORD,
    DEMO_PROJECT_ID,
    DEMO_REGION,
    DEMO_USER,
    ManualClock,
    Response,
    Service,
)
from mtui.simulator.accounts import User
from tests.simulator.caller import JOBS, Caller, signed


def login(password: str = DEMO_PASSWORD, **scope: str) -> bytes:
    user = {"name": DEMO_USER, "password": password, "domain": {"name": DEMO_DOMAIN}}
    auth: dict[str, object] = {
        "identity": {"methods": ["password"], "password": {"user": user}},
    }
    if scope:
        auth["scope"] = {"project": scope}
    return json.dumps({"auth": auth}).encode()


def decoded(answer: Response) -> dict[str, dict[str, object]]:
    body = answer.json()
    assert isinstance(body, dict)
    return body


@pytest.mark.parametrize("scope", [{"name": DEMO_REGION}, {"id": DEMO_PROJECT_ID}])
def test_a_password_gives_a_token_for_a_project(
    service: Service, caller: Caller, scope: dict[str, str]
) -> None:
    caller.headers = {}
    answer = caller.ask("POST", "/v3/auth/tokens?nocatalog=true", login(**scope))
    assert answer.status == 201
    token = decoded(answer)["token"]
    assert isinstance(token["project"], dict)
    assert token["project"]["id"] == DEMO_PROJECT_ID
    assert token["expires_at"] == "2023-07-01T08:00:00.000000Z"
    assert service.requests[-1].user == DEMO_USER
    caller.headers = {"X-Auth-Token": answer.header("X-Subject-Token") or ""}
    assert caller.ask("GET", JOBS).status == 200


def test_a_token_ends_when_it_says(service: Service, caller: Caller, clock: ManualClock) -> None:
    answer = caller.ask("POST", "/v3/auth/tokens", login(name=DEMO_REGION))
    caller.headers = {"X-Auth-Token": answer.header("X-Subject-Token") or ""}
    clock.advance(service.rules.token_life_s - 1)
    assert caller.ask("GET", JOBS).status == 200
    clock.advance(1)
    assert caller.ask("GET", JOBS).status == 401


def test_no_two_tokens_are_alike(caller: Caller) -> None:
    tokens = {
        caller.ask("POST", "/v3/auth/tokens", login()).header("X-Subject-Token") for _ in range(3)
    }
    assert len(tokens) == 3


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (login("wrong"), 401, "The username or password is wrong."),
        (login(name="mars-1"), 401, "The project of the scope does not exist."),
        (b"", 400, "The request body is invalid"),
        (b"[]", 400, "The request body is invalid"),
        (b'{"auth": {"identity": {"methods": ["totp"]}}}', 400, "The request body is invalid"),
        (b"[" * 100_000, 400, "The request body is invalid"),
    ],
)
def test_a_bad_login_is_refused_in_iams_own_shape(
    caller: Caller, body: bytes, status: int, message: str
) -> None:
    answer = caller.ask("POST", "/v3/auth/tokens", body)
    assert answer.status == status
    assert decoded(answer)["error"]["code"] == status
    assert decoded(answer)["error"]["message"] == message
    assert answer.header("X-Subject-Token") is None


@pytest.mark.parametrize("path", ["/v3/projects", "/v3/auth/projects"])
def test_projects_are_found_by_name(caller: Caller, path: str) -> None:
    everything = caller.rows(path, "projects")
    assert [row["name"] for row in everything] == [DEMO_REGION, DEMO_OTHER_REGION]
    (found,) = caller.rows(f"{path}?name={DEMO_REGION}", "projects")
    assert found["id"] == DEMO_PROJECT_ID
    assert caller.rows(f"{path}?name=mars-1", "projects") == []


def test_projects_are_found_with_a_signature_too(service: Service, clock: ManualClock) -> None:
    answer = service.handle(signed("GET", f"/v3/projects?name={DEMO_REGION}", at_s=clock()))
    assert isinstance(answer, Response)
    assert answer.status == 200


def test_iam_wants_to_know_who_asks(caller: Caller) -> None:
    caller.headers = {}
    assert caller.ask("GET", "/v3/projects").status == 401


def temporary(seconds: object) -> bytes:
    identity = {"methods": ["token"], "token": {"duration_seconds": seconds}}
    return json.dumps({"auth": {"identity": identity}}).encode()


def test_a_token_gives_a_temporary_key(
    service: Service, caller: Caller, clock: ManualClock
) -> None:
    answer = caller.ask("POST", "/v3.0/OS-CREDENTIAL/securitytokens", temporary(900))
    assert answer.status == 201
    credential = decoded(answer)["credential"]
    assert credential["expires_at"] == "2023-06-30T08:15:00.000000Z"
    request = signed(
        "GET",
        JOBS,
        at_s=clock(),
        access=str(credential["access"]),
        secret=str(credential["secret"]),
        headers={"x-security-token": str(credential["securitytoken"])},
    )
    response = service.handle(request)
    assert isinstance(response, Response)
    assert response.status == 200


@pytest.mark.parametrize("seconds", [899, 86_401, "900", True])
def test_a_temporary_key_has_bounds(caller: Caller, seconds: object) -> None:
    answer = caller.ask("POST", "/v3.0/OS-CREDENTIAL/securitytokens", temporary(seconds))
    assert answer.status == 400


def user_of(service: Service, place: int = 0) -> User:
    return list(service.accounts.users.values())[place]


def test_a_token_tells_of_itself_until_it_ends(
    caller: Caller, service: Service, clock: ManualClock
) -> None:
    token = service.accounts.issue_token(user_of(service), None, service.clock() + 60)
    caller.headers["X-Subject-Token"] = token.value
    answer = caller.ask("GET", "/v3/auth/tokens")
    assert answer.status == 200
    assert decoded(answer)["token"]["expires_at"] == "2023-06-30T08:01:00.000000Z"
    clock.advance(60)
    assert caller.ask("GET", "/v3/auth/tokens").status == 404


def test_a_token_of_somebody_else_is_not_told_of(caller: Caller, service: Service) -> None:
    token = service.accounts.issue_token(user_of(service, 1), None, service.clock() + 60)
    caller.headers["X-Subject-Token"] = token.value
    assert caller.ask("GET", "/v3/auth/tokens").status == 404
