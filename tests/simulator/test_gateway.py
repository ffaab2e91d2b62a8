"""Who may ask: signatures, tokens, locks and rights."""

import pytest

from mtui.simulator import (
    DEMO_ACCESS_KEY,
    DEMO_OTHER_PROJECT_ID,
    DEMO_PROJECT_ID,
    READER_USER,
    ManualClock,
    Response,
    Service,
)
from mtui.simulator.wire import Request
from tests.simulator.caller import BASE, JOBS, Caller, signed


def ask(service: Service, request: Request) -> Response:
    answer = service.handle(request)
    assert isinstance(answer, Response)
    return answer


def error(answer: Response) -> tuple[int, object, object]:
    body = answer.json()
    assert isinstance(body, dict)
    assert body["request_id"] == answer.header("x-request-id")
    return answer.status, body["error_code"], str(body["error_msg"]).partition(": ")[2]


def test_a_signed_request_is_let_in(service: Service, clock: ManualClock) -> None:
    request = signed("GET", f"{JOBS}?search_content=a%20b&per_page=10", at_s=clock())
    assert ask(service, request).status == 200
    assert service.requests[-1].user == "demo-user"


def test_who_does_not_say_who_they_are_is_turned_away(service: Service) -> None:
    assert error(ask(service, Request.from_target("GET", JOBS, []))) == (
        401,
        "APIGW.0301",
        "x-auth-token not found",
    )


def test_a_wrong_secret_is_seen(service: Service, clock: ManualClock) -> None:
    answer = ask(service, signed("GET", JOBS, at_s=clock(), secret="wrong"))
    assert error(answer) == (401, "APIGW.0301", "verify aksk signature fail")
    assert not service.requests[-1].user


def test_an_unknown_key_is_named(service: Service, clock: ManualClock) -> None:
    _, code, text = error(ask(service, signed("GET", JOBS, at_s=clock(), access="NOBODY")))
    assert (code, text) == ("APIGW.0301", "Get secretKey failed, ak: NOBODY, err:ak not exist")


@pytest.mark.parametrize(("skew_s", "status"), [(899, 200), (-899, 200), (902, 401), (-902, 401)])
def test_a_clock_may_be_off_by_fifteen_minutes(
    service: Service, clock: ManualClock, skew_s: float, status: int
) -> None:
    answer = ask(service, signed("GET", JOBS, at_s=clock() + skew_s))
    assert answer.status == status
    if status == 401:
        assert error(answer)[2] == "signature expired"


def test_five_wrong_signatures_lock_the_key_for_five_minutes(
    service: Service, clock: ManualClock
) -> None:
    for _ in range(5):
        ask(service, signed("GET", JOBS, at_s=clock(), secret="wrong"))
    locked = ask(service, signed("GET", JOBS, at_s=clock()))
    assert error(locked)[2] == "AK access failed to reach the limit,forbidden"
    clock.advance(300)
    assert ask(service, signed("GET", JOBS, at_s=clock())).status == 200


def test_a_right_signature_forgives_the_wrong_ones(service: Service, clock: ManualClock) -> None:
    for secret in ("wrong", "wrong", "wrong", "wrong"):
        ask(service, signed("GET", JOBS, at_s=clock(), secret=secret))
    assert ask(service, signed("GET", JOBS, at_s=clock())).status == 200
    assert service.accounts.keys[DEMO_ACCESS_KEY].failures == []


@pytest.mark.parametrize("name", ["X-Auth-Token", "Authorization"])
def test_a_token_is_taken_from_either_header(service: Service, name: str) -> None:
    token = Caller(service).headers["X-Auth-Token"]
    value = token if name == "X-Auth-Token" else f"Bearer {token}"
    assert ask(service, Request.from_target("GET", JOBS, [(name, value)])).status == 200


def test_an_expired_token_is_told_from_an_unknown_one(service: Service, caller: Caller) -> None:
    service.accounts.expire_tokens()
    assert error(caller.ask("GET", JOBS)) == (401, "APIGW.0307", "token expires")
    caller.headers = {"X-Auth-Token": "made-up"}
    assert error(caller.ask("GET", JOBS)) == (401, "APIGW.0301", "decrypt token fail")


def test_a_temporary_key_needs_its_security_token(service: Service, clock: ManualClock) -> None:
    user = next(iter(service.accounts.users.values()))
    key = service.accounts.issue_temporary_key(user, clock() + 900)

    def answer(headers: dict[str, str]) -> Response:
        request = signed(
            "GET", JOBS, at_s=clock(), access=key.access, secret=key.secret, headers=headers
        )
        return ask(service, request)

    assert answer({}).status == 401
    assert answer({"x-security-token": "another"}).status == 401
    assert answer({"x-security-token": str(key.security_token)}).status == 200
    clock.advance(900)
    assert error(answer({"x-security-token": str(key.security_token)}))[2] == (
        "security token expires"
    )


def test_a_token_is_good_for_its_project_alone(service: Service, caller: Caller) -> None:
    user = next(iter(service.accounts.users.values()))
    token = service.accounts.issue_token(user, DEMO_OTHER_PROJECT_ID, service.clock() + 60)
    caller.headers = {"X-Auth-Token": token.value}
    assert caller.ask("GET", JOBS).status == 403
    other = JOBS.replace(DEMO_PROJECT_ID, DEMO_OTHER_PROJECT_ID)
    assert caller.ask("GET", other).status == 200


def test_a_project_of_nobody_is_forbidden(caller: Caller) -> None:
    answer = caller.ask("GET", "/v1/0123456789abcdef0123456789abcdef/training-jobs")
    assert answer.status == 403
    body = answer.json()
    assert isinstance(body, dict)
    assert body["error_code"] == "ModelArts.0210"


def test_a_reader_may_look_and_not_touch(demo: Service) -> None:
    reader = Caller(demo, READER_USER)
    target = f"{JOBS}/182626/versions/278813"
    assert reader.ask("GET", target).status == 200
    for method, path in (
        ("DELETE", target),
        ("POST", f"{target}/stop"),
        ("DELETE", f"{JOBS}/182626"),
        ("PUT", f"{JOBS}/182626"),
    ):
        answer = reader.ask(method, path)
        body = answer.json()
        assert isinstance(body, dict)
        assert (answer.status, body["error_code"]) == (403, "ModelArts.0112")
    assert not any(record.acted for record in demo.requests)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/v4/p/training-jobs"),
        ("GET", f"{BASE}/nothing"),
        ("POST", JOBS),
        ("GET", f"{JOBS}/182626"),
        ("GET", "/v3/nothing"),
    ],
)
def test_an_api_that_does_not_exist_is_a_gateway_404(demo: Service, method: str, path: str) -> None:
    answer = Caller(demo).ask(method, path)
    assert error(answer)[:2] == (404, "APIGW.0101")


def test_workspaces_are_listed_and_shown(demo: Service) -> None:
    caller = Caller(demo)
    rows = caller.rows(f"{BASE}/workspaces?sort_by=name&order=asc", "workspaces")
    assert [row["name"] for row in rows] == ["default", "nlp-interns", "vision-lab"]
    assert rows[0]["id"] == "0"
    page = caller.fields("GET", f"{BASE}/workspaces?limit=2&offset=1&order=asc")
    assert (page["total_count"], page["count"]) == (3, 1)
    found = caller.rows(f"{BASE}/workspaces?name=VISION", "workspaces")
    assert caller.fields("GET", f"{BASE}/workspaces/{found[0]['id']}") == found[0]
    missing = caller.fields("GET", f"{BASE}/workspaces/none")
    assert missing["error_code"] == "ModelArts.7005"
