"""Signing in, in each of the three ways, and finding the project."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from mtui.config import AuthKind
from mtui.config.credential import FromVariable, Inline
from mtui.domain.errors import AuthError, CredentialError, RejectedError
from mtui.domain.secret import Secret
from mtui.simulator import (
    DEMO_DOMAIN,
    DEMO_OTHER_PROJECT_ID,
    DEMO_OTHER_REGION,
    DEMO_PASSWORD,
    DEMO_PROJECT_ID,
    DEMO_USER,
    effects,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mtui.config.credential import CredentialSource
    from tests.services.stage import Stage


def inline(**values: str) -> Mapping[str, CredentialSource]:
    return MappingProxyType({name: Inline(Secret(value)) for name, value in values.items()})


PASSWORD = inline(username=DEMO_USER, domain=DEMO_DOMAIN, password=DEMO_PASSWORD)


def token_for(stage: Stage, project_id: str | None) -> str:
    (user, *_) = stage.service.accounts.users.values()
    expires_at_s = stage.service.clock() + 86_400
    return stage.service.accounts.issue_token(user, project_id, expires_at_s).value


async def works(stage: Stage) -> str:
    """List the project's jobs, and return its id."""
    session = await stage.session()
    await session.catalog.probe()
    return session.project_id


def asked(stage: Stage) -> list[str]:
    return [f"{record.method} {record.path}" for record in stage.service.requests]


JOBS = f"GET /v1/{DEMO_PROJECT_ID}/training-jobs"


async def test_keys_and_a_project_id_need_no_other_request(stage: Stage) -> None:
    assert await works(stage) == DEMO_PROJECT_ID
    assert asked(stage) == [JOBS]


async def test_keys_find_the_project_of_the_region(stage: Stage) -> None:
    stage.configure(project_id=None)
    assert await works(stage) == DEMO_PROJECT_ID
    assert asked(stage) == ["GET /v3/projects", JOBS]


async def test_another_region_has_another_project(stage: Stage) -> None:
    stage.configure(project_id=None, region=DEMO_OTHER_REGION)
    assert await works(stage) == DEMO_OTHER_PROJECT_ID


async def test_temporary_keys_come_with_a_security_token(stage: Stage) -> None:
    (user, *_) = stage.service.accounts.users.values()
    key = stage.service.accounts.issue_temporary_key(user, stage.service.clock() + 3600)
    assert key.security_token is not None
    stage.configure(
        credentials=inline(
            access_key=key.access, secret_key=key.secret, security_token=key.security_token
        )
    )
    assert await works(stage) == DEMO_PROJECT_ID


async def test_a_token_works_as_it_is(stage: Stage) -> None:
    token = token_for(stage, DEMO_PROJECT_ID)
    stage.configure(auth=AuthKind.TOKEN, credentials=inline(token=token))
    assert await works(stage) == DEMO_PROJECT_ID
    assert asked(stage) == [JOBS]


async def test_a_token_finds_the_project_of_the_region(stage: Stage) -> None:
    token = token_for(stage, DEMO_PROJECT_ID)
    stage.configure(auth=AuthKind.TOKEN, credentials=inline(token=token), project_id=None)
    assert await works(stage) == DEMO_PROJECT_ID


@pytest.mark.parametrize("project_id", [None, DEMO_PROJECT_ID])
async def test_a_password_is_exchanged_for_a_token_once(
    stage: Stage, project_id: str | None
) -> None:
    stage.configure(auth=AuthKind.PASSWORD, credentials=PASSWORD, project_id=project_id)
    assert await works(stage) == DEMO_PROJECT_ID
    await (await stage.session()).catalog.probe()
    assert asked(stage) == ["POST /v3/auth/tokens", JOBS, JOBS]


async def test_a_password_fetches_another_token_in_mid_run(stage: Stage) -> None:
    stage.configure(auth=AuthKind.PASSWORD, credentials=PASSWORD)
    targets = await stage.versions(stage.add_job(*[10] * 8))
    stage.service.accounts.expire_tokens()
    run = await stage.run(targets)
    assert run.kinds == ["gone"] * 8
    assert asked(stage).count("POST /v3/auth/tokens") == 1


async def test_a_wrong_password_is_told_and_not_repeated(stage: Stage) -> None:
    stage.configure(
        auth=AuthKind.PASSWORD,
        credentials=inline(username=DEMO_USER, domain=DEMO_DOMAIN, password="hunter-2"),
    )
    with pytest.raises(AuthError) as caught:
        await works(stage)
    assert "hunter-2" not in str(caught.value)
    assert asked(stage) == ["POST /v3/auth/tokens"]


async def test_a_region_without_a_project_is_told(stage: Stage) -> None:
    stage.configure(project_id=None, region="ap-southeast-1")
    with pytest.raises(RejectedError, match="no project named ap-southeast-1"):
        await works(stage)


async def test_a_refused_look_up_of_the_project_ends_the_opening(stage: Stage) -> None:
    stage.configure(project_id=None)
    stage.service.faults.add(effects.wrong_signature(), times=None)
    with pytest.raises(AuthError):
        await stage.session()
    assert len(stage.service.requests) == 1


async def test_missing_credentials_are_named_before_anything_is_sent(stage: Stage) -> None:
    stage.configure(credentials=MappingProxyType({"secret_key": FromVariable("NO_SUCH_VARIABLE")}))
    with pytest.raises(CredentialError) as caught:
        await stage.session()
    assert caught.value.missing == ("access_key", "secret_key")
    assert stage.service.requests == []


async def test_nothing_is_written_before_something_is_deleted(stage: Stage) -> None:
    await works(stage)
    assert not stage.state_path.exists()
