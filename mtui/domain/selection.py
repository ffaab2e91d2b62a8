"""Which versions of a job a person means by a rule, such as *all but the newest three*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mtui.domain.frozen import frozen
from mtui.domain.status import StatusFamily
from mtui.domain.targets import targets_of_listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtui.domain.jobs import VersionListing
    from mtui.domain.targets import Target

_DAY_MS = 24 * 3600 * 1000


class VersionRule(Protocol):
    """Chooses among the versions of one job."""

    def choose(self, targets: Sequence[Target], now_ms: int) -> list[Target]:
        """Return the versions that the rule means, in their order."""


@frozen
class AllButNewest:
    """All versions except the newest ones."""

    keep: int
    """How many stay in each job."""

    def choose(self, targets: Sequence[Target], now_ms: int) -> list[Target]:
        """Leave out the newest; a version of unknown age counts as new and stays."""
        del now_ms
        dated = [target for target in targets if target.created_ms is not None]
        undated = len(targets) - len(dated)
        newest = sorted(dated, key=_age_order, reverse=True)[: max(self.keep - undated, 0)]
        kept = {target.key for target in newest}
        return [target for target in dated if target.key not in kept]


@frozen
class AllFailed:
    """All versions that failed in one way or another."""

    def choose(self, targets: Sequence[Target], now_ms: int) -> list[Target]:
        """Keep those of the failed family."""
        del now_ms
        return [target for target in targets if target.status.family is StatusFamily.FAILED]


@frozen
class OlderThan:
    """All versions that were created more than so many days ago."""

    days: int

    def choose(self, targets: Sequence[Target], now_ms: int) -> list[Target]:
        """Keep those that are older; a version of unknown age is not."""
        before_ms = now_ms - self.days * _DAY_MS
        return [t for t in targets if t.created_ms is not None and t.created_ms < before_ms]


@frozen
class AllVersions:
    """Every version; the job itself stays."""

    def choose(self, targets: Sequence[Target], now_ms: int) -> list[Target]:
        """Keep them all."""
        del now_ms
        return list(targets)


def choose_versions(listing: VersionListing, rule: VersionRule, now_ms: int) -> list[Target]:
    """Return the versions of a listed job that the rule means.

    Raises:
        ValueError: the listing is incomplete, so that nobody knows which ones are the newest.
    """
    if not listing.is_complete:
        listed = len(listing.versions)
        raise ValueError(f"only {listed} of its {listing.version_count} versions were listed")
    return rule.choose(targets_of_listing(listing), now_ms)


def _age_order(target: Target) -> tuple[int, int, str]:
    version_id = target.version_id or ""
    return target.created_ms or 0, len(version_id), version_id
