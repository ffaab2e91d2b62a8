"""Filters by name, in the table ``[filters]``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.config import read
from mtui.domain.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


def test_filters_keep_the_file_s_order(tmp_path: Path) -> None:
    path = written(tmp_path, '[filters]\nold = "age>90d"\nfailed = "status:failed"\n')
    assert list(read(path).filters.items()) == [("old", "age>90d"), ("failed", "status:failed")]


def test_without_the_table_there_are_none(tmp_path: Path) -> None:
    assert read(written(tmp_path, "")).filters == {}


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("old = 3", "filters.old must be a filter in quotes"),
        ('old = " "', "filters.old must be a filter in quotes"),
        ('old = "age>soon"', "filters.old is not a filter: "),
        (f'"{"x" * 41}" = "a"', "has a name that is empty or longer than 40 characters"),
    ],
)
def test_a_mistake_is_told_with_its_key(tmp_path: Path, line: str, complaint: str) -> None:
    path = written(tmp_path, f"[filters]\n{line}\n")
    with pytest.raises(ConfigError) as caught:
        read(path)
    assert str(path) in caught.value.message
    assert complaint in caught.value.message


@pytest.mark.parametrize(
    "line",
    [
        '[filters]\nsecret_key = "top-secret-value"\n',
        '[filters]\nproxy = "http://alice:top-secret-value@proxy:3128"\n',
        '[keys.lab]\nsecret_key = "top_secret_value"\n',
        '[keys]\n"lab.password" = "top_secret_value"\n',
    ],
)
def test_a_credential_in_the_wrong_table_is_refused_unseen(tmp_path: Path, line: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(written(tmp_path, line))
    complained = str(caught.value).removeprefix(str(tmp_path))
    assert "top" not in complained
    assert "It belongs under [profiles.NAME]." in complained or "an address" in complained
