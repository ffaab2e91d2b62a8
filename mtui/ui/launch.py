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
    from mtui.domain.secret import Secret
    from mtui.services.portal import Portal
    from mtui.services.profiles import ProfileBook
    from mtui.services.session import Session

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
