"""The client against the stand-in service, which reads the rules in its own way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.domain import errors
from mtui.domain.jobs import JobId, VersionId, WorkspaceId
from mtui.domain.secret import Secret
from mtui.modelarts import (
    AkSk,
    AkSkAuth,
    Exchange,
    IamClient,
    JobListQuery,
    ModelArtsClient,
    PasswordAuth,
    PasswordLogin,
    endpoints_for,
    open_http,
)
from mtui.simulator import (
    DEMO_ACCESS_KEY,
    DEMO_DOMAIN,
    DEMO_PASSWORD,
    DEMO_PROJECT_ID,
    DEMO_REGION,
    DEMO_SECRET_KEY,
    DEMO_USER,
    FAILS_UNDER_200,
    READER_ACCESS_KEY,
    READER_SECRET_KEY,
    ManualClock,
    Service,
    bulk_service,
    demo_service,
    effects,
)
from mtui.simulator.transport import SimulatorTransport

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtui.modelarts import Authentication
    from mtui.simulator import FailureStyle
    from mtui.simulator.effects import Effect

ENDPOINTS = endpoints_for(DEMO_REGION)


class Cloud:
    """A simulated cloud with a clock that only sleeping moves, and clients of it."""

    def __init__(self, make: Callable[..., Service] = demo_service) -> None:
        self.clock = ManualClock()
        self.service = make(clock=self.clock)
        transport = SimulatorTransport(self.service, sleep=self.clock.sleep)
        self.http = open_http(timeout_s=5, transport=transport)

    def exchange(self, auth: Authentication | None = None, *, iam: bool = False) -> Exchange:
        return Exchange(
            self.http,
            base_url=ENDPOINTS.iam if iam else ENDPOINTS.modelarts,
            auth=auth,
            clock=self.clock,
            sleep=self.clock.sleep,
        )

    def keys(self, access: str = DEMO_ACCESS_KEY, secret: str = DEMO_SECRET_KEY) -> AkSkAuth:
        return AkSkAuth(AkSk(access, Secret(secret)), clock=self.clock, project_id=DEMO_PROJECT_ID)

    def password(self, password: str = DEMO_PASSWORD) -> PasswordAuth:
        login = PasswordLogin(DEMO_USER, DEMO_DOMAIN, Secret(password), project_name=DEMO_REGION)
        return PasswordAuth(IamClient(self.exchange(iam=True)), login, clock=self.clock)

    def client(self, auth: Authentication | None = None) -> ModelArtsClient:
        return ModelArtsClient(self.exchange(auth or self.keys()), project_id=DEMO_PROJECT_ID)

    def some_version(self, code: int = 10) -> tuple[JobId, VersionId]:
        """Return a version in a status."""
        for job in self.service.project.jobs.values():
            for version in job.versions.values():
                if version.status == code:
                    return JobId(str(job.job_id)), VersionId(str(version.version_id))
        raise AssertionError(f"no version has status {code}")


async def test_a_signed_listing_finds_every_job_once() -> None:
    cloud = Cloud()
    query = JobListQuery(per_page=7, search_content="")
    pages = [page async for page in cloud.client().list_jobs(query)]
    found = [job.job_id for page in pages for job in page.items]
    in_default_workspace = {
        str(job.job_id)
        for job in cloud.service.project.jobs.values()
        if job.workspace_id == query.workspace_id
    }
    assert len(pages) > 3
    assert len(found) == len(set(found))
    assert set(found) == in_default_workspace


async def test_a_search_with_blanks_and_chinese_is_signed_as_it_is_sent() -> None:
    cloud = Cloud()
    query = JobListQuery(search_content="训练 a+b&c=d/~*'()!", workspace_id=WorkspaceId("0"))
    pages = [page async for page in cloud.client().list_jobs(query)]
    assert [page.items for page in pages] == [()]
    assert cloud.service.requests[-1].outcome == "ok"


@pytest.mark.parametrize("cuts", [False, True])
async def test_all_versions_of_a_long_job_come(*, cuts: bool) -> None:
    cloud = Cloud(lambda clock: bulk_service(jobs=1, versions=2_345, clock=clock))
    cloud.service.rules.cuts_unpaged_versions = cuts
    (job,) = cloud.service.project.jobs.values()
    listing = await cloud.client().list_versions(JobId(str(job.job_id)))
    assert len(listing.versions) == 2_345
    assert listing.is_complete


async def test_every_version_of_the_demo_has_readable_details() -> None:
    cloud = Cloud()
    client = cloud.client()
    for job in list(cloud.service.project.jobs.values())[:8]:
        listing = await client.list_versions(JobId(str(job.job_id)))
        for version in listing.versions:
            detail = await client.version_detail(version.job_id, version.version_id)
            assert detail.status == version.status
            assert detail.details


async def test_a_deletion_is_accepted_before_the_version_is_gone() -> None:
    cloud = Cloud()
    client = cloud.client()
    job_id, version_id = cloud.some_version()
    answer = await client.delete_version(job_id, version_id)
    assert answer.http_status == 200
    assert answer.request_id
    await client.version_detail(job_id, version_id)
    cloud.clock.advance(60)
    with pytest.raises(errors.NotFoundError):
        await client.version_detail(job_id, version_id)


@pytest.mark.parametrize("style", [None, FAILS_UNDER_200])
async def test_a_refused_deletion_is_an_error_under_any_http_status(
    style: FailureStyle | None,
) -> None:
    cloud = Cloud()
    cloud.service.rules.failure = style or cloud.service.rules.failure
    with pytest.raises(errors.StateConflictError, match="job status: 9") as caught:
        await cloud.client().delete_version(*cloud.some_version(9))
    assert caught.value.answer.error_code == "ModelArts.0105"
    with pytest.raises(errors.NotFoundError):
        await cloud.client().delete_version(JobId("999999"), VersionId("1"))


async def test_a_reader_may_look_and_not_delete() -> None:
    cloud = Cloud()
    client = cloud.client(cloud.keys(READER_ACCESS_KEY, READER_SECRET_KEY))
    job_id, version_id = cloud.some_version()
    await client.list_versions(job_id)
    with pytest.raises(errors.ForbiddenError):
        await client.delete_version(job_id, version_id)


async def test_a_wrong_secret_key_is_used_once() -> None:
    cloud = Cloud()
    with pytest.raises(errors.AuthError) as caught:
        await anext(cloud.client(cloud.keys(secret="wrong")).list_jobs())
    assert caught.value.answer.error_code == "APIGW.0301"
    assert "lock" in caught.value.hint
    assert len(cloud.service.requests) == 1


@pytest.mark.parametrize(("ahead_s", "words"), [(3600, "60 min ahead"), (-3600, "60 min behind")])
async def test_a_clock_that_is_off_is_named(ahead_s: float, words: str) -> None:
    cloud = Cloud()
    keys = AkSk(DEMO_ACCESS_KEY, Secret(DEMO_SECRET_KEY))

    def wrong_clock() -> float:
        return cloud.clock() + ahead_s

    exchange = Exchange(
        cloud.http,
        base_url=ENDPOINTS.modelarts,
        auth=AkSkAuth(keys, clock=wrong_clock),
        clock=wrong_clock,
        sleep=cloud.clock.sleep,
    )
    client = ModelArtsClient(exchange, project_id=DEMO_PROJECT_ID)
    with pytest.raises(errors.AuthError) as caught:
        await anext(client.list_jobs())
    assert words in caught.value.hint


async def test_a_password_login_lists_jobs_and_knows_its_project() -> None:
    cloud = Cloud()
    auth = cloud.password()
    assert await auth.project_id() == DEMO_PROJECT_ID
    assert (await anext(cloud.client(auth).list_jobs())).items


async def test_a_day_later_the_token_has_been_renewed() -> None:
    cloud = Cloud()
    client = cloud.client(cloud.password())
    await anext(client.list_jobs())
    cloud.clock.advance(2 * 86_400)
    assert (await anext(client.list_jobs())).items
    assert [record.outcome for record in cloud.service.requests] == ["ok"] * 4


async def test_a_token_that_dies_early_is_replaced_once() -> None:
    cloud = Cloud()
    client = cloud.client(cloud.password())
    await anext(client.list_jobs())
    cloud.service.faults.add(effects.expired_token(), path="training-jobs")
    await client.delete_version(*cloud.some_version())
    assert sum(record.acted for record in cloud.service.requests) == 1


async def test_a_wrong_password_is_tried_once() -> None:
    cloud = Cloud()
    with pytest.raises(errors.AuthError):
        await anext(cloud.client(cloud.password("wrong")).list_jobs())
    assert len(cloud.service.requests) == 1


async def test_the_project_is_found_by_region_with_keys() -> None:
    cloud = Cloud()
    auth = AkSkAuth(AkSk(DEMO_ACCESS_KEY, Secret(DEMO_SECRET_KEY)), clock=cloud.clock)
    iam = IamClient(cloud.exchange(auth, iam=True))
    assert await iam.find_project(DEMO_REGION) == DEMO_PROJECT_ID
    with pytest.raises(errors.RejectedError):
        await iam.find_project("xx-nowhere-1")


async def test_workspaces_are_listed() -> None:
    cloud = Cloud()
    workspaces = await cloud.client().list_workspaces()
    assert "0" in {workspace.workspace_id for workspace in workspaces}


@pytest.mark.parametrize(
    ("effect", "kind"),
    [
        (effects.throttled(3), errors.ThrottledError),
        (effects.too_frequent(200), errors.ThrottledError),
        (effects.server_error(), errors.ServerError),
        (effects.failed_after_act(), errors.ServerError),
        (effects.bad_gateway(), errors.ServerError),
        (effects.html_page(), errors.MalformedAnswerError),
        (effects.malformed_json(), errors.MalformedAnswerError),
        (effects.truncated_json(), errors.MalformedAnswerError),
        (effects.empty_body(), errors.MalformedAnswerError),
        (effects.redirect("https://elsewhere.example/"), errors.MalformedAnswerError),
        (effects.wrong_signature(), errors.AuthError),
        (effects.not_offered(), errors.NotServedError),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
async def test_a_delete_that_goes_wrong_is_sent_once_and_named(
    effect: Effect, kind: type[errors.ApiError]
) -> None:
    cloud = Cloud()
    cloud.service.faults.add(effect, method="DELETE", times=None)
    with pytest.raises(errors.ApiError) as caught:
        await cloud.client().delete_version(*cloud.some_version())
    assert type(caught.value) is kind
    assert len(cloud.service.requests) == 1


async def test_a_listing_gets_over_passing_trouble() -> None:
    cloud = Cloud()
    cloud.service.faults.add(effects.throttled(3), path="training-jobs")
    cloud.service.faults.add(effects.server_error(503), path="training-jobs")
    began_s = cloud.clock()
    assert (await anext(cloud.client().list_jobs())).items
    assert cloud.clock() - began_s >= 3
