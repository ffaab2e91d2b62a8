"""Profiles as rows, and what is said about writing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.config import Inline
from mtui.domain.frozen import frozen
from mtui.ui.presentation.cells import Cell, CellContext, Column, Tone
from mtui.ui.presentation.text import safe

if TYPE_CHECKING:
    from pathlib import Path

    from mtui.config import Config, Profile, Written
    from mtui.domain.errors import ConfigError

_LONGEST = 200


@frozen
class ProfileRow:
    """A profile, and what it is at the moment."""

    profile: Profile
    is_open: bool
    is_default: bool


def profile_rows(config: Config, open_name: str | None) -> tuple[ProfileRow, ...]:
    """Return the profiles in the file's order; `open_name` is the one at work."""
    return tuple(
        ProfileRow(profile, name == open_name, name == config.default_profile)
        for name, profile in config.profiles.items()
    )


def row_key(row: ProfileRow) -> str:
    """Return what identifies a row."""
    return row.profile.name


def _marks(row: ProfileRow, _: CellContext) -> Cell:
    flags = (("open", row.is_open), ("default", row.is_default))
    return Cell(" ".join(word for word, holds in flags if holds), Tone.ACCENT)


def _guards(row: ProfileRow, _: CellContext) -> Cell:
    flags = (("read-only", row.profile.read_only), ("PRODUCTION", row.profile.production))
    return Cell(" ".join(word for word, holds in flags if holds), Tone.BUSY)


def _endpoint(row: ProfileRow, _: CellContext) -> Cell:
    return Cell(safe((row.profile.endpoint or "").removeprefix("https://"), _LONGEST), Tone.DIM)


PROFILE_COLUMNS: tuple[Column[ProfileRow], ...] = (
    Column(
        "name",
        "NAME",
        lambda row, _: Cell(safe(row.profile.name, _LONGEST)),
        min_width=8,
        max_width=40,
        cut="middle",
    ),
    Column("region", "REGION", lambda row, _: Cell(row.profile.region), max_width=20),
    Column("auth", "AUTH", lambda row, _: Cell(row.profile.auth)),
    Column("marks", "", _marks),
    Column("guards", "GUARDS", _guards, drop_order=2),
    Column("endpoint", "ENDPOINT", _endpoint, min_width=12, drop_order=1, is_flexible=True),
)
"""The list of profiles; a row's key is the profile's name."""


def written_detail(written: Written) -> str:
    """Return which file was written, and where the person's own spelling of it is kept."""
    words = f"wrote {written.path}"
    if written.backup is not None:
        words = f"backup with your comments: {written.backup.name} · {words}"
    return safe(words, 600)


def mistake_words(error: ConfigError, path: Path) -> tuple[str, str]:
    """Return what is wrong, and in which file: a long path must not push the mistake away."""
    message = error.message
    if not message.startswith(str(path)):
        return safe(message, 600), ""
    rest = message.removeprefix(str(path)).lstrip(":, ")
    return safe(rest, 600), safe(f"in {path}", 600)


def removal_lines(row: ProfileRow) -> list[str]:
    """Return what it means to remove a profile."""
    profile = row.profile
    lines = [f"{safe(profile.name, _LONGEST)} · {profile.region} · {profile.auth}"]
    kept = [name for name, source in profile.credentials.items() if isinstance(source, Inline)]
    if kept:
        lines.append(f"What the file holds of it goes with it: {', '.join(kept)}.")
    if row.is_default:
        lines.append("It is the default; there will be none.")
    if row.is_open:
        lines.append("It stays open until you open another one.")
    lines.append("Nothing is deleted in the cloud.")
    return lines
