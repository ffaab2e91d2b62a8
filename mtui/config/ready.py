"""Profiles that nobody had to write: what the environment or the vendor's file is enough for."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mtui.config.provider import Provider, is_complete
from mtui.config.rules import OptionError
from mtui.config.schema import Profile
from mtui.config.variables import offers_in, region_in
from mtui.config.vendor_file import offer_of_file
from mtui.domain.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mtui.config.provider import Offer
    from mtui.config.schema import Config


def with_ready_profiles(config: Config, environ: Mapping[str, str]) -> Config:
    """Return the configuration, with ready profiles where it has none of its own.

    They are called like their providers and are never written to the file. Where something was
    found that is not enough for one, `remark` says what is missing.
    """
    if config.profiles:
        return config
    profiles: dict[str, Profile] = {}
    remarks: list[str] = []
    for provider in Provider:
        try:
            offer = _offer(provider, environ)
            if offer is None:
                continue
            region = offer.region or region_in(environ)
        except OptionError as error:
            remarks.append(error.sentence)
        except ConfigError as error:
            remarks.append(str(error))
        else:
            if region is None:
                remarks.append(_without_region(offer))
            else:
                profiles[provider] = _profile(provider, offer, region)
    remark = "" if profiles else " ".join(remarks)
    return replace(config, profiles=MappingProxyType(profiles), remark=remark)


def _offer(provider: Provider, environ: Mapping[str, str]) -> Offer | None:
    match provider:
        case Provider.ENVIRONMENT:
            return next(iter(offers_in(environ)), None)
        case Provider.HUAWEICLOUD:
            offer = offer_of_file(environ)
            return offer if is_complete(offer.auth, offer.values) else None


def _profile(provider: Provider, offer: Offer, region: str) -> Profile:
    iam = offer.iam_endpoint
    return Profile(
        name=provider.value,
        region=region,
        project_id=offer.project_id.value if offer.project_id is not None else None,
        endpoint=_endpoint_beside(iam, region) if iam is not None else None,
        iam_endpoint=iam,
        auth=offer.auth,
        provider=provider,
        is_ready=True,
    )


def _endpoint_beside(iam_endpoint: str, region: str) -> str | None:
    """Return the ModelArts endpoint of another cloud, whose IAM is named alike."""
    parts = urlsplit(iam_endpoint)
    prefix = f"iam.{region}."
    if not parts.netloc.startswith(prefix):
        return None
    return f"{parts.scheme}://modelarts.{region}.{parts.netloc.removeprefix(prefix)}"


def _without_region(offer: Offer) -> str:
    first = next(iter(offer.values.values()))
    return f"Credentials were found ({first.origin}), but no region: set HW_REGION_NAME."
