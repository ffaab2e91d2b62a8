"""JSON to domain values: the documented samples, and everything that may come instead."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtui.domain.jobs import JobId, VersionId
from mtui.domain.status import StatusFamily
from mtui.modelarts import decode, scalars
from mtui.modelarts.payloads import UnreadableError
from tests.modelarts.samples import DETAIL_NULLS, LIST_SAMPLE, VERSION_SAMPLE
from tests.modelarts.wire import JOB, VERSION


def test_a_job_is_read_from_the_sample() -> None:
    rows = decode.decode_jobs(LIST_SAMPLE)
    (job,) = rows.jobs
    assert (rows.row_count, rows.total_hint) == (1, 1)
    assert (job.job_id, job.name, job.newest_version_id) == ("9446", "ma-testing", "10818")
    assert (job.created_ms, job.duration_ms, job.version_count) == (1704448084000, 54793000, 1)
    assert (job.status.word, job.user_name) == ("completed", "userAbc")
    assert job.description == "This is a ModelArts job"


@pytest.mark.parametrize(
    "value",
    [
        {"status": None, "job_name": None, "user": None, "version_id": None},
        {"status": [1], "job_name": {"a": 1}, "user": "me", "version_id": "x"},
        {"create_time": -1, "duration": -5, "version_count": "many"},
        {"create_time": 10**30, "duration": 10**30, "version_count": 1.5},
        {"create_time": 15099239923, "duration": True, "version_count": True},
        {},
    ],
)
def test_a_job_needs_nothing_but_its_id(value: dict[str, Any]) -> None:
    (job,) = decode.decode_jobs({"jobs": [{"job_id": " 0010 ", **value}]}).jobs
    assert job.job_id == "10"
    assert job.status.family is StatusFamily.UNKNOWN
    assert (job.created_ms, job.duration_ms, job.version_count) == (None, None, None)
    assert job.newest_version_id is None


@pytest.mark.parametrize(
    "bad", [None, 0, -1, True, "x", "1.5", 1.5, [], {}, 10**25, "9" * 5000, ""]
)
def test_a_row_without_a_usable_id_is_left_out_but_counted(bad: Any) -> None:
    rows = decode.decode_jobs({"jobs": [{"job_id": bad}, {"job_id": 7.0}, None, "text"]})
    assert [job.job_id for job in rows.jobs] == ["7"]
    assert rows.row_count == 4
    with pytest.raises(UnreadableError, match="no job in the answer has a usable id"):
        decode.decode_jobs({"jobs": [{"job_id": bad}]})


@pytest.mark.parametrize(
    "payload",
    [
        {"is_success": True},
        {"is_success": True, "jobs": None},
        {"jobs": []},
        {"jobs": None},
        {"job_total_count": 0},
    ],
)
def test_no_jobs_may_be_told_in_many_ways(payload: dict[str, Any]) -> None:
    assert decode.decode_jobs(payload).jobs == ()


@pytest.mark.parametrize("payload", [{}, {"x": 1}, {"jobs": "none"}, {"jobs": {}}, {"jobs": 0}])
def test_what_is_no_list_is_not_taken_for_an_empty_one(payload: dict[str, Any]) -> None:
    with pytest.raises(UnreadableError):
        decode.decode_jobs(payload)
    renamed = {name.replace("jobs", "versions"): value for name, value in payload.items()}
    with pytest.raises(UnreadableError):
        decode.decode_versions(renamed, JOB)


@pytest.mark.parametrize(
    ("wire", "code", "word"),
    [
        (10, "10", "completed"),
        ("10", "10", "completed"),
        (10.0, "10", "completed"),
        ("0008", "8", "running"),
        (22, "22", "mount failed"),
        (77, "77", "77"),
        ("JOBSTAT_NEW", "JOBSTAT_NEW", "JOBSTAT_NEW"),
        ("[/x]" * 100, ("[/x]" * 100)[:64], ("[/x]" * 100)[:64]),
        (None, "", "?"),
    ],
)
def test_a_status_of_any_kind_is_kept(wire: Any, code: str, word: str) -> None:
    status = scalars.status(wire)
    assert (status.code, status.word) == (code, word)


def test_a_version_is_read_from_the_sample() -> None:
    payload: dict[str, Any] = {"job_id": 10, "job_name": "n", "job_desc": "d", "version_count": 2}
    listing = decode.decode_versions({**payload, "versions": [VERSION_SAMPLE]}, JOB)
    (version,) = listing.versions
    assert (listing.job_name, listing.job_description, listing.is_complete) == ("n", "d", False)
    assert (version.version_id, version.name, version.parent_id) == ("10", "V0004", "5")
    assert (version.engine, version.flavor) == ("TF-1.4.0-python2.7", "2 cores, 8 GB")
    assert (version.nodes, version.accelerators) == (1, "2 P100")
    assert (version.created_ms, version.duration_ms) == (1524189990635, 532003)


def test_nulls_and_numeric_strings_of_a_real_answer_are_read() -> None:
    version = decode.decode_version(DETAIL_NULLS, JobId("9275"), VersionId("10617"))
    names = {field.name: field.value for field in version.details}
    assert version.status.word == "completed"
    assert version.parent_id is None
    assert version.flavor == "modelarts.vm.gpu.1v100NV32.pub"
    assert version.accelerators == "1 nvidia-v100-pcie"
    assert names["recall"] == "0.996078"
    assert names["top-5"] == "1"
    assert names["flavor_info"] == "cpu (arch x86, core_num 8), max_num 1"
    assert names["attributes"] == '{"isSupportDist": "True"}'
    assert names["is_free"] == "false"
    assert not {"start_time", "is_zombie", "volumes", "npu_info", "app_url", "cpuUsage"} & set(
        names
    )


def test_unreadable_versions_leave_a_listing_incomplete() -> None:
    payload: dict[str, Any] = {"versions": [{"version_id": 1}, {"version_id": "x"}]}
    listing = decode.decode_versions(payload, JOB)
    assert len(listing.versions) == 1
    assert not listing.is_complete


def test_another_jobs_answer_is_refused() -> None:
    with pytest.raises(UnreadableError, match="about job_id 11, not 10"):
        decode.decode_versions({"job_id": "11", "versions": []}, JOB)
    with pytest.raises(UnreadableError, match="about version_id 21, not 20"):
        decode.decode_version({"job_id": 10, "version_id": 21}, JOB, VERSION)
    with pytest.raises(UnreadableError, match="no version"):
        decode.decode_version({"is_success": True}, JOB, VERSION)


def test_workspaces_are_read_from_both_samples() -> None:
    old: dict[str, Any] = {
        "id": 0,
        "name": "default",
        "auth_type": "public",
        "status": "NORMAL",
        "owner": "u",
    }
    new: dict[str, Any] = {
        "id": "af261af2218841ec960b01ab3cf1a5fa",
        "name": "test",
        "auth_type": "INTERNAL",
    }
    first, second = decode.decode_workspaces({"workspaces": [old, new, {"name": "no id"}]})
    assert (first.workspace_id, first.auth_type, first.owner) == ("0", "PUBLIC", "u")
    assert second.workspace_id == "af261af2218841ec960b01ab3cf1a5fa"


def test_lone_surrogates_do_not_get_into_domain_values() -> None:
    (job,) = decode.decode_jobs({"jobs": [{"job_id": 1, "job_name": "a\ud800b"}]}).jobs
    assert job.name == "a?b"


def test_text_keeps_what_is_not_text_readable() -> None:
    assert scalars.text(10**5000) == "(not readable)"
    nested: Any = []
    for _ in range(100_000):
        nested = [nested]
    assert scalars.text(nested) == "(not readable)"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(
    row=st.dictionaries(
        st.sampled_from([*VERSION_SAMPLE, *DETAIL_NULLS, *LIST_SAMPLE["jobs"][0]]),
        JSON,
        max_size=12,
    )
)
def test_any_value_in_any_field_is_read_or_refused(row: dict[str, Any]) -> None:
    version = decode.decode_version({**row, "job_id": 10, "version_id": 20}, JOB, VERSION)
    for field in version.details:
        assert field.value.encode()
    assert decode.decode_jobs({"jobs": [{**row, "job_id": 10}]}).jobs[0].job_id == "10"


@given(payload=st.dictionaries(st.sampled_from(["jobs", "job_total_count", "is_success"]), JSON))
def test_any_list_is_read_or_refused(payload: dict[str, Any]) -> None:
    try:
        rows = decode.decode_jobs(payload)
    except UnreadableError:
        return
    assert len(rows.jobs) <= rows.row_count


@pytest.mark.parametrize("number", [2.0**53, 1234567890123456789.0, 1e400, -1.0, 1.5, float("nan")])
def test_a_float_that_stands_for_several_numbers_is_no_id(number: float) -> None:
    assert scalars.identifier(number) is None
    assert scalars.whole_number(number) is None


def test_the_last_float_that_is_one_number_is_an_id() -> None:
    assert scalars.identifier(2.0**53 - 1) == "9007199254740991"
    assert scalars.identifier(2**53 + 1) == "9007199254740993"
