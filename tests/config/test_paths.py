"""Where files are, and which profile is opened: a flag beats a variable beats the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtui.config import Config, Profile, choose_profile, config_path, log_path, state_path
from mtui.domain.errors import ConfigError

LAB = Profile(name="lab", region="cn-north-4")
PROD = Profile(name="prod", region="cn-north-4")


def test_flag_beats_variable_beats_usual_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    environ = {"MTUI_CONFIG": "/from/variable.toml"}

    flag = config_path("/from/flag.toml", environ)
    variable = config_path(None, environ)
    usual = config_path(None, {"MTUI_CONFIG": ""})

    assert (flag.value, str(flag.origin)) == (Path("/from/flag.toml"), "flag --config")
    assert (variable.value, str(variable.origin)) == (
        Path("/from/variable.toml"),
        "variable MTUI_CONFIG",
    )
    assert (usual.value, str(usual.origin)) == (tmp_path / "mtui" / "config.toml", "default")


def test_paths_are_absolute_and_know_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    assert config_path("~/x.toml", {}).value == tmp_path / "x.toml"
    assert config_path("x.toml", {}).value == tmp_path / "x.toml"
    assert config_path("~no-such-user/x", {}).value == tmp_path / "~no-such-user" / "x"


def test_asking_for_a_place_creates_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))

    places = {config_path(None, {}).value, state_path(), log_path()}

    assert len(places) == 3
    assert all(tmp_path in place.parents for place in places)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("flag", "environ", "default", "expected"),
    [
        ("lab", {"MTUI_PROFILE": "prod"}, "prod", ("lab", "flag --profile")),
        (None, {"MTUI_PROFILE": "lab"}, "prod", ("lab", "variable MTUI_PROFILE")),
        (None, {"MTUI_PROFILE": ""}, "prod", ("prod", "file default_profile")),
        (None, {}, None, None),
    ],
)
def test_profile_is_chosen_by_the_strongest_that_names_one(
    flag: str | None,
    environ: dict[str, str],
    default: str | None,
    expected: tuple[str, str] | None,
) -> None:
    config = Config(Path("/c.toml"), default, {"lab": LAB, "prod": PROD})

    chosen = choose_profile(config, flag, environ)

    assert (chosen and (chosen.value.name, str(chosen.origin))) == expected


def test_only_profile_is_chosen_without_being_named() -> None:
    chosen = choose_profile(Config(Path("/c.toml"), None, {"lab": LAB}), None, {})

    assert chosen is not None
    assert chosen.value is LAB


def test_without_profiles_none_is_chosen() -> None:
    assert choose_profile(Config(Path("/c.toml")), None, {}) is None


@pytest.mark.parametrize(("flag", "environ"), [("lap", {}), (None, {"MTUI_PROFILE": "lap"})])
def test_profile_that_does_not_exist_is_named_with_the_nearest(
    flag: str | None, environ: dict[str, str]
) -> None:
    config = Config(Path("/c.toml"), None, {"lab": LAB, "prod": PROD})

    with pytest.raises(ConfigError) as caught:
        choose_profile(config, flag, environ)

    assert str(caught.value) == "/c.toml: there is no profile 'lap'. Did you mean lab?"
