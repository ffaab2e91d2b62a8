"""Credentials that the cloud's other tools were given already: used where they are, not copied."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mtui.config.credential import credentials_for
from mtui.domain.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mtui.config.credential import AuthKind
    from mtui.config.origin import Sourced
    from mtui.domain.secret import Secret

_LABELS_WITHOUT_REGION = 3


class Provider(StrEnum):
    """Where all credentials of a profile are found together."""

    ENVIRONMENT = "environment"
    """The variables of the vendor's SDKs, of Terraform or of OpenStack."""
    HUAWEICLOUD = "huaweicloud"
    """The credentials file of the vendor's SDKs."""


@frozen
class Offer:
    """What a provider has: credentials of one way to sign in, and what they are for."""

    auth: AuthKind
    values: Mapping[str, Sourced[Secret]] = field(default_factory=lambda: MappingProxyType({}))
    """By the credential's name; what is not there is missing."""
    absences: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Where a credential is not, by its name: a whole clause."""
    region: str | None = None
    project_id: Sourced[str] | None = None
    project_name: Sourced[str] | None = None
    """A project's name: a region, or a region and what follows ``_``."""
    iam_endpoint: str | None = None


def is_complete(auth: AuthKind, names: Collection[str]) -> bool:
    """Whether these credentials are enough to sign in."""
    return all(each.name in names for each in credentials_for(auth) if each.is_required)


def region_of(iam_endpoint: str) -> str | None:
    """Return the region in a host such as that of ``https://iam.eu-de.otc.t-systems.com``.

    None where there is none, as in the host of an IAM for all regions.
    """
    labels = (urlsplit(iam_endpoint).hostname or "").split(".")
    return labels[1] if labels[0] == "iam" and len(labels) > _LABELS_WITHOUT_REGION else None
