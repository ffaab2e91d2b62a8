"""The vendor's client of IAM: tokens by password, projects, temporary keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mtui.simulator import (
    DEMO_ACCESS_KEY,
    DEMO_DOMAIN,
    DEMO_OTHER_PROJECT_ID,
    DEMO_PASSWORD,
    DEMO_PROJECT_ID,
    DEMO_REGION,
    DEMO_SECRET_KEY,
    DEMO_USER,
    Service,
)
from tests.interop.strangers import refusal, stranger

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def sdk() -> Any:
    """The vendor's generated models."""
    return stranger("huaweicloudsdkiam.v3")


@pytest.fixture
def client(endpoint: str, sdk: Any, cloud: Service) -> Any:
    core = stranger("huaweicloudsdkcore.auth.credentials")
    domain_id = cloud.project.domain_id
    credentials = core.GlobalCredentials(DEMO_ACCESS_KEY, DEMO_SECRET_KEY, domain_id)
    builder = sdk.IamClient.new_builder().with_credentials(credentials)
    return builder.with_endpoint(endpoint).build()


@pytest.fixture
def login(client: Any, sdk: Any) -> Callable[..., Any]:
    def send(password: str = DEMO_PASSWORD, project: str = DEMO_REGION) -> Any:
        user = sdk.PwdPasswordUser(
            domain=sdk.PwdPasswordUserDomain(name=DEMO_DOMAIN), name=DEMO_USER, password=password
        )
        identity = sdk.PwdIdentity(methods=["password"], password=sdk.PwdPassword(user=user))
        scope = sdk.AuthScope(project=sdk.AuthScopeProject(name=project))
        body = sdk.KeystoneCreateUserTokenByPasswordRequestBody(
            auth=sdk.PwdAuth(identity=identity, scope=scope)
        )
        return client.keystone_create_user_token_by_password(
            sdk.KeystoneCreateUserTokenByPasswordRequest(body=body)
        )

    return send


def test_a_password_gets_a_token_for_the_project(login: Callable[..., Any], cloud: Service) -> None:
    answer = login()
    assert answer.x_subject_token in cloud.accounts.tokens
    assert answer.token.project.id == DEMO_PROJECT_ID
    assert answer.token.user.name == DEMO_USER
    assert answer.token.expires_at > answer.token.issued_at


def test_a_wrong_password_or_project_gets_none(login: Callable[..., Any], cloud: Service) -> None:
    assert refusal(login, "wrong")[0] == 401
    assert refusal(login, DEMO_PASSWORD, "nowhere")[0] == 401
    assert cloud.accounts.tokens == {}


def test_projects_are_found_by_name(client: Any, sdk: Any) -> None:
    request = sdk.KeystoneListProjectsRequest(name=DEMO_REGION)
    (project,) = client.keystone_list_projects(request).projects
    assert (project.id, project.enabled) == (DEMO_PROJECT_ID, True)


def test_the_callers_own_projects_are_listed(client: Any, sdk: Any) -> None:
    answer = client.keystone_list_auth_projects(sdk.KeystoneListAuthProjectsRequest())
    assert {project.id for project in answer.projects} == {DEMO_PROJECT_ID, DEMO_OTHER_PROJECT_ID}


def test_temporary_keys_open_modelarts(endpoint: str, cloud: Service) -> None:
    """The vendor's ModelArts client signs with the key and sends its security token."""
    core = stranger("huaweicloudsdkcore.auth.credentials")
    modelarts = stranger("huaweicloudsdkmodelarts.v1")
    user = next(user for user in cloud.accounts.users.values() if user.name == DEMO_USER)
    key = cloud.accounts.issue_temporary_key(user, cloud.clock() + 900)

    def connect(security_token: str) -> Any:
        credentials = core.BasicCredentials(key.access, key.secret, DEMO_PROJECT_ID)
        builder = modelarts.ModelArtsClient.new_builder()
        signed = builder.with_credentials(credentials.with_security_token(security_token))
        return signed.with_endpoint(endpoint).build()

    request = modelarts.ListTrainingJobsRequest(body=modelarts.JobSearches(offset=0, limit=1))
    assert key.security_token
    assert connect(key.security_token).list_training_jobs(request).count > 0
    assert refusal(connect("another").list_training_jobs, request)[:2] == (401, "APIGW.0301")


def test_a_token_is_exchanged_for_temporary_keys(
    endpoint: str, cloud: Service, sdk: Any, login: Callable[..., Any]
) -> None:
    """This call takes a token, which the vendor's client sends only where it does not sign."""
    core = stranger("huaweicloudsdkcore.auth.credentials")
    token = login().x_subject_token
    credentials = core.GlobalCredentials(DEMO_ACCESS_KEY, DEMO_SECRET_KEY, cloud.project.domain_id)
    client = (
        sdk.IamClient.new_builder().with_credentials(credentials).with_endpoint(endpoint).build()
    )
    identity = sdk.TokenAuthIdentity(
        methods=["token"], token=sdk.IdentityToken(id=token, duration_seconds=900)
    )
    body = sdk.CreateTemporaryAccessKeyByTokenRequestBody(auth=sdk.TokenAuth(identity=identity))
    answer = client.call_api(
        resource_path="/v3.0/OS-CREDENTIAL/securitytokens",
        method="POST",
        header_params={"Content-Type": "application/json;charset=UTF-8", "X-Auth-Token": token},
        body=body,
        response_type="CreateTemporaryAccessKeyByTokenResponse",
    )
    key = cloud.accounts.keys[answer.credential.access]
    assert answer.credential.secret == key.secret
    assert answer.credential.securitytoken == key.security_token
