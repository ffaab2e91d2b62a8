"""Writing profiles: nothing that the person wrote is lost."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mtui.config import (
    FromCommand,
    FromVariable,
    Inline,
    Profile,
    Written,
    read,
    remove_profile,
    save_profile,
    set_default,
)
from mtui.domain.errors import ConfigError
from mtui.domain.secret import Secret
from tests.config.writing import LAB, WRITTEN_BY_HAND, names_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.config.conftest import WriteConfig


def test_what_was_saved_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    profile = replace(
        LAB,
        read_only=True,
        protect=("^a",),
        max_bulk=5,
        timeout_s=2.5,
        credentials={
            "access_key": FromVariable("AK"),
            "secret_key": FromCommand(("pass", "x y")),
            "password": Inline(Secret('quo"te')),
        },
    )

    assert save_profile(path, profile) == Written(path, None)
    assert read(path).profile("lab") == profile


def test_defaults_are_not_written(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"

    save_profile(path, Profile(name="lab", region="cn-north-4"))

    assert tomllib.loads(path.read_text()) == {"profiles": {"lab": {"region": "cn-north-4"}}}


def test_edit_keeps_everything_that_it_is_not_about(write_config: WriteConfig) -> None:
    path = write_config(WRITTEN_BY_HAND)

    save_profile(path, replace(LAB, credentials={}, read_only=True), "lab")

    document = tomllib.loads(path.read_text())
    old = tomllib.loads(WRITTEN_BY_HAND)
    old["profiles"]["lab"]["read_only"] = True
    assert document == old
    assert list(document["profiles"]) == ["lab", "other"]


def test_file_that_mtui_wrote_itself_needs_no_backup(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    save_profile(path, LAB)
    save_profile(path, replace(LAB, name="b", protect=("# no comment",)))
    set_default(path, "lab")

    assert names_in(tmp_path) == ["config.toml"]


def test_edit_keeps_the_spelling_of_values_that_did_not_change(
    write_config: WriteConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "ca.pem").touch()
    path = write_config('[profiles.lab]\nregion = "cn-north-4"\nca_bundle = "~/ca.pem"\n')

    save_profile(path, replace(read(path).profile("lab"), timeout_s=30), "lab")

    table = tomllib.loads(path.read_text())["profiles"]["lab"]
    assert table == {"region": "cn-north-4", "ca_bundle": "~/ca.pem", "timeout_s": 30}


def test_credential_that_moves_leaves_its_old_place(write_config: WriteConfig) -> None:
    path = write_config('[profiles.lab]\nregion = "cn-north-4"\ntoken = "s3cret"\n')

    save_profile(path, replace(LAB, credentials={"token": FromVariable("T")}), "lab")

    assert "s3cret" not in path.read_text()
    assert read(path).profile("lab").credentials == {"token": FromVariable("T")}


def test_rename_keeps_the_place_and_stays_the_default(write_config: WriteConfig) -> None:
    path = write_config(WRITTEN_BY_HAND)

    save_profile(path, replace(LAB, name="research"), "lab")

    document = tomllib.loads(path.read_text())
    assert list(document["profiles"]) == ["research", "other"]
    assert document["default_profile"] == "research"
    assert document["profiles"]["research"]["future_option"] == 16


@pytest.mark.parametrize("previous", [None, "lab"])
def test_name_that_is_taken_is_refused(write_config: WriteConfig, previous: str | None) -> None:
    path = write_config(WRITTEN_BY_HAND)

    with pytest.raises(ConfigError) as caught:
        save_profile(path, replace(LAB, name="other"), previous)

    assert str(caught.value) == f"{path}: profiles.other exists already."
    assert path.read_text() == WRITTEN_BY_HAND


def test_profile_that_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"

    with pytest.raises(ConfigError, match=r"profiles\.lab\.region must be lower-case"):
        save_profile(path, replace(LAB, region="no region"))

    assert not path.exists()


def test_profile_that_others_wrote_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    save_profile(path, LAB)
    opened = read(path).profile("lab")
    save_profile(path, replace(LAB, name="theirs"))

    save_profile(path, replace(opened, read_only=True), "lab")

    assert list(read(path).profiles) == ["lab", "theirs"]


def test_removed_profile_goes_and_is_no_longer_the_default(write_config: WriteConfig) -> None:
    path = write_config(WRITTEN_BY_HAND)

    written = remove_profile(path, "lab")

    assert written.backup is not None
    document = tomllib.loads(path.read_text())
    assert document == {
        "profiles": {"other": {"region": "cn-east-3"}},
        "keys": {"jobs.delete": "D"},
    }


def test_default_is_set_and_changed(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    save_profile(path, LAB)
    save_profile(path, replace(LAB, name="other"))

    set_default(path, "lab")
    assert read(path).default_profile == "lab"
    set_default(path, "other")
    assert read(path).default_profile == "other"


@pytest.mark.parametrize("change", [remove_profile, set_default])
def test_profile_that_does_not_exist_is_named_with_the_nearest(
    write_config: WriteConfig, change: Callable[[Path, str], Written]
) -> None:
    path = write_config(WRITTEN_BY_HAND)

    with pytest.raises(ConfigError) as caught:
        change(path, "lap")

    assert str(caught.value) == f"{path}: profiles.lap does not exist. Did you mean lab?"
    assert path.read_text() == WRITTEN_BY_HAND


def test_removing_from_a_missing_file_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such file"):
        remove_profile(tmp_path / "mtui" / "config.toml", "lab")

    assert names_in(tmp_path) == []


def test_broken_file_is_not_overwritten(write_config: WriteConfig) -> None:
    path = write_config("profiles = ]")

    with pytest.raises(ConfigError, match="line 1, column 12: invalid value"):
        save_profile(path, LAB)

    assert path.read_text() == "profiles = ]"
