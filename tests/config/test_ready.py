"""Where nobody wrote a profile, what other tools were given makes one that is ready."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtui.config import (
    AuthKind,
    Config,
    Profile,
    Provider,
    choose_profile,
    read,
    resolve,
    save_profile,
    with_ready_profiles,
)
from mtui.domain.errors import ConfigError
from tests.config.test_providers import OPENSTACK, SDK, TERRAFORM, vendor_home

NO_FILE = Config(Path("/c.toml"))


def ready(environ: dict[str, str]) -> dict[str, Profile]:
    return dict(with_ready_profiles(NO_FILE, environ).profiles)


def test_terraform_s_variables_are_a_whole_profile() -> None:
    profile = ready(TERRAFORM)["environment"]

    assert (profile.region, profile.project_id, profile.auth) == (
        "cn-north-4",
        "7e44",
        AuthKind.AKSK,
    )
    assert profile.is_ready
    assert resolve(profile, TERRAFORM)["secret_key"].reveal() == "hw-sk"


def test_a_region_beside_the_sdk_s_variables_makes_a_profile() -> None:
    environ = SDK | {"OS_REGION_NAME": "cn-east-3"}

    assert ready(environ)["environment"].region == "cn-east-3"


def test_openstack_s_variables_name_the_cloud() -> None:
    url = "https://iam.eu-de.otc.t-systems.com:443/v3"
    profile = ready(OPENSTACK | {"OS_AUTH_URL": url})["environment"]

    assert (profile.region, profile.auth) == ("eu-de", AuthKind.PASSWORD)
    assert profile.iam_endpoint == "https://iam.eu-de.otc.t-systems.com"
    assert profile.endpoint == "https://modelarts.eu-de.otc.t-systems.com"
    assert resolve(profile, OPENSTACK | {"OS_AUTH_URL": url})["password"].reveal() == "os pass"


def test_an_iam_for_all_regions_needs_a_region_beside_it() -> None:
    environ = OPENSTACK | {"OS_AUTH_URL": "https://iam.myhuaweicloud.com/v3"}

    assert ready(environ) == {}
    profile = ready(environ | {"OS_REGION_NAME": "cn-north-4"})["environment"]
    assert (profile.iam_endpoint, profile.endpoint) == ("https://iam.myhuaweicloud.com", None)


@pytest.mark.parametrize("url", ["", "http://10.0.0.1:5000/v3", "https://keystone.example.com/v3"])
def test_variables_of_another_openstack_are_left_alone(url: str) -> None:
    config = with_ready_profiles(NO_FILE, OPENSTACK | {"OS_AUTH_URL": url})

    assert config == NO_FILE


def test_the_vendor_s_file_is_a_profile_too(tmp_path: Path) -> None:
    environ = vendor_home(tmp_path) | {"HW_REGION_NAME": "cn-north-4"}

    assert list(ready(environ)) == ["huaweicloud"]
    assert list(ready(environ | TERRAFORM)) == ["environment", "huaweicloud"]
    assert ready(environ)["huaweicloud"].project_id == "f11e"


def test_the_vendor_s_file_may_name_the_cloud(tmp_path: Path) -> None:
    text = "[basic]\nak = A\nsk = S\niam_endpoint = https://iam.eu-de.otc.t-systems.com\n"

    profile = ready(vendor_home(tmp_path, text))["huaweicloud"]

    assert (profile.region, profile.iam_endpoint) == (
        "eu-de",
        "https://iam.eu-de.otc.t-systems.com",
    )


def test_credentials_without_a_region_are_told() -> None:
    config = with_ready_profiles(NO_FILE, SDK)

    assert config.remark == (
        "Credentials were found (variable HUAWEICLOUD_SDK_AK), but no region: set HW_REGION_NAME."
    )
    assert with_ready_profiles(NO_FILE, {}).remark == ""


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    config = with_ready_profiles(NO_FILE, vendor_home(tmp_path, "hunter2"))

    assert "is not a credentials file" in config.remark
    assert "hunter2" not in config.remark
    assert (
        "HW_REGION_NAME must be"
        in with_ready_profiles(NO_FILE, TERRAFORM | {"HW_REGION_NAME": "CN!"}).remark
    )


def test_profiles_of_the_file_are_all_there_are() -> None:
    own = Config(Path("/c.toml"), None, {"lab": Profile(name="lab", region="cn-north-4")})

    assert with_ready_profiles(own, TERRAFORM) is own


def test_the_environment_s_profile_is_opened_first(tmp_path: Path) -> None:
    environ = vendor_home(tmp_path) | TERRAFORM
    config = with_ready_profiles(NO_FILE, environ)

    for flag, variables, expected in (
        (None, {}, "environment"),
        (None, {"MTUI_PROFILE": "huaweicloud"}, "huaweicloud"),
        ("huaweicloud", {}, "huaweicloud"),
    ):
        chosen = choose_profile(config, flag, variables)
        assert chosen is not None
        assert chosen.value.name == expected


def test_saving_a_ready_profile_makes_it_one_s_own(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    profile = ready(TERRAFORM)["environment"]

    save_profile(path, profile, previous_name="environment")

    saved = read(path).profile("environment")
    assert (saved.provider, saved.is_ready) == (Provider.ENVIRONMENT, False)
    text = path.read_text(encoding="utf-8")
    assert 'credentials = "environment"' in text
    assert "hw-sk" not in text


def test_the_vendor_s_file_holds_keys_alone(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        '[profiles.lab]\nregion = "cn-north-4"\nauth = "token"\ncredentials = "huaweicloud"\n',
        encoding="utf-8",
    )

    with pytest.raises(ConfigError) as caught:
        read(path)

    assert str(caught.value) == (
        f'{path}: profiles.lab.credentials goes with auth = "aksk" alone:'
        " the file holds access keys."
    )
