"""What the command line hands to the app."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from mtui.domain.frozen import frozen
from mtui.ui.environment import THEME, Abilities

if TYPE_CHECKING:
    from mtui.config import Profile
    from mtui.domain.jobs import WorkspaceId
    from mtui.domain.secret import Secret
    from mtui.services.catalog import JobsChunk
    from mtui.services.portal import Portal
    from mtui.services.profiles import ProfileBook
    from mtui.services.session import Session
    from mtui.services.underway import Underway

SessionOpener: TypeAlias = Callable[
    ["Profile", Mapping[str, "Secret"]], AbstractAsyncContextManager["Session"]
]
"""Opens a session of a profile with the credentials that a person typed; runs on its thread."""


def name_bug(error: BaseException) -> str:
    """Return what a person is told of a bug where no report is written."""
    return f"a bug ended mtui ({type(error).__name__})"


@frozen
class Workplace:
    """A profile, how its session is opened, and whether it is only the demo."""

    profile: Profile
    opener: SessionOpener
    is_demo: bool = False

    def names(self, workspace_id: WorkspaceId | None) -> tuple[str, ...]:
        """Return where a person is who works in a workspace of it."""
        return (self.profile.name, self.profile.region, f"workspace {workspace_id}")


@frozen
class Launch:
    """Everything that the app does not find out by itself."""

    book: ProfileBook
    opener: SessionOpener
    make_demo: Callable[[], Workplace]
    workplace: Workplace | None = None
    """What to open; None to let the person choose."""
    portal: Portal[Session] | None = None
    """The workplace's session if it is being opened already."""
    jobs: Underway[JobsChunk] | None = None
    """The jobs of the profile's workspace if they are being read already."""
    read_only: bool = False
    """Read-only whatever the profile says."""
    dry_run: bool = False
    report_crash: Callable[[BaseException], str] = name_bug
    """Keeps what is known of a bug; returns what a person is told once the screen is gone."""
    now: Callable[[], float] = time.time
    """The time in epoch seconds."""
    abilities: Abilities = field(default_factory=Abilities)
    """What the terminal can show."""
    theme: str | None = THEME
    """None for the one that ``TEXTUAL_THEME`` names, which costs no second look at the styles."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Other keys, by the name of what they do."""
    seen_s: float = 0.5
    """How long a dialog must have been on the screen before a key can confirm it, in seconds."""

    def is_read_only(self, workplace: Workplace | None) -> bool:
        """Return whether nothing may be changed there."""
        return self.read_only or (workplace is not None and workplace.profile.read_only)

    def badges(self, workplace: Workplace | None) -> list[tuple[str, str]]:
        """Return what a person must not forget there, with styles."""
        badges = []
        if workplace is not None and workplace.is_demo:
            badges.append(("DEMO", "bold $accent"))
        if self.is_read_only(workplace):
            badges.append(("read-only", "bold $warning"))
        if self.dry_run:
            badges.append(("dry run", "bold $warning"))
        if workplace is not None and workplace.profile.production:
            badges.append(("PRODUCTION", "bold $error"))
        return badges
