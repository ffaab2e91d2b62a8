"""Every fault of the service that a deletion itself can meet, once and for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from mtui.domain.events import TargetUncertain
from mtui.simulator import effects
from tests.services.story import told

if TYPE_CHECKING:
    from mtui.simulator.effects import Effect
    from tests.services.stage import Stage


class Case(NamedTuple):
    """A fault and the whole story of a run that meets it."""

    name: str
    effect: Effect
    story: list[str]
    tries: int = 1
    """How many intents the journal holds."""
    times: int | None = 1
    """How often the fault strikes; None for always."""


WAITS = ("0.1", "0.2", "0.4", "0.8", "1.6", "3.2", "6.4", *["10"] * 7)

CASES = (
    Case(
        "throttled by the gateway",
        effects.throttled(),
        ["sent 1", "slowed 429 APIGW.0308 0.1s", "sent 2", "accepted 200", "gone tries=2"],
        tries=2,
    ),
    Case(
        "throttled with Retry-After",
        effects.throttled(7),
        ["sent 1", "slowed 429 APIGW.0308 7s", "sent 2", "accepted 200", "gone tries=2"],
        tries=2,
    ),
    Case(
        "too frequent under 200",
        effects.too_frequent(200),
        ["sent 1", "slowed 200 ModelArts.0114 0.1s", "sent 2", "accepted 200", "gone tries=2"],
        tries=2,
    ),
    Case(
        "throttled for ever",
        effects.throttled(),
        [
            *(
                line
                for number, wait in enumerate(WAITS, start=1)
                for line in (f"sent {number}", f"slowed 429 APIGW.0308 {wait}s")
            ),
            (
                "stopping: 14 times in a row: APIGW.0308 The throttling threshold has been reached:"
                " policy user over ratelimit,limit:10,time:1 second"
            ),
            "not sent tries=14",
        ],
        tries=14,
        times=None,
    ),
    Case(
        "internal error",
        effects.server_error(),
        ["sent 1", "uncertain 500 ModelArts.0010", "failed tries=1"],
    ),
    Case(
        "backend timeout after the act",
        effects.failed_after_act(),
        ["sent 1", "uncertain 504 APIGW.0203", "gone tries=1"],
    ),
    Case("a proxy's page", effects.bad_gateway(), ["sent 1", "uncertain 502", "failed tries=1"]),
    Case(
        "a portal's page", effects.html_page(), ["sent 1", "uncertain 200", "unconfirmed tries=1"]
    ),
    Case(
        "a redirect",
        effects.redirect("https://elsewhere.test/"),
        ["sent 1", "uncertain 302", "unconfirmed tries=1"],
    ),
    Case(
        "a wrong signature",
        effects.wrong_signature(),
        [
            "sent 1",
            (
                "stopping: APIGW.0301 Incorrect IAM authentication information:"
                " verify aksk signature fail"
            ),
            "refused tries=1",
        ],
    ),
    Case(
        "an API that is gone",
        effects.not_offered(),
        [
            "sent 1",
            (
                "stopping: APIGW.0101 The API does not exist or has not been published in the"
                " environment"
            ),
            "refused tries=1",
        ],
    ),
    Case("malformed JSON", effects.malformed_json(), ["sent 1", "uncertain 200", "gone tries=1"]),
    Case("truncated JSON", effects.truncated_json(), ["sent 1", "uncertain 200", "gone tries=1"]),
    Case("an empty body", effects.empty_body(), ["sent 1", "uncertain 200", "gone tries=1"]),
    Case("a huge body", effects.huge_body(), ["sent 1", "uncertain 200", "gone tries=1"]),
    Case("a slow answer", effects.slow(5), ["sent 1", "accepted 200", "gone tries=1"]),
    Case("too slow an answer", effects.slow(30), ["sent 1", "uncertain none", "gone tries=1"]),
    Case(
        "a refused connection",
        effects.refuse_connection(),
        ["sent 1", "sent 2", "accepted 200", "gone tries=2"],
        tries=2,
    ),
    Case(
        "connections refused for ever",
        effects.refuse_connection(),
        ["sent 1", "sent 2", "sent 3", "failed tries=3"],
        tries=3,
        times=None,
    ),
    Case(
        "a request that was lost",
        effects.lose_request(),
        ["sent 1", "uncertain none", "sent 2", "accepted 200", "gone tries=2"],
        tries=2,
    ),
    Case(
        "requests lost for ever",
        effects.lose_request(),
        [
            *(line for number in (1, 2, 3) for line in (f"sent {number}", "uncertain none")),
            "unconfirmed tries=3",
        ],
        tries=3,
        times=None,
    ),
    Case("a lost answer", effects.lose_answer(), ["sent 1", "uncertain none", "gone tries=1"]),
    Case("a cut answer", effects.cut_answer(), ["sent 1", "uncertain 200", "gone tries=1"]),
    Case(
        "silence before the act",
        effects.hang_before_act(),
        ["sent 1", "uncertain none", "sent 2", "accepted 200", "gone tries=2"],
        tries=2,
    ),
    Case(
        "silence after the act",
        effects.hang_after_act(),
        ["sent 1", "uncertain none", "gone tries=1"],
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_a_deletion_tells_what_became_of_it(stage: Stage, case: Case) -> None:
    job = stage.add_job(10, 10)
    target, _ = await stage.versions(job)
    stage.service.faults.add(case.effect, method="DELETE", times=case.times)

    run = await stage.run([target])

    assert [line.replace(" V0002", "") for line in run.story] == case.story
    kind = run.outcome.kind
    assert stage.is_there(target) is (kind != "gone")
    assert [told(record) for record in stage.records()] == [
        "run delete 1",
        *(f"intent {target.version_id} {attempt + 1}" for attempt in range(case.tries)),
        f"outcome {target.version_id} {kind}",
        f"end: {run.report.stopped_because}" if run.report.stopped_because else "end",
    ]
    assert len(stage.sent()) == run.outcome.tries == case.tries


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_nothing_is_sent_again_once_it_was_carried_out(stage: Stage, case: Case) -> None:
    job = stage.add_job(10, 10)
    target, _ = await stage.versions(job)
    stage.service.faults.add(case.effect, method="DELETE", times=case.times)
    await stage.run([target])
    acted = [record.acted for record in stage.sent()]
    assert not any(acted[:-1])


async def test_what_an_answer_said_stands_in_the_outcome_and_in_the_journal(stage: Stage) -> None:
    job = stage.add_job(10, 10)
    target, _ = await stage.versions(job)
    stage.service.faults.add(effects.failed_after_act(), method="DELETE")

    run = await stage.run([target])

    answer = run.outcome.answer
    assert answer is not None
    assert (answer.http_status, answer.error_code) == (504, "APIGW.0203")
    record = stage.records()[-2]
    assert {name: record[name] for name in ("http_status", "error_code", "error_msg", "tries")} == {
        "http_status": 504,
        "error_code": "APIGW.0203",
        "error_msg": "Backend timeout.",
        "tries": 1,
    }
    assert record["request_id"] == answer.request_id != ""
    assert record["elapsed_ms"] == run.outcome.elapsed_ms == pytest.approx(2700, abs=300)


async def test_a_repeat_that_is_refused_because_the_first_works_still_is_no_refusal(
    stage: Stage,
) -> None:
    stage.service.rules.delete_s = 30
    stage.service.rules.refuses_repeat_delete = True
    job = stage.add_job(10, 10)
    target, _ = await stage.versions(job)
    stage.service.faults.add(effects.lose_answer(), method="DELETE")

    run = await stage.run([target])

    assert run.story == [
        "sent V0002 1",
        "uncertain V0002 none",
        "sent V0002 2",
        "gone V0002 tries=2",
    ]


async def test_a_lost_answer_that_cannot_be_looked_after_stays_unconfirmed(stage: Stage) -> None:
    job = stage.add_job(10, 10)
    target, _ = await stage.versions(job)
    stage.service.faults.add(effects.failed_after_act(), method="DELETE")
    stage.service.faults.add(effects.refuse_connection(), method="GET", skip=1, times=None)
    run = await stage.run([target])
    assert run.kinds == ["unconfirmed"]
    assert run.outcome.reason == "Backend timeout.; it could not be listed"
    assert len(stage.sent()) == 1


@pytest.mark.parametrize("status", [8, 7])
async def test_what_somebody_started_while_its_fate_was_in_doubt_is_not_sent_again(
    stage: Stage, status: int
) -> None:
    target, _ = await stage.versions(stage.add_job(10, 10))
    assert target.version_id is not None
    stage.service.faults.add(effects.lose_request(), method="DELETE")
    plan_id = await stage.start([target])
    await stage.until(plan_id, TargetUncertain)
    stage.set_status(int(target.version_id), status)
    run = await stage.finish(plan_id)
    assert run.kinds == ["unconfirmed"]
    assert run.outcome.reason.startswith("changed since plan: was completed, is ")
    assert len(stage.sent()) == 1


async def test_a_job_that_got_a_version_while_its_fate_was_in_doubt_is_not_sent_again(
    stage: Stage,
) -> None:
    job_id = stage.add_job(10, 10)
    stage.service.faults.add(effects.lose_request(), method="DELETE")
    plan_id = await stage.start(await stage.jobs())
    await stage.until(plan_id, TargetUncertain)
    project = stage.service.project
    project.add_version(project.jobs[int(job_id)], status=10)
    run = await stage.finish(plan_id)
    assert run.kinds == ["unconfirmed"]
    assert run.outcome.reason == "changed since plan: had 2 versions, has 3"
    assert len(stage.sent()) == 1
    assert stage.service.job_exists(job_id)


async def test_what_a_deletion_does_by_itself_does_not_keep_it_from_being_sent_again(
    stage: Stage,
) -> None:
    job_id = stage.add_job(10, 11, 10)
    stage.service.faults.add(effects.lose_request(), method="DELETE")
    plan_id = await stage.start(await stage.jobs())
    await stage.until(plan_id, TargetUncertain)
    stage.service.project.jobs[int(job_id)].versions.popitem()
    run = await stage.finish(plan_id)
    assert run.kinds == ["gone"]
    assert len(stage.sent()) == 2
