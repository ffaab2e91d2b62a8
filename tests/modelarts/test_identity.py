"""IAM over a scripted wire: logging in, renewing in time, and finding a project."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from mtui.domain import errors
from mtui.domain.secret import Secret
from mtui.modelarts import IamClient, PasswordAuth, PasswordLogin
from tests.modelarts.wire import DELETE, DONE, READ, Wire, answer

if TYPE_CHECKING:
    import httpx

DAY_S = 24 * 3600.0
PASSWORD = "the-password"
LOGIN = PasswordLogin("user", "account", Secret(PASSWORD), project_name="cn-north-4")
WRONG = {"error": {"code": 401, "message": "The username or password is wrong."}}
EXPIRED = {"error_code": "APIGW.0301", "error_msg": "token expires"}
TIMES = {"issued_at": "2019-02-12T06:52:13.855000Z", "expires_at": "2019-02-13T06:52:13.855000Z"}


def token(text: str, **facts: Any) -> httpx.Response:
    body = {"token": {**TIMES, "project": {"id": "project-1", "name": "cn-north-4"}, **facts}}
    return answer(body, 201, [("X-Subject-Token", text)])


class Cloud:
    """IAM and ModelArts behind one wire; tells tokens apart by number."""

    def __init__(self) -> None:
        self.wire = Wire(self.handle)
        self.logins = 0
        self.accepted: set[str] | None = None
        """Tokens that ModelArts takes; None for any."""
        self.facts: dict[str, Any] = {}
        self.auth = PasswordAuth(IamClient(self.wire.exchange()), LOGIN, clock=self.wire.time)
        self.exchange = self.wire.exchange(self.auth)

    def handle(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v3/auth/tokens":
            self.logins += 1
            return token(f"token-{self.logins}", **self.facts)
        if self.accepted is None or request.headers["X-Auth-Token"] in self.accepted:
            return answer(DONE)
        return answer(EXPIRED, 401)

    def tokens_sent(self) -> list[str]:
        sent = (request.headers.get("X-Auth-Token") for request in self.wire.requests)
        return [text for text in sent if text]


async def test_a_login_sends_what_iam_documents() -> None:
    wire = Wire(token("t"))
    issued = await IamClient(wire.exchange()).log_in(LOGIN)
    (request,) = wire.requests
    assert (request.method, request.url.raw_path) == ("POST", b"/v3/auth/tokens?nocatalog=true")
    assert json.loads(request.content) == {
        "auth": {
            "identity": {
                "methods": ["password"],
                "password": {
                    "user": {"name": "user", "password": PASSWORD, "domain": {"name": "account"}}
                },
            },
            "scope": {"project": {"name": "cn-north-4"}},
        }
    }
    assert issued.token == Secret("t")
    assert (issued.lifetime_s, issued.project_id) == (DAY_S, "project-1")


def test_a_project_id_goes_before_its_name() -> None:
    login = PasswordLogin("u", "a", Secret("p"), project_name="n", project_id="i")
    assert json.loads(login.body().reveal())["auth"]["scope"] == {"project": {"id": "i"}}


def test_nothing_shows_the_password_or_the_token() -> None:
    assert PASSWORD not in repr(LOGIN)
    assert PASSWORD not in repr(LOGIN.body())


async def test_a_wrong_password_is_tried_once() -> None:
    wire = Wire(answer(WRONG, 401))
    auth = PasswordAuth(IamClient(wire.exchange()), LOGIN, clock=wire.time)
    with pytest.raises(errors.AuthError, match="username or password is wrong") as caught:
        await wire.exchange(auth).write(DELETE, "/v1")
    assert len(wire.requests) == 1
    assert caught.value.answer.call == DELETE


async def test_calls_that_come_together_try_a_wrong_password_once() -> None:
    wire = Wire(answer(WRONG, 401))
    exchange = wire.exchange(PasswordAuth(IamClient(wire.exchange()), LOGIN, clock=wire.time))
    calls = [exchange.read(READ, "/v1") for _ in range(8)]
    told = await asyncio.gather(*calls, return_exceptions=True)
    assert {type(error) for error in told} == {errors.AuthError}
    assert len(wire.requests) == 1
    wire.time.now_s += 31
    with pytest.raises(errors.AuthError):
        await exchange.read(READ, "/v1")
    assert len(wire.requests) == 2


@pytest.mark.parametrize(
    "facts", [{"issued_at": None}, {"expires_at": "soon"}, {"expires_at": TIMES["issued_at"]}]
)
async def test_a_token_of_unknown_life_is_taken_to_live_a_day(facts: dict[str, Any]) -> None:
    wire = Wire(token("t", **facts))
    assert (await IamClient(wire.exchange()).log_in(LOGIN)).lifetime_s == DAY_S


@pytest.mark.parametrize(
    "body", [{}, {"token": None}, {"token": {"project": None}}, {"token": {"project": "x"}}]
)
async def test_a_login_that_tells_little_is_enough(body: Any) -> None:
    wire = Wire(answer(body, 201, [("X-Subject-Token", "t")]))
    issued = await IamClient(wire.exchange()).log_in(LOGIN)
    assert (issued.token, issued.project_id) == (Secret("t"), "")


async def test_a_login_without_a_token_is_malformed() -> None:
    wire = Wire(answer({"token": {}}, 201))
    with pytest.raises(errors.MalformedAnswerError, match="holds no token"):
        await IamClient(wire.exchange()).log_in(LOGIN)


@pytest.mark.parametrize("unfit", ["two words", "a\tb"])
async def test_a_token_that_no_header_can_carry_is_the_answers_fault(unfit: str) -> None:
    wire = Wire(answer({}, 201, [("X-Subject-Token", unfit)]))
    auth = PasswordAuth(IamClient(wire.exchange()), LOGIN, clock=wire.time)
    with pytest.raises(errors.NotSentError, match="a token that cannot be sent"):
        await wire.exchange(auth).write(DELETE, "/v1")
    assert len(wire.requests) == 1


async def test_one_token_serves_many_calls_at_once() -> None:
    cloud = Cloud()
    await asyncio.gather(*(cloud.exchange.read(READ, "/v1") for _ in range(8)))
    assert cloud.logins == 1
    assert cloud.tokens_sent() == ["token-1"] * 8


@pytest.mark.parametrize(
    ("passed_s", "logins"),
    [(DAY_S - 700, 1), (DAY_S - 600, 2), (DAY_S + 1, 2), (-1.0, 2)],
)
async def test_a_token_is_renewed_before_it_ends_and_when_the_clock_was_set_back(
    passed_s: float, logins: int
) -> None:
    cloud = Cloud()
    await cloud.exchange.read(READ, "/v1")
    cloud.wire.time.now_s += passed_s
    await cloud.exchange.read(READ, "/v1")
    assert cloud.logins == logins
    assert cloud.tokens_sent()[-1] == f"token-{logins}"


async def test_a_short_lived_token_is_not_renewed_for_every_call() -> None:
    cloud = Cloud()
    cloud.facts = {"expires_at": "2019-02-12T06:57:13.855000Z"}  # five minutes
    for _ in range(3):
        await cloud.exchange.read(READ, "/v1")
    assert cloud.logins == 1


async def test_a_401_brings_one_new_login_and_one_repeat_of_a_write() -> None:
    cloud = Cloud()
    cloud.accepted = {"token-2"}
    await cloud.exchange.write(DELETE, "/v1")
    assert cloud.tokens_sent() == ["token-1", "token-2"]


async def test_a_second_401_is_final() -> None:
    cloud = Cloud()
    cloud.accepted = set()
    with pytest.raises(errors.AuthError):
        await cloud.exchange.write(DELETE, "/v1")
    assert cloud.tokens_sent() == ["token-1", "token-2"]
    assert cloud.logins == 2


async def test_many_401s_at_once_bring_one_new_login() -> None:
    cloud = Cloud()
    await cloud.exchange.read(READ, "/v1")
    cloud.accepted = {"token-2"}
    await asyncio.gather(*(cloud.exchange.read(READ, "/v1") for _ in range(8)))
    assert cloud.logins == 2


async def test_the_tokens_project_is_known_without_another_call() -> None:
    cloud = Cloud()
    assert await cloud.auth.project_id() == "project-1"
    await cloud.exchange.read(READ, "/v1")
    assert cloud.logins == 1


def projects(*names: str, enabled: bool = True) -> httpx.Response:
    rows = [{"name": name, "id": f"id-of-{name}", "enabled": enabled} for name in names]
    return answer({"projects": rows, "links": {"self": "x"}})


async def test_a_project_is_found_by_its_regions_name() -> None:
    wire = Wire(projects("cn-north-4_sub", "cn-north-4"))
    found = await IamClient(wire.exchange(wire.keys())).find_project("cn-north-4")
    assert found == "id-of-cn-north-4"
    assert wire.requests[0].url.raw_path == b"/v3/projects?name=cn-north-4"


@pytest.mark.parametrize(
    "first",
    [
        answer({"error": {"code": 403, "message": "Forbidden"}}, 403),
        answer({"error": {"code": 404, "message": "Could not find"}}, 404),
        answer({"error_code": "APIGW.0101", "error_msg": "no such API"}, 404),
        projects(),
        projects("cn-north-4", enabled=False),
        answer({"projects": None}),
        answer({"projects": [None, {"id": 1}]}),
    ],
)
async def test_ones_own_projects_are_asked_for_where_the_list_does_not_help(
    first: httpx.Response,
) -> None:
    wire = Wire(first, projects("cn-north-4"))
    found = await IamClient(wire.exchange()).find_project("cn-north-4")
    assert found == "id-of-cn-north-4"
    assert wire.requests[1].url.path == "/v3/auth/projects"


async def test_a_project_that_does_not_exist_is_said_plainly() -> None:
    wire = Wire(projects("cn-east-3"))
    with pytest.raises(errors.RejectedError, match="no project named cn-north-4") as caught:
        await IamClient(wire.exchange()).find_project("cn-north-4")
    assert "project_id" in caught.value.hint


async def test_a_refused_key_is_not_tried_on_the_second_call() -> None:
    wire = Wire(answer({"error_code": "APIGW.0301", "error_msg": "verify aksk"}, 401))
    with pytest.raises(errors.AuthError):
        await IamClient(wire.exchange(wire.keys())).find_project("cn-north-4")
    assert len(wire.requests) == 1
