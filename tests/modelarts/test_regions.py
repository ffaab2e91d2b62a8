from __future__ import annotations

import pytest

from mtui.modelarts import KNOWN_REGIONS, Endpoints, endpoints_for


@pytest.mark.parametrize(
    ("region", "modelarts", "iam"),
    [
        (
            "cn-north-4",
            "https://modelarts.cn-north-4.myhuaweicloud.com",
            "https://iam.cn-north-4.myhuaweicloud.com",
        ),
        (
            "eu-west-101",
            "https://modelarts.eu-west-101.myhuaweicloud.eu",
            "https://iam.eu-west-101.myhuaweicloud.eu",
        ),
        (
            "eu-de",
            "https://modelarts.eu-de.otc.t-systems.com",
            "https://iam.eu-de.otc.t-systems.com",
        ),
        (
            "eu-west-0",
            "https://modelarts.eu-west-0.prod-cloud-ocb.orange-business.com",
            "https://iam.eu-west-0.prod-cloud-ocb.orange-business.com",
        ),
        (
            "xx-new-99",
            "https://modelarts.xx-new-99.myhuaweicloud.com",
            "https://iam.xx-new-99.myhuaweicloud.com",
        ),
    ],
)
def test_a_region_names_its_endpoints(region: str, modelarts: str, iam: str) -> None:
    assert endpoints_for(region) == Endpoints(modelarts, iam)


def test_every_known_region_has_endpoints() -> None:
    assert len({endpoints_for(region).modelarts for region in KNOWN_REGIONS}) == len(KNOWN_REGIONS)


@pytest.mark.parametrize(
    "region", ["", "a/b", "a.b", "CN-NORTH-4", "a b", "-a", "a--b", "a@b", "x" * 64, "a\n"]
)
def test_what_cannot_be_a_region_is_refused(region: str) -> None:
    with pytest.raises(ValueError, match="not a region"):
        endpoints_for(region)


@pytest.mark.parametrize(
    "iam", ["https://i", "https://i/", "https://i/v3", "https://i/v3/", "https://i/v3.0"]
)
def test_a_version_at_an_endpoints_end_is_dropped(iam: str) -> None:
    assert Endpoints("https://m/v1/", iam) == Endpoints("https://m", "https://i")


def test_a_path_before_the_version_stays() -> None:
    assert Endpoints("https://m/x/v1", "https://i").modelarts == "https://m/x"


def test_two_spellings_of_an_endpoint_are_the_same() -> None:
    plain = Endpoints("https://m.example", "https://i.example:5000")
    assert Endpoints("https://M.example:443/v1/", "HTTPS://I.Example:5000/") == plain


@pytest.mark.parametrize("text", ["", "nonsense", "https://[::1", "https://h:99999"])
def test_what_is_no_url_is_left_for_the_request_to_fail(text: str) -> None:
    assert Endpoints(text, text).modelarts == text
