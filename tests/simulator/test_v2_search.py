"""Searching jobs of the second generation: filters, orders, both readings of a page."""

import pytest

from mtui.simulator import Service
from mtui.simulator.records import WorkspaceRecord
from mtui.simulator.v2.records import Experiment, Setup
from mtui.simulator.v2.search import user_id
from tests.simulator.caller import Caller
from tests.simulator.v2 import SEARCH, condition, names, post, refused, search

START_MS = 1_700_000_000_000


@pytest.fixture
def four(service: Service) -> Service:
    jobs = service.project.v2
    jobs.add("alpha train", created_ms=START_MS, user="ann", phase="Completed")
    jobs.add("beta", created_ms=START_MS + 1, user="bob", phase="Failed", exit_codes=(1,))
    jobs.add(
        "Gamma Train",
        created_ms=START_MS + 2,
        user="ann",
        phase="Running",
        setup=Setup(algorithm="llm-finetune"),
        runtime_type="debug",
    )
    jobs.add("delta", created_ms=START_MS + 3, user="bob", phase="Suspended", kind="ftjob")
    return service


@pytest.mark.usefixtures("four")
def test_jobs_come_newest_first_unless_asked_otherwise(caller: Caller) -> None:
    assert names(caller) == ["delta", "Gamma Train", "beta", "alpha train"]
    assert names(caller, order="asc")[0] == "alpha train"
    assert names(caller, sort_by="name", order="asc")[0] == "Gamma Train"


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ([condition("name", "like", "TRAIN")], ["Gamma Train", "alpha train"]),
        ([condition("name", "in", "beta", "delta")], ["delta", "beta"]),
        ([condition("name", "not", "beta")], ["delta", "Gamma Train", "alpha train"]),
        ([condition("phase", "in", "Failed", "Running")], ["Gamma Train", "beta"]),
        ([condition("phase", "in", "")], ["delta", "Gamma Train", "beta", "alpha train"]),
        ([condition("kind", "in")], ["delta", "Gamma Train", "beta", "alpha train"]),
        ([condition("kind", "in", "ftjob")], ["delta"]),
        ([condition("algorithm_name", "like", "finetune")], ["Gamma Train"]),
        ([condition("user_id", "in", user_id("bob"))], ["delta", "beta"]),
        ([condition("runtime_type", "in", "debug")], ["Gamma Train"]),
        ([condition("create_time", "between", str(START_MS + 2), "")], ["delta", "Gamma Train"]),
        ([condition("create_time", "between", "", str(START_MS))], ["alpha train"]),
        ([condition("create_time", "between", "", "")], None),
        (
            [condition("name", "like", "train"), condition("phase", "in", "Completed")],
            ["alpha train"],
        ),
    ],
)
def test_filters_narrow_the_search(
    caller: Caller, filters: list[object], found: list[str] | None
) -> None:
    expected = names(caller) if found is None else found
    assert names(caller, filters=filters) == expected


@pytest.mark.usefixtures("four")
def test_train_type_tells_kinds_apart(caller: Caller) -> None:
    assert names(caller, train_type="ftjob") == ["delta"]


@pytest.mark.usefixtures("four")
def test_count_is_what_matches_and_total_what_there_is(caller: Caller) -> None:
    fields = search(caller, limit=1, filters=[condition("name", "like", "train")])
    assert (fields["total"], fields["count"], fields["limit"]) == (4, 2, 1)


def test_offset_is_a_page_unless_the_rules_say_a_record(four: Service, caller: Caller) -> None:
    assert names(caller, limit=2, offset=1) == ["beta", "alpha train"]
    four.rules.skips_records = True
    assert names(caller, limit=2, offset=1) == ["Gamma Train", "beta"]


def test_a_change_of_phase_is_found_at_once(four: Service, caller: Caller) -> None:
    running = [condition("phase", "in", "Terminating")]
    assert names(caller, filters=running) == []
    job = next(job for job in four.project.v2.jobs.values() if job.phase == "Running")
    four.project.v2.terminate(job.job_id, four.clock())
    assert names(caller, filters=running) == ["Gamma Train"]


def test_jobs_are_searched_by_workspace(service: Service, caller: Caller) -> None:
    service.project.workspaces["w1"] = WorkspaceRecord("w1", "one")
    service.project.v2.add("here", workspace_id="w1")
    service.project.v2.add("there")
    assert names(caller, workspace_id="w1") == ["here"]
    assert names(caller) == ["there"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ([], "2787"),
        ({"limit": 0}, "2764"),
        ({"limit": 51}, "2764"),
        ({"limit": "ten"}, "2764"),
        ({"offset": -1}, "2764"),
        ({"sort_by": "colour"}, "2790"),
        ({"order": "up"}, "2788"),
        ({"train_type": "ship"}, "2788"),
        ({"workspace_id": "nowhere"}, "0102"),
        ({"filters": {}}, "2788"),
        ({"filters": [1]}, "2789"),
        ({"filters": [condition("colour", "in", "x")]}, "2807"),
        ({"filters": [condition("name", "between", "x")]}, "2808"),
        ({"filters": [condition("create_time", "in", "1")]}, "2808"),
        ({"filters": [condition("name", "in", 3)]}, "2809"),
        ({"filters": [condition("create_time", "between", "1")]}, "2809"),
        ({"filters": [condition("create_time", "between", "now", "")]}, "2809"),
    ],
)
def test_a_search_that_makes_no_sense_is_refused(caller: Caller, body: object, code: str) -> None:
    assert refused(post(caller, SEARCH, body)) == (400, f"ModelArts.{code}")


def test_a_row_tells_what_the_documents_list(service: Service, caller: Caller) -> None:
    job = service.project.v2.add(
        "row",
        created_ms=START_MS,
        description="说明",
        user="ann",
        nodes=2,
        experiment=Experiment("e1", "exp"),
        exit_codes=(0, 137),
        message="killed",
    )
    items = search(caller)["items"]
    assert isinstance(items, list)
    (row,) = items
    assert row["metadata"]["id"] == job.job_id
    assert row["metadata"]["training_experiment_reference"] == {"id": "e1", "name": "exp"}
    assert row["status"]["task_statuses"] == [
        {"task": "worker-0", "exit_code": 0, "message": ""},
        {"task": "worker-1", "exit_code": 137, "message": "killed"},
    ]
    assert row["status"]["duration"] == 532_003
    assert row["spec"]["resource"]["node_count"] == 2
    assert row["spec"]["resource"]["flavor_id"] == "modelarts.vm.gpu.1v100"
    assert "endpoints" not in row
