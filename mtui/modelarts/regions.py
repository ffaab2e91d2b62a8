"""Where the service is: a region's name to its endpoints (api.md §4.5)."""

from __future__ import annotations

import re

from mtui.domain.addresses import canonical_url
from mtui.domain.frozen import frozen

_REGION_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_VERSION_PATH = re.compile(r"/+(v\d+(\.\d+)?)?/*$")

_PATTERN = "https://{service}.{region}.myhuaweicloud.com"
_OTHER_CLOUDS = {
    "eu-west-101": "https://{service}.{region}.myhuaweicloud.eu",
    "eu-de": "https://{service}.{region}.otc.t-systems.com",
    "eu-nl": "https://{service}.{region}.otc.t-systems.com",
    "eu-west-0": "https://{service}.{region}.prod-cloud-ocb.orange-business.com",
}

KNOWN_REGIONS = (
    *("cn-north-1", "cn-north-2", "cn-north-4", "cn-north-9", "cn-north-11", "cn-north-12"),
    *("cn-south-1", "cn-east-3", "cn-east-4", "cn-southwest-2", "cn-southwest-3"),
    *("ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4"),
    *("la-south-2", "la-north-2", "sa-brazil-1", "af-south-1", "af-north-1"),
    *("me-east-1", "tr-west-1"),
    *_OTHER_CLOUDS,
)
"""Regions that are known to exist; others follow the pattern of the first."""


@frozen
class Endpoints:
    """The two services' base URLs in their one spelling, without a trailing slash or version."""

    modelarts: str
    iam: str

    def __post_init__(self) -> None:
        # Other clouds document their endpoints with the version, such as …/v3.
        object.__setattr__(self, "modelarts", _base_url(self.modelarts))
        object.__setattr__(self, "iam", _base_url(self.iam))


def _base_url(url: str) -> str:
    return _VERSION_PATH.sub("", canonical_url(url))


def endpoints_for(region: str) -> Endpoints:
    """Return the endpoints of a region, known or not.

    Raises:
        ValueError: the text cannot be a region's name.
    """
    if len(region) > 63 or not _REGION_NAME.fullmatch(region):
        raise ValueError(f"not a region's name: {region!r} (such as cn-north-4)")
    pattern = _OTHER_CLOUDS.get(region, _PATTERN)
    return Endpoints(
        modelarts=pattern.format(service="modelarts", region=region),
        iam=pattern.format(service="iam", region=region),
    )
