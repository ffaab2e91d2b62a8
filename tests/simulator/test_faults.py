"""Faults: which requests they hit, what the client sees, and whether the service acted."""

import json

import pytest

from mtui.simulator import Drop, Loss, ManualClock, RateLimit, Response, Service, effects
from mtui.simulator.effects import Effect
from mtui.simulator.faults import FaultPlan
from mtui.simulator.wire import Request
from tests.simulator.caller import JOBS, Caller

VERSION = f"{JOBS}/182626/versions/278813"
HEALTHY = "ok"


def delete(service: Service, caller: Caller) -> Response | Drop:
    return service.handle(Request.from_target("DELETE", VERSION, caller.headers.items()))


BEFORE: list[tuple[Effect, int, str]] = [
    (effects.throttled(), 429, "APIGW.0308"),
    (effects.too_frequent(), 429, "ModelArts.0114"),
    (effects.too_frequent(200), 200, "ModelArts.0114"),
    (effects.server_error(), 500, "ModelArts.0010"),
    (effects.server_error(503), 503, "ModelArts.0010"),
    (effects.expired_token(), 401, "APIGW.0307"),
    (effects.wrong_signature(), 401, "APIGW.0301"),
    (effects.not_offered(), 404, "APIGW.0101"),
]


@pytest.mark.parametrize(
    ("effect", "status", "code"), BEFORE, ids=[f"{e.name} {status}" for e, status, _ in BEFORE]
)
def test_a_refusal_by_fault_changes_nothing(
    demo: Service, effect: Effect, status: int, code: str
) -> None:
    demo.faults.add(effect)
    answer = delete(demo, Caller(demo))
    assert isinstance(answer, Response)
    assert (answer.status, json.loads(answer.body)["error_code"]) == (status, code)
    assert answer.header("X-Request-Id") == "req-000001"
    (record,) = demo.requests
    assert (record.acted, record.outcome, record.status) == (False, effect.name, status)
    version = demo.version(182626, 278813)
    assert version is not None
    assert not version.is_leaving


@pytest.mark.parametrize(
    "effect",
    [
        effects.bad_gateway(),
        effects.html_page(),
        effects.malformed_json(),
        effects.truncated_json(),
        effects.empty_body(),
        effects.huge_body(1000),
    ],
    ids=lambda effect: str(effect.name),
)
def test_what_is_not_json_is_not_json(demo: Service, effect: Effect) -> None:
    demo.faults.add(effect)
    answer = delete(demo, Caller(demo))
    assert isinstance(answer, Response)
    with pytest.raises(ValueError, match=r"Expecting|delimiter|Unterminated"):
        answer.json()


@pytest.mark.parametrize(
    ("effect", "acts"),
    [
        (effects.bad_gateway(), False),
        (effects.html_page(), False),
        (effects.redirect("http://elsewhere.example.com/"), False),
        (effects.canned(Response(418)), False),
        (effects.refuse_connection(), False),
        (effects.lose_request(), False),
        (effects.hang_before_act(), False),
        (effects.failed_after_act(), True),
        (effects.malformed_json(), True),
        (effects.truncated_json(), True),
        (effects.empty_body(), True),
        (effects.wrong_types(), True),
        (effects.huge_body(10), True),
        (effects.slow(3), True),
        (effects.lose_answer(), True),
        (effects.cut_answer(), True),
        (effects.hang_after_act(), True),
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_an_effect_says_by_its_place_whether_the_service_acts(
    demo: Service, clock: ManualClock, effect: Effect, acts: bool
) -> None:
    demo.faults.add(effect)
    delete(demo, Caller(demo))
    assert demo.requests[-1].acted is acts
    assert demo.requests[-1].outcome == effect.name
    clock.advance(demo.rules.delete_s)
    assert demo.version_exists(182626, 278813) is not acts


@pytest.mark.parametrize(
    ("effect", "loss"),
    [
        (effects.refuse_connection(), Loss.REFUSED),
        (effects.lose_request(), Loss.RESET),
        (effects.lose_answer(), Loss.RESET),
        (effects.hang_before_act(), Loss.HANG),
        (effects.hang_after_act(), Loss.HANG),
    ],
    ids=lambda value: str(value.name),
)
def test_a_lost_answer_is_a_value(demo: Service, effect: Effect, loss: Loss) -> None:
    demo.faults.add(effect)
    assert delete(demo, Caller(demo)) == Drop(loss)
    assert demo.requests[-1].status is None


def test_a_redirect_and_a_retry_after_are_headers(demo: Service) -> None:
    caller = Caller(demo)
    demo.faults.add(effects.redirect("http://elsewhere.example.com/v1"))
    demo.faults.add(effects.throttled(7))
    assert caller.ask("GET", VERSION).header("location") == "http://elsewhere.example.com/v1"
    assert caller.ask("GET", VERSION).header("retry-after") == "7"


def outcomes(service: Service, caller: Caller, count: int) -> list[bool]:
    for _ in range(count):
        caller.ask("GET", VERSION)
    return [record.outcome != HEALTHY for record in service.requests[-count:]]


def test_a_fault_hits_once_unless_asked_otherwise(demo: Service) -> None:
    demo.faults.add(effects.server_error())
    assert outcomes(demo, Caller(demo), 3) == [True, False, False]


def test_a_fault_can_spare_some_and_hit_some(demo: Service) -> None:
    fault = demo.faults.add(effects.server_error(), skip=2, times=2)
    assert outcomes(demo, Caller(demo), 6) == [False, False, True, True, False, False]
    assert (fault.seen, fault.hits) == (6, 2)


def test_a_fault_can_last_until_it_is_cleared(demo: Service) -> None:
    demo.faults.add(effects.server_error(), times=None)
    assert outcomes(demo, Caller(demo), 5) == [True] * 5
    demo.faults.clear()
    assert outcomes(demo, Caller(demo), 1) == [False]


def test_a_fault_chooses_by_method_and_path(demo: Service) -> None:
    caller = Caller(demo)
    demo.faults.add(effects.server_error(), method="GET", path=r"/versions/\d+$", times=None)
    statuses = [
        caller.ask(method, path).status
        for method, path in (("GET", JOBS), ("GET", VERSION), ("DELETE", VERSION))
    ]
    assert statuses == [200, 500, 200]


def test_a_probable_fault_is_repeatable() -> None:
    request = Request.from_target("GET", "/", [])

    def throws(seed: int) -> list[bool]:
        plan = FaultPlan(seed)
        plan.add(effects.server_error(), times=None, probability=0.3)
        return [plan.pick(request) is not None for _ in range(200)]

    assert throws(1) == throws(1)
    assert throws(1) != throws(2)
    assert 30 < sum(throws(1)) < 90


def test_a_rate_limit_lets_so_many_through_a_second(demo: Service, clock: ManualClock) -> None:
    caller = Caller(demo)
    demo.rate_limit = RateLimit(20, retry_after_s=1)
    statuses = []
    for _ in range(100):
        statuses.append(caller.ask("GET", VERSION).status)
        clock.advance(0.01)
    assert statuses.count(200) in (39, 40)
    assert set(statuses) == {200, 429}
    assert demo.rate_limit.refused == statuses.count(429)


def test_a_steady_pace_below_the_limit_is_never_refused(demo: Service, clock: ManualClock) -> None:
    caller = Caller(demo)
    demo.rate_limit = RateLimit(20, burst=1)
    for _ in range(200):
        assert caller.ask("GET", VERSION).status == 200
        clock.advance(0.0501)


def test_a_rate_limit_can_count_one_method_alone(demo: Service) -> None:
    caller = Caller(demo)
    demo.rate_limit = RateLimit(1, method="DELETE")
    assert [caller.ask(m, VERSION).status for m in ("GET", "DELETE", "GET", "DELETE")] == [
        200,
        200,
        200,
        429,
    ]


@pytest.mark.parametrize(("per_s", "burst"), [(0, None), (-1, None), (1, 0.5)])
def test_a_rate_limit_that_lets_nothing_through_is_refused(
    per_s: float, burst: float | None
) -> None:
    with pytest.raises(ValueError, match="at least one"):
        RateLimit(per_s, burst=burst)
