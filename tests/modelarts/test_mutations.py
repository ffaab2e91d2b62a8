"""Whatever an answer is: every call of every service ends in a value or in an ApiError."""

from __future__ import annotations

import asyncio
import copy
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtui.domain.errors import ApiError
from mtui.domain.jobs import JobId, VersionId
from mtui.domain.secret import Secret
from mtui.modelarts import (
    IamClient,
    JobSearch,
    ModelArtsClient,
    ModelArtsV2Client,
    PasswordLogin,
    decode,
    v2_decode,
)
from mtui.modelarts.bodies import parse_json
from mtui.modelarts.payloads import UnreadableError
from tests.modelarts.mutations import HEADERS, OTHER_STATUS, bodies_like, each_exchange
from tests.modelarts.samples import (
    DETAIL_NULLS,
    LIST_SAMPLE,
    PROJECTS_SAMPLE,
    TASKS_SAMPLE,
    TOKEN_SAMPLE,
    VERSION_SAMPLE,
    WORKSPACES_SAMPLE,
)
from tests.modelarts.test_v2_decode import UUID, sample
from tests.modelarts.wire import DONE, JOB, VERSION, Wire

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

LOGIN = PasswordLogin("user", "account", Secret("the-password"), project_name="cn-north-4")
ERROR = {"is_success": False, "error_code": "ModelArts.0105", "error_msg": "m", "request_id": "r"}
IAM_ERROR = {"error": {"code": 401, "message": "m", "title": "Unauthorized"}}
V2_ERROR = {"error_code": "ModelArts.2775", "error_msg": "m", "error_solution": "s"}


def v1(wire: Wire) -> ModelArtsClient:
    return wire.client().impatient()


def v2(wire: Wire) -> ModelArtsV2Client:
    return ModelArtsV2Client(wire.exchange(wire.keys()).impatient(), project_id="p")


def iam(wire: Wire) -> IamClient:
    return IamClient(wire.exchange().impatient())


async def all_jobs(wire: Wire) -> list[object]:
    return [page async for page in v1(wire).list_jobs()]


class Call(NamedTuple):
    """One way of asking, and the documented answers to it."""

    name: str
    ask: Callable[[Wire], Awaitable[object]]
    answers: tuple[Any, ...]


CALLS = (
    Call("jobs", all_jobs, (LIST_SAMPLE, ERROR)),
    Call(
        "versions",
        lambda wire: v1(wire).list_versions(JOB),
        ({"job_id": 10, "version_count": 1, "versions": [VERSION_SAMPLE]}, ERROR),
    ),
    Call("version", lambda wire: v1(wire).version_detail(JOB, VERSION), (DETAIL_NULLS, ERROR)),
    Call("workspaces", lambda wire: v1(wire).list_workspaces(), (WORKSPACES_SAMPLE, ERROR)),
    Call("delete", lambda wire: v1(wire).delete_version(JOB, VERSION), (DONE, ERROR)),
    Call(
        "search of v2",
        lambda wire: v2(wire).find(JobSearch()),
        ({"total": 1, "count": 1, "items": [sample()]}, V2_ERROR),
    ),
    Call("job of v2", lambda wire: v2(wire).show(JobId(UUID)), (sample(), V2_ERROR)),
    Call("tasks of v2", lambda wire: v2(wire).tasks(JobId(UUID)), (TASKS_SAMPLE, V2_ERROR)),
    Call("delete of v2", lambda wire: v2(wire).delete(JobId(UUID)), ({}, V2_ERROR)),
    Call("login", lambda wire: iam(wire).log_in(LOGIN), (TOKEN_SAMPLE, IAM_ERROR)),
    Call("end of a token", lambda wire: iam(wire).token_end_s(), (TOKEN_SAMPLE, IAM_ERROR)),
    Call(
        "project", lambda wire: iam(wire).find_project("cn-north-4"), (PROJECTS_SAMPLE, IAM_ERROR)
    ),
)


DECODERS: dict[str, tuple[Callable[[Any], object], Any]] = {
    "jobs": (decode.decode_jobs, LIST_SAMPLE),
    "versions": (
        lambda payload: decode.decode_versions(payload, JOB),
        {"job_id": 10, "version_count": 1, "versions": [VERSION_SAMPLE]},
    ),
    "version": (
        lambda payload: decode.decode_version(payload, JobId("9275"), VersionId("10617")),
        DETAIL_NULLS,
    ),
    "workspaces": (decode.decode_workspaces, WORKSPACES_SAMPLE),
    "token": (decode.decode_token_facts, TOKEN_SAMPLE),
    "projects": (decode.decode_projects, PROJECTS_SAMPLE),
    "search of v2": (v2_decode.decode_search, {"total": 1, "count": 1, "items": [sample()]}),
    "job of v2": (lambda payload: v2_decode.decode_job(payload, JobId(UUID)), sample()),
    "tasks of v2": (v2_decode.decode_tasks, TASKS_SAMPLE),
}


@pytest.mark.parametrize("name", DECODERS)
def test_each_value_of_a_sample_may_be_anything_else(name: str) -> None:
    decoder, documented = DECODERS[name]
    decoder(copy.deepcopy(documented))
    for body in each_exchange(documented):
        try:
            payload = parse_json(body)
        except ValueError:
            continue  # nested or long beyond reason: told as no JSON
        with suppress(UnreadableError):
            repr(decoder(payload)).encode()


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    """One loop for all examples of a test."""
    with asyncio.Runner() as runner:
        yield runner


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_any_answer_ends_in_a_value_or_an_error(
    runner: asyncio.Runner, call: Call, data: st.DataObject
) -> None:
    answer = st.builds(
        lambda status, body, headers: httpx.Response(
            status, headers=[(k.encode(), v.encode("latin-1")) for k, v in headers], content=body
        ),
        st.just(200) | st.just(200) | OTHER_STATUS,
        st.sampled_from((call.answers[0], *call.answers)).flatmap(bodies_like),
        HEADERS,
    )
    wire = Wire(*data.draw(st.lists(answer, min_size=1, max_size=3)))

    async def ask() -> object:
        try:
            return await call.ask(wire)
        except ApiError as error:
            return error
        finally:
            await wire.http.aclose()

    told = runner.run(ask())
    repr(told).encode()
    if isinstance(told, ApiError):
        assert 0 < len(told.message.encode()) < 10_000
