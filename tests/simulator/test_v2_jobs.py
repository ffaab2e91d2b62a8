"""Jobs of the second generation: their life, their end, and who is told what."""

import json

import pytest

from mtui.simulator import (
    DEMO_OTHER_PROJECT_ID,
    DEMO_PROJECT_ID,
    READER_USER,
    ManualClock,
    Rules,
    Service,
)
from mtui.simulator.records import WorkspaceRecord
from mtui.simulator.v2.records import JobRecord
from mtui.simulator.v2.render import secrets_of
from tests.simulator.caller import JOBS as V1_JOBS
from tests.simulator.caller import Caller
from tests.simulator.v2 import BATCH, JOBS, SEARCH, batch, post, refused


@pytest.fixture
def job(service: Service) -> JobRecord:
    return service.project.v2.add("one")


def phase(caller: Caller, job: JobRecord) -> str:
    status = caller.fields("GET", f"{JOBS}/{job.job_id}")["status"]
    assert isinstance(status, dict)
    return str(status["phase"])


def test_a_job_goes_through_its_phases_by_itself(
    service: Service, caller: Caller, clock: ManualClock
) -> None:
    job = service.project.v2.submit("fresh", clock())
    seen = [phase(caller, job)]
    for seconds in (service.rules.create_s, service.rules.queue_s, service.rules.run_s):
        clock.advance(seconds)
        seen.append(phase(caller, job))
    assert seen == ["Creating", "Pending", "Running", "Completed"]
    assert job.duration_ms == service.rules.run_s * 1000
    assert not any(record.acted for record in service.requests)


def test_deletion_is_accepted_without_a_word_and_done_later(
    service: Service, caller: Caller, job: JobRecord, clock: ManualClock
) -> None:
    answer = caller.ask("DELETE", f"{JOBS}/{job.job_id}")
    assert (answer.status, answer.body) == (202, b"")
    assert service.requests[-1].acted
    assert phase(caller, job) == "Completed"
    clock.advance(service.rules.delete_s)
    assert refused(caller.ask("GET", f"{JOBS}/{job.job_id}")) == (400, "ModelArts.2775")
    assert refused(caller.ask("DELETE", f"{JOBS}/{job.job_id}")) == (400, "ModelArts.2775")
    assert not service.job_exists(job.job_id)


def test_a_repeated_deletion_is_accepted_or_refused_by_the_rules(
    service: Service, caller: Caller, job: JobRecord
) -> None:
    assert caller.ask("DELETE", f"{JOBS}/{job.job_id}").status == 202
    assert caller.ask("DELETE", f"{JOBS}/{job.job_id}").status == 202
    assert not service.requests[-1].acted
    service.rules.refuses_repeat_delete = True
    assert refused(caller.ask("DELETE", f"{JOBS}/{job.job_id}")) == (409, "ModelArts.2878")


def test_an_accepted_deletion_can_come_to_nothing(
    service: Service, caller: Caller, job: JobRecord, clock: ManualClock
) -> None:
    job.failing_deletes = 1
    caller.ask("DELETE", f"{JOBS}/{job.job_id}")
    clock.advance(60)
    assert service.job_exists(job.job_id)


@pytest.mark.parametrize("stoppable", ["Creating", "Pending", "Running"])
def test_what_waits_or_runs_is_stopped(
    service: Service, caller: Caller, clock: ManualClock, stoppable: str
) -> None:
    job = service.project.v2.add("live", phase=stoppable, duration_ms=0)
    answer = post(caller, f"{JOBS}/{job.job_id}/actions", {"action_type": "terminate"})
    assert answer.status == 202
    assert phase(caller, job) == "Terminating"
    assert refused(caller.ask("DELETE", f"{JOBS}/{job.job_id}")) == (400, "ModelArts.2858")
    clock.advance(service.rules.stop_s)
    assert phase(caller, job) == "Terminated"


@pytest.mark.parametrize("over", ["Completed", "Failed", "Terminated", "Abnormal", "Terminating"])
def test_what_is_over_is_not_stopped(service: Service, caller: Caller, over: str) -> None:
    job = service.project.v2.add("over", phase=over)
    answer = post(caller, f"{JOBS}/{job.job_id}/actions", {"action_type": "terminate"})
    assert refused(answer) == (409, "ModelArts.2796")


def test_no_other_action_is_known(caller: Caller, job: JobRecord) -> None:
    answer = post(caller, f"{JOBS}/{job.job_id}/actions", {"action_type": "restart"})
    assert refused(answer) == (400, "ModelArts.2812")


def test_a_description_is_changed(caller: Caller, job: JobRecord) -> None:
    body = json.dumps({"description": "新"}).encode()
    answer = caller.ask("PUT", f"{JOBS}/{job.job_id}", body)
    assert (answer.status, answer.json()) == (200, None)
    assert job.description == "新"
    body = json.dumps({"description": "x" * 257}).encode()
    assert refused(caller.ask("PUT", f"{JOBS}/{job.job_id}", body)) == (400, "ModelArts.2788")


def test_tasks_come_as_a_bare_list_once_there_was_one(service: Service, caller: Caller) -> None:
    ran = service.project.v2.add("ran", nodes=2)
    rows = caller.ask("GET", f"{JOBS}/{ran.job_id}/tasks").json()
    assert isinstance(rows, list)
    assert [row["task"] for row in rows] == ["worker-0", "worker-1"]
    waits = service.project.v2.add("waits", phase="Pending", duration_ms=0)
    assert caller.ask("GET", f"{JOBS}/{waits.job_id}/tasks").json() == []


def test_only_running_jobs_with_endpoints_tell_their_secrets(
    service: Service, caller: Caller
) -> None:
    job = service.project.v2.add("open", phase="Running", has_endpoints=True)
    text = caller.ask("GET", f"{JOBS}/{job.job_id}").body.decode()
    assert all(secret in text for secret in secrets_of(job))
    service.project.v2.terminate(job.job_id, service.clock())
    assert "endpoints" not in caller.fields("GET", f"{JOBS}/{job.job_id}")


def many(service: Service, count: int) -> list[str]:
    return [service.project.v2.add(f"job-{number}").job_id for number in range(count)]


def test_a_batch_of_a_hundred_is_deleted(
    service: Service, caller: Caller, clock: ManualClock
) -> None:
    ids = many(service, 101)
    assert refused(post(caller, BATCH, batch(*ids))) == (400, "ModelArts.2788")
    answer = post(caller, BATCH, batch(*ids[:100]))
    assert (answer.status, answer.body) == (202, b"")
    clock.advance(service.rules.delete_s)
    assert [job_id for job_id in ids if service.job_exists(job_id)] == ids[100:]


def test_a_batch_with_a_stranger_is_refused_as_a_whole(
    service: Service, caller: Caller, clock: ManualClock
) -> None:
    ids = many(service, 2)
    assert refused(post(caller, BATCH, batch(ids[0], "no-such", ids[1]))) == (
        400,
        "ModelArts.2775",
    )
    clock.advance(60)
    assert all(service.job_exists(job_id) for job_id in ids)


def test_by_the_rules_a_batch_goes_up_to_the_stranger(
    service: Service, caller: Caller, clock: ManualClock
) -> None:
    service.rules.checks_batches = False
    ids = many(service, 2)
    answer = post(caller, BATCH, batch(ids[0], "no-such", ids[1]))
    assert refused(answer) == (400, "ModelArts.2775")
    clock.advance(60)
    assert [service.job_exists(job_id) for job_id in ids] == [False, True]


def test_by_the_rules_an_accepted_batch_is_carried_out_in_part(
    service: Service, caller: Caller, clock: ManualClock
) -> None:
    service.rules.batch_takes = 1
    ids = many(service, 3)
    assert post(caller, BATCH, batch(*ids)).status == 202
    clock.advance(60)
    assert [service.job_exists(job_id) for job_id in ids] == [False, True, True]


def test_a_batch_stays_in_one_workspace(service: Service, caller: Caller) -> None:
    service.project.workspaces["w1"] = WorkspaceRecord("w1", "one")
    ids = [*many(service, 1), service.project.v2.add("other", workspace_id="w1").job_id]
    assert refused(post(caller, BATCH, batch(*ids))) == (400, "ModelArts.2891")


@pytest.mark.parametrize("body", [{}, {"jobs": []}, {"jobs": [{"metadata": {}}]}, {"jobs": [3]}])
def test_a_batch_that_is_none_is_refused(caller: Caller, body: object) -> None:
    assert refused(post(caller, BATCH, body)) == (400, "ModelArts.2788")


def test_a_region_may_not_delete_in_batches(service: Service, caller: Caller) -> None:
    service.rules.serves_batches = False
    answer = post(caller, BATCH, batch(*many(service, 1)))
    assert (answer.status, caller.service.requests[-1].outcome) == (404, "APIGW.0101")


def test_a_region_may_have_either_generation_alone(service: Service, caller: Caller) -> None:
    service.rules.serves_v1 = False
    assert caller.ask("GET", V1_JOBS).status == 404
    assert caller.ask("GET", f"/v1/{DEMO_PROJECT_ID}/workspaces").status == 200
    assert post(caller, SEARCH, {}).status == 200
    service.rules.serves_v1, service.rules.serves_v2 = True, False
    assert caller.ask("GET", V1_JOBS).status == 200
    assert post(caller, SEARCH, {}).status == 404
    assert service.requests[-1].outcome == "APIGW.0101"


def test_a_project_may_have_rules_of_its_own(service: Service, caller: Caller) -> None:
    domain_id = service.project.domain_id
    service.add_project("young", "me-east-1", domain_id, rules=Rules(serves_v1=False))
    assert caller.ask("GET", "/v1/young/training-jobs").status == 404
    assert caller.ask("GET", V1_JOBS).status == 200
    assert caller.ask("GET", f"/v1/{DEMO_OTHER_PROJECT_ID}/training-jobs").status == 200


def test_who_may_not_delete_is_told_so_in_v2s_words(service: Service, job: JobRecord) -> None:
    reader = Caller(service, READER_USER)
    for answer in (
        reader.ask("DELETE", f"{JOBS}/{job.job_id}"),
        post(reader, BATCH, batch(job.job_id)),
        post(reader, f"{JOBS}/{job.job_id}/actions", {"action_type": "terminate"}),
    ):
        assert refused(answer) == (403, "ModelArts.0112")


def test_there_is_no_list_but_the_search(caller: Caller) -> None:
    assert caller.ask("GET", JOBS).status == 404
