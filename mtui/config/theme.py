"""The names of the themes; what they look like is the screens' business."""

from __future__ import annotations

from enum import StrEnum


class ThemeName(StrEnum):
    """What a person can choose."""

    ANSI_DARK = "ansi-dark"
    """The terminal's own colours on a dark background."""
    ANSI_LIGHT = "ansi-light"
    """The terminal's own colours on a light background."""
    DARK = "dark"
    LIGHT = "light"
    HIGH_CONTRAST = "high-contrast"
