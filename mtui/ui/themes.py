"""The colours: the only place where they have numbers.

Four meanings have one each: failure, waiting, done, and the accent of cursor and title. Signs
and words say the same, so that nothing is told by colour alone.
"""

from __future__ import annotations

from dataclasses import replace

from textual.theme import BUILTIN_THEMES, Theme

from mtui.config.theme import ThemeName

_DARK = Theme(
    name=ThemeName.DARK,
    primary="#7aa2c8",
    secondary="#7f8ea3",
    accent="#6cc3d5",
    success="#7fbf7f",
    warning="#d9a94f",
    error="#e5707b",
    foreground="#d6d9de",
    background="#15181c",
    surface="#1b1f24",
    panel="#23282f",
)

_LIGHT = Theme(
    name=ThemeName.LIGHT,
    primary="#205a94",
    secondary="#5a6675",
    accent="#00687d",
    success="#226b32",
    warning="#855400",
    error="#b3202f",
    foreground="#1d2126",
    background="#fafafa",
    surface="#f0f1f2",
    panel="#e4e6e9",
    dark=False,
)

_HIGH_CONTRAST = Theme(
    name=ThemeName.HIGH_CONTRAST,
    primary="#ffffff",
    secondary="#ffffff",
    accent="#00ffff",
    success="#00ff5f",
    warning="#ffff00",
    error="#ff8787",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    text_alpha=1.0,
)

# Green is what is done, so the accent must be another colour; yellow cannot be read on white.
_ANSI_DARK = replace(BUILTIN_THEMES["ansi-dark"], name=ThemeName.ANSI_DARK, accent="ansi_cyan")
_ANSI_LIGHT = replace(
    BUILTIN_THEMES["ansi-light"],
    name=ThemeName.ANSI_LIGHT,
    accent="ansi_blue",
    warning="ansi_magenta",
)

OUR_THEMES: dict[str, Theme] = {
    theme.name: theme for theme in (_ANSI_DARK, _ANSI_LIGHT, _DARK, _LIGHT, _HIGH_CONTRAST)
}
"""The themes that can be chosen, by name."""

THEMES: dict[str, Theme] = {**BUILTIN_THEMES, **OUR_THEMES}
"""These and Textual's own, which ``TEXTUAL_THEME`` may name."""
