"""Reading the file: values and defaults, who else can read it, and what is no file at all."""

from __future__ import annotations

import os
import socket
import traceback
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from mtui.config import AuthKind, FromCommand, FromVariable, Inline, Profile, read
from mtui.domain.errors import ConfigError
from mtui.domain.jobs import WorkspaceId
from mtui.domain.secret import Secret
from tests.config.reading import LAB, complaint

if TYPE_CHECKING:
    from pathlib import Path

    from tests.config.conftest import WriteConfig


def test_whole_profile_is_read(write_config: WriteConfig, tmp_path: Path) -> None:
    bundle = tmp_path / "ca.pem"
    bundle.touch()
    path = write_config(
        f"""
        default_profile = "lab"
        [profiles.other]
        region = "cn-east-3"
        [profiles.lab]
        region = "cn-north-4"
        project_id = "0a1b"
        workspace_id = "ws1"
        endpoint = "https://modelarts.example.com/"
        iam_endpoint = "http://127.0.0.1:8080"
        auth = "password"
        username = "alice"
        domain_env = "MY_DOMAIN"
        password_command = ["pass", "show", "x"]
        read_only = true
        production = true
        protect = ["^base", "x$"]
        max_bulk = 7
        proxy = "http://proxy:3128"
        ca_bundle = "{bundle}"
        timeout_s = 2.5
        """
    )

    config = read(path)

    assert config.path == path
    assert config.default_profile == "lab"
    assert list(config.profiles) == ["other", "lab"]
    assert config.profile("lab") == Profile(
        name="lab",
        region="cn-north-4",
        project_id="0a1b",
        workspace_id=WorkspaceId("ws1"),
        endpoint="https://modelarts.example.com",
        iam_endpoint="http://127.0.0.1:8080",
        auth=AuthKind.PASSWORD,
        credentials={
            "username": Inline(Secret("alice")),
            "domain": FromVariable("MY_DOMAIN"),
            "password": FromCommand(("pass", "show", "x")),
        },
        read_only=True,
        production=True,
        protect=("^base", "x$"),
        max_bulk=7,
        proxy="http://proxy:3128",
        ca_bundle=bundle,
        timeout_s=2.5,
    )


def test_defaults_hold_where_the_file_is_silent(write_config: WriteConfig) -> None:
    profile = read(write_config(LAB)).profile("lab")

    assert profile == Profile(name="lab", region="cn-north-4")
    assert profile.auth is AuthKind.AKSK
    assert profile.workspace_id == "0"
    assert profile.timeout_s == 20


def test_missing_file_has_no_profiles(tmp_path: Path) -> None:
    config = read(tmp_path / "none.toml")

    assert config.profiles == {}
    assert not (tmp_path / "none.toml").exists()


def test_missing_file_is_a_mistake_where_a_person_named_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml: there is no such file\.$"):
        read(tmp_path / "none.toml", missing_ok=False)


def test_byte_order_mark_is_no_mistake(write_config: WriteConfig) -> None:
    assert "lab" in read(write_config(b"\xef\xbb\xbf" + LAB.encode())).profiles


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o644])
def test_inline_secret_that_others_can_read_is_refused_with_the_command_that_mends_it(
    write_config: WriteConfig, mode: int
) -> None:
    path = write_config(LAB + 'access_key = "A"\nsecret_key = "s3cret"', mode)

    assert complaint(path) == (
        ": profiles.lab.secret_key is a secret in a file that others can read."
        f" Run: chmod 600 {path}"
    )


def test_command_that_mends_the_mode_is_quoted_for_the_shell(tmp_path: Path) -> None:
    path = tmp_path / "my config.toml"
    path.write_text(LAB + 'token = "s3cret"')
    path.chmod(0o644)

    assert complaint(path).endswith(f" Run: chmod 600 '{path}'")


def test_file_without_inline_secrets_may_be_shared(write_config: WriteConfig) -> None:
    text = LAB + 'access_key = "A"\nusername = "u"\nsecret_key_env = "SK"'

    assert "lab" in read(write_config(text, 0o644)).profiles


def test_mode_that_counts_is_that_of_the_link_s_target(
    write_config: WriteConfig, tmp_path: Path
) -> None:
    target = write_config(LAB + 'token = "s3cret"', 0o644)
    link = tmp_path / "link.toml"
    link.symlink_to(target)

    assert complaint(link).endswith(f" Run: chmod 600 {link}")


def test_folder_is_not_a_file(tmp_path: Path) -> None:
    assert complaint(tmp_path) == ": is a folder, not a file."


def test_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)

    assert complaint(path) == ": is a device or pipe, not a file."


def test_path_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with closing(socket.socket(socket.AF_UNIX)) as server:
        server.bind(str(path))
        assert complaint(path) == ": cannot be read: no such device or address."


def test_loop_of_links_is_told(tmp_path: Path) -> None:
    path = tmp_path / "loop"
    path.symlink_to(path)

    assert complaint(path) == ": cannot be read: too many levels of symbolic links."


def test_path_below_a_file_is_told(write_config: WriteConfig) -> None:
    assert complaint(write_config(LAB) / "x") == ": cannot be read: not a directory."


@pytest.mark.parametrize(
    "text",
    [
        LAB + 'secret_key = "hunter2 hunter2"',
        LAB + 'secert_key = "hunter2"',
        LAB + 'proxy = "http://u:hunter2@p"',
        LAB + 'secret_key = "hunter2',
        LAB + 'secret_key = "hunter2"\ntimeout_s = 0',
    ],
)
def test_traceback_with_variables_shows_no_secret(write_config: WriteConfig, text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(write_config(text))

    failure = caught.value
    assert failure.__context__ is None
    frames = traceback.TracebackException.from_exception(failure, capture_locals=True).stack
    shown = [frame for frame in frames if not frame.filename.endswith("test_read.py")]
    assert shown
    assert "hunter2" not in "".join(traceback.StackSummary.from_list(shown).format())
    assert "hunter2" not in str(failure)


def test_repr_of_a_configuration_shows_no_secret(write_config: WriteConfig) -> None:
    text = LAB + 'secret_key = "hunter2"\naccess_key_command = ["get", "--token=hunter2"]'

    assert "hunter2" not in repr(read(write_config(text)))


def test_profile_that_does_not_exist_is_named_with_the_nearest(write_config: WriteConfig) -> None:
    path = write_config(LAB)

    with pytest.raises(ConfigError) as caught:
        read(path).profile("lap")

    assert str(caught.value) == f"{path}: there is no profile 'lap'. Did you mean lab?"
