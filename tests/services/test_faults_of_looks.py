"""Every fault that a listing can meet: before a target is sent, and while it is watched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.simulator import effects
from tests.services.story import told

if TYPE_CHECKING:
    from tests.services.stage import Stage

SENT_AND_GONE = ["sent", "accepted 200", "gone tries=1"]

PASSING = {
    "internal error": effects.server_error(),
    "backend timeout": effects.failed_after_act(),
    "a proxy's page": effects.bad_gateway(),
    "a portal's page": effects.html_page(),
    "a redirect": effects.redirect("https://elsewhere.test/"),
    "malformed JSON": effects.malformed_json(),
    "truncated JSON": effects.truncated_json(),
    "an empty body": effects.empty_body(),
    "wrong types": effects.wrong_types(),
    "a huge body": effects.huge_body(),
    "too slow an answer": effects.slow(30),
    "a refused connection": effects.refuse_connection(),
    "a request that was lost": effects.lose_request(),
    "a lost answer": effects.lose_answer(),
    "a cut answer": effects.cut_answer(),
    "silence": effects.hang_before_act(),
}
FATAL = {
    "a wrong signature": (
        effects.wrong_signature(),
        "APIGW.0301 Incorrect IAM authentication information: verify aksk signature fail",
    ),
}
THROTTLING = {
    "the gateway": (effects.throttled(), "slowed 429 APIGW.0308 0.1s"),
    "the gateway with Retry-After": (effects.throttled(7), "slowed 429 APIGW.0308 7s"),
    "the service under 200": (effects.too_frequent(200), "slowed 200 ModelArts.0114 0.1s"),
}


async def story_of(stage: Stage) -> list[str]:
    """Delete one of a job's two versions and return the story without names."""
    target, _ = await stage.versions(stage.add_job(10, 10))
    run = await stage.run([target])
    if run.outcome.kind != "unconfirmed":
        assert stage.is_there(target) is (run.outcome.kind != "gone")
    return [line.replace(" V0002", "").replace("sent 1", "sent") for line in run.story]


@pytest.mark.parametrize("name", PASSING)
async def test_a_check_that_fails_once_is_made_again(stage: Stage, name: str) -> None:
    stage.service.faults.add(PASSING[name], method="GET", skip=1)
    assert await story_of(stage) == SENT_AND_GONE


@pytest.mark.parametrize("name", PASSING)
async def test_what_cannot_be_checked_is_not_sent(stage: Stage, name: str) -> None:
    stage.service.faults.add(PASSING[name], method="GET", skip=1, times=None)
    assert await story_of(stage) == ["not sent tries=0"]
    assert stage.sent() == []
    assert [told(record) for record in stage.records()] == [
        "run delete 1",
        "outcome 278001 not sent",
        "end",
    ]
    reason = stage.records()[1]["reason"]
    assert reason.startswith("its state could not be checked: ")
    assert len(reason) < 250


@pytest.mark.parametrize("name", PASSING)
async def test_a_look_that_fails_once_changes_nothing(stage: Stage, name: str) -> None:
    stage.service.faults.add(PASSING[name], method="GET", skip=2)
    assert await story_of(stage) == SENT_AND_GONE


@pytest.mark.parametrize("name", PASSING)
async def test_what_cannot_be_watched_is_unconfirmed(stage: Stage, name: str) -> None:
    stage.service.faults.add(PASSING[name], method="GET", skip=2, times=None)
    assert await story_of(stage) == ["sent", "accepted 200", "unconfirmed tries=1"]
    assert stage.records()[-2]["reason"] == "accepted; it could not be listed"


@pytest.mark.parametrize("name", FATAL)
async def test_a_check_that_is_not_let_in_ends_the_run(stage: Stage, name: str) -> None:
    effect, reason = FATAL[name]
    stage.service.faults.add(effect, method="GET", skip=1, times=None)
    assert await story_of(stage) == [f"stopping: {reason}", "not sent tries=0"]
    assert len(stage.service.requests) == 1


@pytest.mark.parametrize("name", FATAL)
async def test_a_look_that_is_not_let_in_is_the_last(stage: Stage, name: str) -> None:
    effect, reason = FATAL[name]
    stage.service.faults.add(effect, method="GET", skip=2, times=None)
    story = await story_of(stage)
    assert story == ["sent", "accepted 200", f"stopping: {reason}", "unconfirmed tries=1"]
    assert len(stage.service.requests) == 3


@pytest.mark.parametrize("name", THROTTLING)
async def test_a_throttled_check_slows_the_run(stage: Stage, name: str) -> None:
    effect, slowed = THROTTLING[name]
    stage.service.faults.add(effect, method="GET", skip=1)
    assert await story_of(stage) == [slowed, *SENT_AND_GONE]


@pytest.mark.parametrize("name", THROTTLING)
async def test_a_throttled_look_slows_the_run(stage: Stage, name: str) -> None:
    effect, slowed = THROTTLING[name]
    stage.service.faults.add(effect, method="GET", skip=2)
    assert await story_of(stage) == ["sent", "accepted 200", slowed, "gone tries=1"]


async def test_a_wrong_key_shows_once_however_many_wait_for_the_same_listing(
    stage: Stage,
) -> None:
    targets = await stage.versions(stage.add_job(*[10] * 12), stage.add_job(*[10] * 12))
    stage.service.faults.add(effects.wrong_signature(), times=None)
    run = await stage.run(targets)
    assert len(stage.service.requests) == 1
    assert run.kinds == ["not sent"] * 24


async def test_a_key_that_may_list_and_not_delete_is_sent_once(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(*[10] * 12))
    stage.service.faults.add(effects.wrong_signature(), method="DELETE", times=None)
    run = await stage.run(targets)
    assert len(stage.sent()) == 1
    assert run.kinds == ["refused"] + ["not sent"] * 11


async def test_a_key_that_is_locked_in_mid_run_is_not_tried_again(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(*[10] * 40))
    stage.service.faults.add(effects.wrong_signature(), skip=12, times=None)
    run = await stage.run(targets)
    refused = [record for record in stage.service.requests if record.status == 401]
    assert len(refused) <= stage.policy.concurrency
    assert {*run.kinds} == {"unconfirmed", "refused", "not sent"}
