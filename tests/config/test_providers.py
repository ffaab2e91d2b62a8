"""Credentials of the cloud's other tools are found where those tools keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.config import AuthKind, Inline, Origin, OriginKind, Profile, Provider, resolve
from mtui.domain.errors import CredentialError
from mtui.domain.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mtui.config import Credentials

SDK = {
    "HUAWEICLOUD_SDK_AK": "SDKAK",
    "HUAWEICLOUD_SDK_SK": "sdk-sk",
    "HUAWEICLOUD_SDK_SECURITY_TOKEN": "sdk-token",
    "HUAWEICLOUD_SDK_PROJECT_ID": "5dc0",
}
TERRAFORM = {
    "HW_ACCESS_KEY": "HWAK",
    "HW_SECRET_KEY": "hw-sk",
    "HW_REGION_NAME": "cn-north-4",
    "HW_PROJECT_ID": "7e44",
}
OPENSTACK = {
    "OS_AUTH_URL": "https://iam.cn-north-4.myhuaweicloud.com/v3",
    "OS_USERNAME": "alice",
    "OS_USER_DOMAIN_NAME": "acme",
    "OS_PASSWORD": "os pass",
    "OS_PROJECT_NAME": "cn-north-4_lab",
}
VENDOR_FILE = """\
[basic]
ak = FILEAK
sk = file%sk
project_id = f11e

[global]
ak = GLOBALAK
sk = global-sk
domain_id = d0
"""


def profile(auth: AuthKind = AuthKind.AKSK, provider: Provider = Provider.ENVIRONMENT) -> Profile:
    return Profile(name="lab", region="cn-north-4", auth=auth, provider=provider)


def found(profile: Profile, environ: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The credentials' texts and where they came from."""
    values = resolve(profile, environ).values
    return {name: (each.value.reveal(), str(each.origin)) for name, each in values.items()}


def complaint(profile: Profile, environ: Mapping[str, str]) -> str:
    with pytest.raises(CredentialError) as caught:
        resolve(profile, environ)
    return str(caught.value)


def project(found: Credentials) -> tuple[str | None, str | None]:
    """The project that the credentials came with, by id and by name."""
    by_id, by_name = found.project_id, found.project_name
    return (
        None if by_id is None else by_id.value,
        None if by_name is None else by_name.value,
    )


def vendor_home(home: Path, text: str = VENDOR_FILE) -> dict[str, str]:
    """A home with the vendor's file, as the environment that names it."""
    folder = home / ".huaweicloud"
    folder.mkdir()
    (folder / "credentials").write_text(text, encoding="utf-8")
    return {"HOME": str(home)}


def test_variables_of_the_sdk_are_found() -> None:
    assert found(profile(), SDK) == {
        "access_key": ("SDKAK", "variable HUAWEICLOUD_SDK_AK"),
        "secret_key": ("sdk-sk", "variable HUAWEICLOUD_SDK_SK"),
        "security_token": ("sdk-token", "variable HUAWEICLOUD_SDK_SECURITY_TOKEN"),
    }
    assert project(resolve(profile(), SDK)) == ("5dc0", None)


def test_variables_of_terraform_are_found() -> None:
    assert found(profile(), TERRAFORM) == {
        "access_key": ("HWAK", "variable HW_ACCESS_KEY"),
        "secret_key": ("hw-sk", "variable HW_SECRET_KEY"),
    }
    assert project(resolve(profile(), TERRAFORM)) == ("7e44", None)


def test_variables_of_openstack_are_found() -> None:
    assert found(profile(AuthKind.PASSWORD), OPENSTACK) == {
        "username": ("alice", "variable OS_USERNAME"),
        "domain": ("acme", "variable OS_USER_DOMAIN_NAME"),
        "password": ("os pass", "variable OS_PASSWORD"),
    }
    token = {"OS_TOKEN": "os-token", "OS_PROJECT_ID": "05"}
    assert found(profile(AuthKind.TOKEN), token) == {"token": ("os-token", "variable OS_TOKEN")}
    assert project(resolve(profile(AuthKind.TOKEN), token)) == ("05", None)
    assert project(resolve(profile(AuthKind.PASSWORD), OPENSTACK)) == (None, "cn-north-4_lab")


def test_keys_of_two_tools_are_never_mixed() -> None:
    half = {"HUAWEICLOUD_SDK_AK": "SDKAK"}

    assert found(profile(), half | TERRAFORM)["access_key"][0] == "HWAK"
    assert found(profile(), SDK | TERRAFORM)["secret_key"][0] == "sdk-sk"
    assert complaint(profile(), half | {"HW_SECRET_KEY": "hw-sk"}) == (
        "Profile lab: secret_key is missing, HUAWEICLOUD_SDK_SK is not set."
    )


def test_where_nothing_is_set_all_variables_are_named() -> None:
    assert complaint(profile(), {}) == (
        "Profile lab: access_key is missing, neither HUAWEICLOUD_SDK_AK nor HW_ACCESS_KEY is set;"
        " secret_key is missing, neither HUAWEICLOUD_SDK_SK nor HW_SECRET_KEY is set."
    )


def test_what_the_profile_says_comes_before_the_provider() -> None:
    own = Profile(
        name="lab",
        region="cn-north-4",
        project_id="0a",
        provider=Provider.ENVIRONMENT,
        credentials={"access_key": Inline(Secret("OWN"))},
    )

    assert found(own, TERRAFORM)["access_key"][0] == "OWN"
    assert resolve(own, TERRAFORM).project_id is None
    typed = resolve(own, TERRAFORM, {"secret_key": Secret("typed")})
    assert typed.values["secret_key"].origin == Origin(OriginKind.TYPED)


def test_project_of_another_region_is_not_used() -> None:
    elsewhere = TERRAFORM | {"HW_REGION_NAME": "cn-east-3"}

    assert resolve(profile(), elsewhere).project_id is None


def test_credentials_for_another_cloud_are_not_sent_to_this_one() -> None:
    for url in (
        "https://keystone.example.com:5000/v3",
        "http://10.0.0.1:5000/v3",
        "https://iam.cn-east-3.myhuaweicloud.com/v3",
    ):
        text = complaint(profile(AuthKind.PASSWORD), OPENSTACK | {"OS_AUTH_URL": url})
        assert "password is missing, OS_AUTH_URL names another cloud than the profile's" in text


def test_credentials_for_the_profile_s_own_endpoint_are_used() -> None:
    other = Profile(
        name="otc",
        region="eu-de",
        iam_endpoint="https://keystone.example.com:5000",
        auth=AuthKind.PASSWORD,
        provider=Provider.ENVIRONMENT,
    )
    url = {"OS_AUTH_URL": "https://keystone.example.com:5000/v3"}

    assert found(other, OPENSTACK | url)["password"][0] == "os pass"


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("HW_PROJECT_ID", "no id!", "HW_PROJECT_ID must be 1 to 64 letters"),
        ("HW_REGION_NAME", "no region!", "HW_REGION_NAME must be lower-case letters"),
        ("HW_SECRET_KEY", "two words", "secret_key (variable HW_SECRET_KEY) must be visible ASCII"),
    ],
)
def test_variable_that_cannot_be_right_is_named_without_its_value(
    variable: str, value: str, expected: str
) -> None:
    text = complaint(profile(), TERRAFORM | {variable: value})

    assert expected in text
    assert value not in text


def test_the_vendor_s_file_is_read(tmp_path: Path) -> None:
    environ = vendor_home(tmp_path)
    path = tmp_path / ".huaweicloud" / "credentials"

    assert found(profile(provider=Provider.HUAWEICLOUD), environ) == {
        "access_key": ("FILEAK", f"file {path}: ak"),
        "secret_key": ("file%sk", f"file {path}: sk"),
    }
    assert project(resolve(profile(provider=Provider.HUAWEICLOUD), environ)) == ("f11e", None)


def test_a_variable_names_the_vendor_s_file(tmp_path: Path) -> None:
    path = tmp_path / "elsewhere"
    path.write_text("[global]\nAK = G\nsk = g-sk\n", encoding="utf-8")

    environ = {"HUAWEICLOUD_SDK_CREDENTIALS_FILE": str(path)}
    assert found(profile(provider=Provider.HUAWEICLOUD), environ)["access_key"][0] == "G"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, "secret_key is missing, there is no file {path}."),
        ("[basic]\nak = A\n", "secret_key is missing, {path} has no sk."),
        ("hunter2", "secret_key is missing, {path}: is not a credentials file with a section"),
        ("[basic]\nsk = hunter2\nsk = hunter2\n", "{path}: is not a credentials file"),
        ("[basic]\nproject_id = hunter 2\n", "{path}: project_id must be 1 to 64 letters"),
    ],
)
def test_vendor_s_file_that_does_not_do_is_told_without_its_content(
    tmp_path: Path, text: str | None, expected: str
) -> None:
    environ = {"HOME": str(tmp_path)} if text is None else vendor_home(tmp_path, text)
    path = tmp_path / ".huaweicloud" / "credentials"

    said = complaint(profile(provider=Provider.HUAWEICLOUD), environ)

    assert expected.format(path=path) in said
    assert "hunter" not in said
