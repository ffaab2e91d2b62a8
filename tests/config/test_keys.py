"""The table ``[keys]`` and the theme are read as they are written, and mistakes are located."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.config import ThemeName, read
from tests.config.reading import complaint

if TYPE_CHECKING:
    from tests.config.conftest import WriteConfig


@pytest.mark.parametrize(
    "line", ['jobs.delete = "ctrl+x"', '"jobs.delete" = "ctrl+x"', "jobs = {delete = 'ctrl+x'}"]
)
def test_a_key_is_named_with_or_without_quotes(write_config: WriteConfig, line: str) -> None:
    assert read(write_config(f"[keys]\n{line}\n")).keys == {"jobs.delete": "ctrl+x"}


def test_several_keys_and_signs_can_be_given(write_config: WriteConfig) -> None:
    config = read(write_config('[keys]\napp.help = "f1, ?"\nlist.filter = "/"\n'))

    assert config.keys == {"app.help": "f1,?", "list.filter": "/"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("keys = 1", ": keys must be a table, written as a line [keys]."),
        ("[keys]\njobs.delete = 1", ": keys.jobs.delete must be a key in quotes"),
        ("[keys]\njobs.delete = ''", ": keys.jobs.delete must be a key in quotes"),
        ("[keys]\njobs.delete = 'ctrl x'", ": keys.jobs.delete is not a key as mtui spells it."),
        ("[keys]\njobs.delete = ',x'", ": keys.jobs.delete is not a key as mtui spells it."),
        ("[keys]\ndelete = 'x'", ": keys.delete is not the name of a key, such as jobs.delete."),
        ("theme = 'drak'", ": theme must be ansi-dark, ansi-light, dark, light or high-contrast."),
    ],
)
def test_mistakes_are_named(write_config: WriteConfig, text: str, expected: str) -> None:
    assert complaint(write_config(text)).startswith(expected)


def test_the_theme_is_one_of_a_few(write_config: WriteConfig) -> None:
    assert read(write_config("")).theme is ThemeName.ANSI_DARK
    assert read(write_config("theme = 'high-contrast'")).theme is ThemeName.HIGH_CONTRAST
