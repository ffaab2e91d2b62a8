"""Credentials that run out: read again from their source, or waited for; nothing is lost."""

from __future__ import annotations

import asyncio
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from mtui.config import AuthKind
from mtui.config.credential import FromCommand, Inline
from mtui.domain.errors import AuthError, CredentialError, ExpiredError
from mtui.domain.events import RunPaused, RunResumed, TargetAccepted, TargetSent
from mtui.domain.jobs import DEFAULT_WORKSPACE
from mtui.domain.secret import Secret
from mtui.services.catalog import VersionsSnapshot
from mtui.simulator import DEMO_PROJECT_ID, effects
from tests.services.story import told

if TYPE_CHECKING:
    from pathlib import Path

    from mtui.services.session import Session
    from mtui.simulator import Service
    from tests.services.stage import Stage

COMPLETED = 10
DAY_S = 86_400.0
LONG_S = 3_600.0


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """Everything between a test and the service, with a token in the profile."""
    use_token(stage, new_token(stage.service))
    return stage


def new_token(service: Service) -> str:
    user = next(iter(service.accounts.users.values()))
    return service.accounts.issue_token(user, DEMO_PROJECT_ID, service.clock() + DAY_S).value


def new_keys(service: Service) -> dict[str, str]:
    user = next(iter(service.accounts.users.values()))
    key = service.accounts.issue_temporary_key(user, service.clock() + DAY_S)
    assert key.security_token is not None
    return {
        "access_key": key.access,
        "secret_key": key.secret,
        "security_token": key.security_token,
    }


def use_token(stage: Stage, token: str) -> None:
    configure(stage, AuthKind.TOKEN, {"token": token})


def configure(stage: Stage, auth: AuthKind, values: dict[str, str]) -> None:
    inline = {name: Inline(Secret(value)) for name, value in values.items()}
    stage.configure(auth=auth, credentials=MappingProxyType(inline))


def expire(service: Service) -> None:
    service.accounts.expire_tokens()
    for key in service.accounts.keys.values():
        if key.security_token is not None:
            key.expires_at_s = 0.0


def forget(service: Service) -> None:
    """Let the gateway know none of the tokens and temporary keys that it had issued."""
    accounts = service.accounts
    accounts.tokens.clear()
    for access in [key.access for key in accounts.keys.values() if key.security_token]:
        del accounts.keys[access]


async def count_jobs(session: Session) -> int:
    return sum([len(chunk.jobs) async for chunk in session.catalog.jobs(DEFAULT_WORKSPACE)])


def refusals(stage: Stage) -> int:
    return sum(record.outcome != "ok" for record in stage.service.requests)


async def test_a_token_that_was_renewed_in_the_file_is_read_from_there(stage: Stage) -> None:
    stage.add_job(COMPLETED)
    session = await stage.session()
    expire(stage.service)
    with pytest.raises(ExpiredError):
        await count_jobs(session)
    use_token(stage, new_token(stage.service))
    assert await count_jobs(session) == 1


async def test_temporary_keys_are_renewed_together(stage: Stage) -> None:
    configure(stage, AuthKind.AKSK, new_keys(stage.service))
    session = await stage.session()
    assert await count_jobs(session) == 0
    expire(stage.service)
    with pytest.raises(ExpiredError):
        await count_jobs(session)
    configure(stage, AuthKind.AKSK, new_keys(stage.service))
    assert await count_jobs(session) == 0


async def test_a_temporary_key_that_the_gateway_has_forgotten_has_run_out(stage: Stage) -> None:
    configure(stage, AuthKind.AKSK, new_keys(stage.service))
    session = await stage.session()
    assert await count_jobs(session) == 0
    forget(stage.service)
    with pytest.raises(ExpiredError, match="not exist") as caught:
        await count_jobs(session)
    assert "new temporary keys" in caught.value.hint
    configure(stage, AuthKind.AKSK, new_keys(stage.service))
    assert await count_jobs(session) == 0


async def test_a_token_that_the_gateway_cannot_read_any_more_has_run_out(stage: Stage) -> None:
    session = await stage.session()
    assert await count_jobs(session) == 0
    forget(stage.service)
    with pytest.raises(ExpiredError, match="decrypt token fail"):
        await count_jobs(session)
    use_token(stage, new_token(stage.service))
    assert await count_jobs(session) == 0


async def test_keys_that_were_never_good_have_not_run_out(stage: Stage) -> None:
    configure(stage, AuthKind.AKSK, new_keys(stage.service))
    session = await stage.session()
    forget(stage.service)
    with pytest.raises(AuthError, match="not exist") as caught:
        await count_jobs(session)
    assert type(caught.value) is AuthError


async def test_a_permanent_key_that_was_removed_has_not_run_out(stage: Stage) -> None:
    (access, key), *_ = stage.service.accounts.keys.items()
    configure(stage, AuthKind.AKSK, {"access_key": access, "secret_key": key.secret})
    session = await stage.session()
    assert await count_jobs(session) == 0
    del stage.service.accounts.keys[access]
    with pytest.raises(AuthError, match="not exist") as caught:
        await count_jobs(session)
    assert type(caught.value) is AuthError


async def test_the_end_of_a_temporary_key_is_known_where_it_is_told(stage: Stage) -> None:
    keys = new_keys(stage.service)
    configure(stage, AuthKind.AKSK, {**keys, "expires_at": "2023-07-01T08:00:00.5Z"})
    session = await stage.session()
    assert await session.ends_s() == 1_688_198_400.5
    other = {name: Secret(value) for name, value in new_keys(stage.service).items()}
    assert await session.renew(other) is True
    assert await session.ends_s() is None


async def test_requests_that_are_refused_together_read_the_source_once(
    stage: Stage, tmp_path: Path
) -> None:
    token_file = tmp_path / "token"
    token_file.write_text(new_token(stage.service))
    command = ("sh", "-c", f"echo read >> {tmp_path}/log; cat {token_file}")
    stage.configure(credentials=MappingProxyType({"token": FromCommand(command)}))
    session = await stage.session()
    job_ids = [stage.add_job(COMPLETED) for _ in range(6)]

    async def ask() -> set[type]:
        (tmp_path / "log").write_text("")
        looks = (session.catalog.versions(job_id) for job_id in job_ids)
        return {type(answer) for answer in await asyncio.gather(*looks, return_exceptions=True)}

    expire(stage.service)
    assert await ask() == {ExpiredError}
    assert (tmp_path / "log").read_text() == "read\n"
    token_file.write_text(new_token(stage.service))
    assert await ask() == {VersionsSnapshot}
    assert (tmp_path / "log").read_text() == "read\n"


async def test_a_wrong_signature_is_never_repeated_with_other_keys(stage: Stage) -> None:
    configure(stage, AuthKind.AKSK, {**new_keys(stage.service), "secret_key": "wrong"})
    session = await stage.session()
    configure(stage, AuthKind.AKSK, new_keys(stage.service))
    with pytest.raises(AuthError) as caught:
        await count_jobs(session)
    assert type(caught.value) is AuthError
    assert len(stage.service.requests) == 1


async def test_expired_credentials_that_stay_the_same_are_sent_once(stage: Stage) -> None:
    session = await stage.session()
    expire(stage.service)
    with pytest.raises(ExpiredError):
        await count_jobs(session)
    assert len(stage.service.requests) == 1


async def test_what_a_person_types_is_used_from_then_on(stage: Stage) -> None:
    session = await stage.session()
    expire(stage.service)
    assert await session.renew({}) is False
    assert await session.renew({"token": Secret(new_token(stage.service))}) is True
    assert await count_jobs(session) == 0
    assert refusals(stage) == 0


async def test_what_was_mistyped_is_refused_and_a_waiting_run_waits_on(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 6))
    plan_id = await stage.start(targets)
    await stage.until(plan_id, TargetSent)
    expire(stage.service)
    await stage.until(plan_id, RunPaused)
    session = await stage.session()
    with pytest.raises(AuthError, match="decrypt token fail"):
        await session.renew({"token": Secret("mistyped")})
    use_token(stage, "garbage")
    assert await session.renew({}) is False
    with pytest.raises(ExpiredError):
        await count_jobs(session)
    await session.renew({"token": Secret(new_token(stage.service))})
    assert (await stage.finish(plan_id)).kinds == ["gone"] * 6


async def test_credentials_that_cannot_be_tried_out_are_used(stage: Stage) -> None:
    session = await stage.session()
    expire(stage.service)
    stage.service.faults.add(effects.server_error(), method="GET", times=None)
    assert await session.renew({"token": Secret(new_token(stage.service))}) is True
    stage.service.faults.faults.clear()
    assert await count_jobs(session) == 0


async def test_what_cannot_be_sent_is_refused_and_changes_nothing(stage: Stage) -> None:
    session = await stage.session()
    with pytest.raises(CredentialError):
        await session.renew({"token": Secret("two words")})
    assert await count_jobs(session) == 0


async def test_the_source_counts_again_once_what_was_typed_has_run_out(stage: Stage) -> None:
    session = await stage.session()
    await session.renew({"token": Secret(new_token(stage.service))})
    expire(stage.service)
    use_token(stage, new_token(stage.service))
    assert await count_jobs(session) == 0


async def test_a_run_waits_for_credentials_and_then_loses_nothing(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 12))
    plan_id = await stage.start(targets)
    await stage.until(plan_id, TargetAccepted, 4)
    expire(stage.service)
    await stage.until(plan_id, RunPaused)
    refused = refusals(stage)
    await asyncio.sleep(LONG_S)
    assert refusals(stage) == refused  # nobody asks on with what has run out
    await (await stage.session()).renew({"token": Secret(new_token(stage.service))})
    run = await stage.finish(plan_id)
    assert run.kinds == ["gone"] * 12
    assert run.report.stopped_because == ""
    pauses = [event for event in run.events if isinstance(event, RunPaused | RunResumed)]
    (paused, resumed) = pauses
    assert isinstance(paused, RunPaused)
    assert paused.expired is not None
    assert paused.expired.error_code == "APIGW.0307"
    assert isinstance(resumed, RunResumed)
    assert sum(record.acted for record in stage.sent()) == 12


async def test_every_attempt_has_its_intent(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(COMPLETED, COMPLETED))
    stage.service.faults.add(effects.expired_token(), method="DELETE")
    plan_id = await stage.start(targets)
    await stage.until(plan_id, RunPaused)
    (await stage.session()).deletions.resume(plan_id)
    run = await stage.finish(plan_id)
    assert run.story[:5] == [
        "sent V0002 1",
        "paused: the credentials have expired",
        "resumed",
        "sent V0002 2",
        "accepted V0002 200",
    ]
    assert [told(record) for record in stage.records()][:3] == [
        "run delete 2",
        "intent 278001 1",
        "intent 278001 2",
    ]
    assert run.kinds == ["gone", "gone"]


async def test_a_run_whose_source_was_renewed_goes_on_by_itself(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 12))
    plan_id = await stage.start(targets)
    await stage.until(plan_id, TargetAccepted, 4)
    use_token(stage, new_token(stage.service))
    stage.service.accounts.tokens[first_token(stage)].expires_at_s = 0.0
    run = await stage.finish(plan_id)
    assert run.kinds == ["gone"] * 12
    assert not any(isinstance(event, RunPaused) for event in run.events)


def first_token(stage: Stage) -> str:
    return next(iter(stage.service.accounts.tokens))


async def test_a_list_that_finds_other_credentials_lets_a_waiting_run_go_on(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 6))
    plan_id = await stage.start(targets)
    await stage.until(plan_id, TargetSent)
    expire(stage.service)
    await stage.until(plan_id, RunPaused)
    use_token(stage, new_token(stage.service))
    await count_jobs(await stage.session())
    assert (await stage.finish(plan_id)).kinds == ["gone"] * 6


async def test_patience_does_not_run_out_while_nobody_can_look(stage: Stage) -> None:
    stage.service.rules.delete_s = stage.policy.settle_s - 20
    targets = await stage.versions(stage.add_job(COMPLETED, COMPLETED))
    plan_id = await stage.start(targets[:1])
    await stage.until(plan_id, TargetAccepted)
    await asyncio.sleep(100)
    expire(stage.service)
    await stage.until(plan_id, RunPaused)
    await asyncio.sleep(10 * LONG_S)
    await (await stage.session()).renew({"token": Secret(new_token(stage.service))})
    assert (await stage.finish(plan_id)).kinds == ["gone"]


async def test_doubt_does_not_end_while_nobody_can_look(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(COMPLETED, COMPLETED))
    stage.service.faults.add(effects.lose_answer(), method="DELETE")
    stage.service.faults.add(effects.expired_token(), method="GET", skip=1)
    plan_id = await stage.start(targets[:1])
    await stage.until(plan_id, RunPaused)
    await asyncio.sleep(LONG_S)
    (await stage.session()).deletions.resume(plan_id)
    assert (await stage.finish(plan_id)).kinds == ["gone"]
    assert len(stage.sent()) == 1


async def test_credentials_that_are_still_out_pause_the_run_again(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(COMPLETED, COMPLETED))
    expire(stage.service)
    plan_id = await stage.start(targets)
    await stage.until(plan_id, RunPaused)
    (await stage.session()).deletions.resume(plan_id)
    await stage.until(plan_id, RunPaused, 2)
    await (await stage.session()).renew({"token": Secret(new_token(stage.service))})
    assert (await stage.finish(plan_id)).kinds == ["gone", "gone"]


async def test_a_person_s_pause_outlives_the_wait_for_credentials(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 8))
    plan_id = await stage.start(targets)
    await stage.until(plan_id, TargetAccepted, 2)
    deletions = (await stage.session()).deletions
    deletions.pause(plan_id)
    expire(stage.service)
    await stage.until(plan_id, RunPaused, 2)
    await (await stage.session()).renew({"token": Secret(new_token(stage.service))})
    await asyncio.sleep(LONG_S)
    sent = len(stage.sent())
    assert sent < 8
    deletions.resume(plan_id)
    run = await stage.finish(plan_id)
    assert run.kinds == ["gone"] * 8
    assert [line for line in run.story if line.startswith(("paused", "resumed"))] == [
        "paused: paused",
        "paused: the credentials have expired",
        "paused: paused",
        "resumed",
    ]


async def test_a_run_that_waits_for_credentials_can_be_stopped(stage: Stage) -> None:
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 6))
    expire(stage.service)
    plan_id = await stage.start(targets)
    await stage.until(plan_id, RunPaused)
    (await stage.session()).deletions.stop(plan_id)
    run = await stage.finish(plan_id)
    assert set(run.kinds) == {"not sent"}
    assert stage.sent() == []


async def test_what_was_accepted_is_watched_after_a_stop_with_other_credentials(
    stage: Stage,
) -> None:
    stage.service.rules.delete_s = 60
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 6))
    plan_id = await stage.start(targets)
    await stage.until(plan_id, TargetAccepted, 2)
    expire(stage.service)
    await stage.until(plan_id, RunPaused)
    session = await stage.session()
    session.deletions.stop(plan_id)
    await asyncio.sleep(200)
    await session.renew({"token": Secret(new_token(stage.service))})
    run = await stage.finish(plan_id)
    assert set(run.kinds) == {"gone", "not sent"}


async def test_leaving_mtui_does_not_wait_for_credentials(stage: Stage) -> None:
    stage.service.rules.delete_s = 60
    targets = await stage.versions(stage.add_job(*[COMPLETED] * 6))
    plan_id = await stage.start(targets)
    await stage.until(plan_id, TargetAccepted, 2)
    expire(stage.service)
    await stage.until(plan_id, RunPaused)
    await (await stage.session()).deletions.shut_down("mtui ended")
    run = await stage.finish(plan_id)
    assert set(run.kinds) == {"unconfirmed", "not sent"}
