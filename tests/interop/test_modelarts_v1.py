"""The vendor's core on v1 paths: its transport, its signer, its mapping of errors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mtui.simulator import (
    DEMO_ACCESS_KEY,
    DEMO_PROJECT_ID,
    DEMO_SECRET_KEY,
    FAILS_UNDER_200,
    FailureStyle,
    Service,
)
from mtui.simulator.records import KILLED, KILLING, RUNNING
from tests.interop.strangers import refusal, stranger

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def ask(endpoint: str) -> Callable[..., dict[str, Any]]:
    """Send any call through the vendor's core, signed, and return the body."""
    core = stranger("huaweicloudsdkcore.auth.credentials")
    credentials = core.BasicCredentials(DEMO_ACCESS_KEY, DEMO_SECRET_KEY, DEMO_PROJECT_ID)
    sdk = stranger("huaweicloudsdkmodelarts.v1")
    builder = sdk.ModelArtsClient.new_builder().with_credentials(credentials)
    client = builder.with_endpoint(endpoint).build()

    def send(
        method: str, path: str, query: list[tuple[str, str]] | None = None, body: object = None
    ) -> dict[str, Any]:
        # The type of an answer that takes any body: its bytes are kept beside it.
        answer = client.call_api(
            resource_path=f"/v1/{{project_id}}{path}",
            method=method,
            query_params=query or [],
            header_params={"Content-Type": "application/json"},
            body=body,
            response_type="DeleteTrainingJobResponse",
        )
        decoded = json.loads(answer.raw_content)
        assert isinstance(decoded, dict)
        return decoded

    return send


def test_jobs_and_versions_are_listed(cloud: Service, ask: Callable[..., dict[str, Any]]) -> None:
    query = [("per_page", "1000"), ("page", "1"), ("search_content", "resnet50 a+b"), ("order", "")]
    assert ask("GET", "/training-jobs", query)["jobs"] == []
    found = ask("GET", "/training-jobs", [("per_page", "1000"), ("order", "asc")])
    here = [job for job in cloud.project.jobs.values() if job.workspace_id == "0"]
    assert {row["job_id"] for row in found["jobs"]} == {job.job_id for job in here}
    for job in here[:10]:
        versions = ask("GET", f"/training-jobs/{job.job_id}/versions")["versions"]
        assert {row["version_id"] for row in versions} == set(job.versions)


def test_every_version_is_shown(cloud: Service, ask: Callable[..., dict[str, Any]]) -> None:
    for job in list(cloud.project.jobs.values())[:5]:
        for version in job.versions.values():
            path = f"/training-jobs/{job.job_id}/versions/{version.version_id}"
            assert ask("GET", path)["version_name"] == version.name


def test_versions_are_stopped_and_deleted(
    cloud: Service, ask: Callable[..., dict[str, Any]]
) -> None:
    versions = [v for job in cloud.project.jobs.values() for v in job.versions.values()]
    running = next(version for version in versions if version.status == RUNNING)
    path = f"/training-jobs/{running.job.job_id}/versions/{running.version_id}"
    assert ask("POST", f"{path}/stop") == {"is_success": True}
    assert running.status in (KILLING, KILLED)
    settled = next(version for version in versions if version.status == 10)
    path = f"/training-jobs/{settled.job.job_id}/versions/{settled.version_id}"
    assert ask("DELETE", path) == {"is_success": True}
    assert settled.is_leaving


def test_a_whole_job_is_described_and_deleted(
    cloud: Service, ask: Callable[..., dict[str, Any]]
) -> None:
    job = next(
        job
        for job in cloud.project.jobs.values()
        if all(version.status == 10 for version in job.versions.values())
    )
    body = {"job_desc": "描述"}
    assert ask("PUT", f"/training-jobs/{job.job_id}", body=body) == {"is_success": True}
    assert job.description == "描述"
    assert ask("DELETE", f"/training-jobs/{job.job_id}") == {"is_success": True}
    assert job.is_leaving


def test_workspaces_are_listed(cloud: Service, ask: Callable[..., dict[str, Any]]) -> None:
    rows = ask("GET", "/workspaces", [("limit", "1000"), ("offset", "0")])["workspaces"]
    assert {row["id"] for row in rows} == set(cloud.project.workspaces)


def test_a_failures_fields_reach_the_vendors_error(
    cloud: Service, ask: Callable[..., dict[str, Any]]
) -> None:
    cloud.rules.failure = FailureStyle(400, "error_msg")
    status, code, message = refusal(ask, "GET", "/training-jobs/1/versions")
    assert (status, code) == (400, "ModelArts.0102")
    assert "does not exist" in message
    status, code, message = refusal(ask, "GET", "/nothing")
    assert (status, code) == (404, "APIGW.0101")
    assert message


def test_a_failure_under_200_passes_for_success_there(
    cloud: Service, ask: Callable[..., dict[str, Any]]
) -> None:
    cloud.rules.failure = FAILS_UNDER_200
    answer = ask("GET", "/training-jobs/1/versions")
    assert answer["is_success"] is False
    assert answer["error_code"] == "ModelArts.0102"


def test_every_signature_was_verified(cloud: Service, ask: Callable[..., dict[str, Any]]) -> None:
    query = [("search_content", "训练 /~*'()!&=+"), ("page", "10"), ("page", "9")]
    ask("GET", "/training-jobs", query)
    assert [record.outcome for record in cloud.requests] == ["ok"]
