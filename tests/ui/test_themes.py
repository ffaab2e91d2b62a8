"""The five themes: which one is on, that a choice is kept, and that meanings stay apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.color import Color

from mtui.config import ThemeName
from mtui.services.preferences import preferences_of
from mtui.ui.themes import OUR_THEMES
from tests.ui.clouds import small_cloud
from tests.ui.driver import LAB, Stage

if TYPE_CHECKING:
    from pathlib import Path

    from textual.theme import Theme


def test_every_name_has_a_theme() -> None:
    assert list(OUR_THEMES) == list(ThemeName)


@pytest.mark.parametrize("theme", OUR_THEMES.values(), ids=list(OUR_THEMES))
def test_the_four_meanings_have_colours_of_their_own(theme: Theme) -> None:
    assert len({theme.accent, theme.success, theme.warning, theme.error}) == 4


@pytest.mark.parametrize("name", [ThemeName.DARK, ThemeName.LIGHT, ThemeName.HIGH_CONTRAST])
def test_every_colour_can_be_read_on_the_background(name: ThemeName) -> None:
    theme = OUR_THEMES[name]
    background = luminance(str(theme.background))
    least = 7.0 if name is ThemeName.HIGH_CONTRAST else 4.5
    for colour in (theme.foreground, theme.accent, theme.success, theme.warning, theme.error):
        one, other = sorted((luminance(str(colour)), background))
        assert (other + 0.05) / (one + 0.05) >= least, colour


def luminance(colour: str) -> float:
    """The relative luminance as WCAG 2.1 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in Color.parse(colour).normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


async def test_the_configured_theme_is_on(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_cloud, config=f'theme = "light"\n{LAB}')
    async with stage.window() as window:
        await window.wait_for("ab")
        assert window.app.theme == "light"


async def test_a_theme_chosen_by_name_is_kept_until_the_file_says_another(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_cloud)
    async with stage.window() as window:
        await window.wait_for("ab")
        await window.press("colon")
        await window.type("theme high")
        await window.wait_for("Theme: high-contrast")
        await window.press("enter")
        await window.wait_until(lambda: window.app.theme == "high-contrast")
        await window.settle()
    for usual, expected in (("ansi-dark", "high-contrast"), ("dark", "dark")):
        kept = preferences_of(tmp_path / "state", "lab").theme(usual)
        assert kept == expected
