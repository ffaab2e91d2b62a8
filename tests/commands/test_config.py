"""``mtui config``: where files are, what holds and why, what is wrong, and one to begin with."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING, Any

import pytest

from mtui.config import CREDENTIALS, PROFILE_OPTIONS, read
from mtui.config.starter import starter
from tests.commands.conftest import write
from tests.config.test_providers import SDK, TERRAFORM
from tests.source import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.conftest import Run

OK, USAGE = 0, 2

LAB = '[profiles.lab]\nregion = "cn-north-4"\n'
TWO = """\
default_profile = "lab"

[profiles.lab]
region = "cn-north-4"
workspace_id = "0"
access_key = "LABACCESSKEY"
secret_key_env = "LAB_SK"

[profiles.prod]
region = "cn-east-3"
auth = "password"
username = "alice"
domain = "acme"
password_command = ["pass", "show", "s3cret-argument"]
"""


def test_path_names_every_place_and_why(run: Run, isolated_environment: Path) -> None:
    said = run("config", "path")

    state = isolated_environment / "state" / "mtui"
    assert said.code == OK
    assert said.lines == [
        f"config {isolated_environment / 'config' / 'mtui' / 'config.toml'} (default)",
        f"state {state}",
        f"journal {state / 'journal.jsonl'}",
        f"logs {state / 'log'}",
    ]


def test_a_flag_names_the_file_before_and_after_the_command(run: Run) -> None:
    for arguments in (
        ("--config", "/a.toml", "config", "path"),
        ("config", "path", "--config", "/a.toml"),
        ("--config=/b.toml", "config", "path", "--config=/a.toml"),
    ):
        assert run(*arguments).lines[0] == "config /a.toml (flag --config)"


def test_show_says_where_each_value_comes_from(
    run: Run, usual_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(usual_file, TWO)
    monkeypatch.setenv("LAB_SK", "s3cret-value")

    said = run("config", "show")

    assert said.code == OK
    assert said.lines[:2] == [
        f"# file: {usual_file} (default)",
        "# opens: lab (file default_profile)",
    ]
    for line in (
        "[profiles.lab]",
        'region = "cn-north-4" # file',
        "# project_id # default",
        'workspace_id = "0" # file',
        'access_key = "••••••" # file',
        'secret_key_env = "LAB_SK" # file; it is set',
        "# security_token # default",
        'username = "alice" # file',
        'password_command = ["pass", "…"] # file',
        "timeout_s = 20 # default",
    ):
        assert line in said.lines
    assert "s3cret" not in said.out
    assert "LABACCESSKEY" not in said.out


def test_show_tells_the_theme_and_the_keys(run: Run, usual_file: Path) -> None:
    write(usual_file, f'theme = "dark"\n[keys]\njobs.delete = "ctrl+x"\n{LAB}')

    lines = run("config", "show").lines
    assert 'theme = "dark" # file' in lines
    assert 'keys.jobs.delete = "ctrl+x" # file' in lines


def test_show_names_flag_and_variable(
    run: Run, usual_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(usual_file, TWO)
    monkeypatch.setenv("MTUI_PROFILE", "prod")

    assert "# opens: prod (variable MTUI_PROFILE)" in run("config", "show").lines
    said = run("--profile", "lab", "--read-only", "config", "show")
    assert "# opens: lab (flag --profile)" in said.lines
    assert "read_only = true # flag --read-only" in said.lines
    assert "[profiles.prod]" not in said.lines


def test_show_tells_a_ready_profile_and_masks_what_it_has(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in TERRAFORM.items():
        monkeypatch.setenv(name, value)

    said = run("config", "show")

    for line in (
        "# opens: environment (default)",
        "[profiles.environment] # not in the file",
        'region = "cn-north-4" # found in the environment',
        'access_key = "••••••" # variable HW_ACCESS_KEY',
        'secret_key = "••••••" # variable HW_SECRET_KEY',
    ):
        assert line in said.lines
    assert "hw-sk" not in said.out
    assert "HWAK" not in said.out


def test_show_tells_what_a_profile_s_provider_adds(
    run: Run, usual_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(usual_file, LAB + 'credentials = "environment"\n')
    for name, value in SDK.items():
        monkeypatch.setenv(name, value)

    said = run("config", "show")

    assert 'project_id = "5dc0" # variable HUAWEICLOUD_SDK_PROJECT_ID' in said.lines
    assert 'credentials = "environment" # file' in said.lines


def test_show_tells_credentials_that_lack_a_region(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SDK.items():
        monkeypatch.setenv(name, value)

    assert "no region: set HW_REGION_NAME." in run("config", "show").out


def test_validate_is_content_with_a_file_that_is_fine(run: Run, usual_file: Path) -> None:
    write(usual_file, TWO)

    assert run("config", "validate") == (OK, f"{usual_file}: fine, with 2 profiles.\n", "")


def test_validate_tells_all_mistakes_at_once(run: Run, usual_file: Path) -> None:
    text = """
regionn = "x"
default_profile = "lub"
[profiles.lab]
timeout_s = "20"
secret_key = "hunter2"
secret_key_env = "SK"
[profiles.prod]
region = "cn north"
secret_key = "hunter2"
proxi = 1
"""
    write(usual_file, text, 0o644)

    said = run("config", "validate")

    assert (said.code, said.out) == (USAGE, "")
    mistakes = said.err.splitlines()
    assert all(line.startswith(f"mtui: {usual_file}: ") for line in mistakes)
    keys = [line.removeprefix(f"mtui: {usual_file}: ").split()[0] for line in mistakes]
    assert sorted(keys) == [
        "default_profile",
        "profiles.lab.region",
        "profiles.lab.secret_key",
        "profiles.lab.timeout_s",
        "profiles.prod.proxi",
        "profiles.prod.region",
        "regionn",
    ]
    assert "hunter2" not in said.err


def test_validate_tells_every_secret_that_others_can_read(run: Run, usual_file: Path) -> None:
    write(usual_file, LAB + 'secret_key = "hunter2"\ntoken = "hunter2"\n', 0o640)

    said = run("config", "validate")

    assert said.code == USAGE
    assert [line.split()[2] for line in said.err.splitlines()] == [
        "profiles.lab.secret_key",
        "profiles.lab.token",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("a = \n", "line 1, column 5: invalid value"), ("a = " + "[" * 5000, "nested too deeply")],
)
def test_validate_tells_what_is_not_toml(
    run: Run, usual_file: Path, text: str, sentence: str
) -> None:
    write(usual_file, text)

    said = run("config", "validate")

    assert said.code == USAGE
    assert sentence in said.err
    assert said.err.count("\n") == 1


def test_validate_knows_no_file_and_a_file_that_was_named(run: Run, tmp_path: Path) -> None:
    said = run("config", "validate")
    assert said.code == OK
    assert "there is no such file yet" in said.out

    said = run("--config", tmp_path / "absent.toml", "config", "validate")
    assert said.code == USAGE
    assert "there is no such file" in said.err


def test_validate_tells_a_variable_that_names_no_profile(
    run: Run, usual_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(usual_file, LAB)
    monkeypatch.setenv("MTUI_PROFILE", "lap")

    said = run("config", "validate")

    assert said.code == USAGE
    assert "there is no profile 'lap'. Did you mean lab?" in said.err


def test_init_writes_the_example_for_its_owner_alone(run: Run, isolated_environment: Path) -> None:
    said = run("config", "init")

    path = isolated_environment / "config" / "mtui" / "config.toml"
    assert said.code == OK
    assert said.out.startswith(f"wrote {path}\n")
    assert path.read_text(encoding="utf-8") == starter()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert run("config", "validate").code == OK


def test_init_never_overwrites(run: Run, usual_file: Path) -> None:
    write(usual_file, LAB)

    said = run("config", "init")

    assert (said.code, said.out) == (USAGE, "")
    assert said.err == f"mtui: {usual_file}: exists already and was left as it is.\n"
    assert usual_file.read_text(encoding="utf-8") == LAB


def test_init_follows_a_link_to_where_there_is_no_file_yet(run: Run, usual_file: Path) -> None:
    target = usual_file.with_name("elsewhere.toml")
    usual_file.symlink_to(target)

    assert run("config", "init").code == OK
    assert list(read(target).profiles) == ["lab"]


def test_the_example_is_what_init_writes() -> None:
    assert (ROOT / "config.example.toml").read_text(encoding="utf-8") == starter()


def test_profiles_prints_names_alone(run: Run, usual_file: Path) -> None:
    write(usual_file, TWO)

    assert run("config", "profiles") == (OK, "lab\nprod\n", "")


def schema(run: Run) -> dict[str, Any]:
    said = run("config", "schema")
    assert said.code == OK
    return dict(json.loads(said.out))


def test_schema_has_every_option_and_nothing_else(run: Run) -> None:
    found = schema(run)
    profile = found["properties"]["profiles"]["additionalProperties"]

    assert set(found["properties"]) == {"default_profile", "theme", "keys", "filters", "profiles"}
    assert set(profile["properties"]) == {
        *(each.key for each in PROFILE_OPTIONS),
        *(key for each in CREDENTIALS for key in each.keys),
    }
    assert profile["required"] == ["region"]
    assert (found["additionalProperties"], profile["additionalProperties"]) == (False, False)


def test_schema_says_what_each_option_can_be(run: Run) -> None:
    options = schema(run)["properties"]["profiles"]["additionalProperties"]["properties"]

    assert options["auth"]["enum"] == ["aksk", "token", "password"]
    assert options["credentials"]["enum"] == ["environment", "huaweicloud"]
    assert (options["max_bulk"]["type"], options["max_bulk"]["minimum"]) == ("integer", 1)
    assert options["timeout_s"]["default"] == 20
    assert options["protect"]["examples"] == [["^baseline-", "-release$"]]
    assert options["read_only"]["type"] == "boolean"


@pytest.mark.parametrize("arguments", [["config"], ["config", "shaw"], ["completion", "csh"]])
def test_a_command_that_does_not_exist_is_wrong_usage(run: Run, arguments: list[str]) -> None:
    said = run(*arguments)

    assert (said.code, said.out) == (USAGE, "")
    assert said.err.startswith("usage: mtui ")
