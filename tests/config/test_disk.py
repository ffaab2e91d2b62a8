"""Writing profiles: whole or not at all, for the owner alone, whatever the disk does."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mtui.config import Written, read, save_profile
from mtui.domain.errors import ConfigError
from tests.config.writing import LAB, WRITTEN_BY_HAND, mode_of, names_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.config.conftest import WriteConfig


@contextmanager
def umask(mask: int) -> Iterator[None]:
    old = os.umask(mask)
    try:
        yield
    finally:
        os.umask(old)


@contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    """Let the system refuse to write larger files, as a full disk would."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o777])
def test_file_and_folder_are_for_the_owner_alone_whatever_the_umask(
    tmp_path: Path, mask: int
) -> None:
    path = tmp_path / "mtui" / "config.toml"
    if mask == 0o777:
        path.parent.mkdir()
    with umask(mask):
        save_profile(path, LAB)

    assert mode_of(path) == 0o600
    assert mode_of(path.parent) & 0o077 == 0 or mask == 0o777


def test_saving_closes_a_file_that_was_open_to_others(write_config: WriteConfig) -> None:
    path = write_config('[profiles.other]\nregion = "cn-east-3"\n', 0o644)

    save_profile(path, LAB)

    assert mode_of(path) == 0o600
    assert list(read(path).profiles) == ["other", "lab"]


def test_comments_that_are_lost_are_kept_in_a_backup_of_ones_own(write_config: WriteConfig) -> None:
    path = write_config(WRITTEN_BY_HAND, 0o644)

    with umask(0):
        written = save_profile(path, replace(LAB, credentials={}), "lab")

    assert written.backup == path.with_name("config.toml.bak")
    assert written.backup.read_text() == WRITTEN_BY_HAND
    assert mode_of(written.backup) == 0o600


def test_older_backup_is_never_overwritten(write_config: WriteConfig) -> None:
    path = write_config("# first\n")
    first = save_profile(path, LAB).backup
    path = write_config("# second\n")
    second = save_profile(path, LAB).backup
    path = write_config("# third\n")
    third = save_profile(path, LAB).backup

    assert first is not None
    assert second is not None
    assert third is not None
    assert [each.name for each in (first, second, third)] == [
        "config.toml.bak",
        "config.toml.bak.1",
        "config.toml.bak.2",
    ]
    assert [each.read_text() for each in (first, second, third)] == [
        "# first\n",
        "# second\n",
        "# third\n",
    ]


def _save_many(path: Path, prefix: str) -> None:
    for number in range(20):
        save_profile(path, replace(LAB, name=f"{prefix}{number}"))


def test_two_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_save_many, args=(path, prefix)) for prefix in "ab"]
    for each in writers:
        each.start()
    for each in writers:
        each.join()

    assert len(read(path).profiles) == 40
    assert names_in(tmp_path) == ["config.toml"]


def test_link_stays_a_link_and_its_target_is_written(tmp_path: Path) -> None:
    target = tmp_path / "dotfiles" / "mtui.toml"
    target.parent.mkdir()
    target.write_text("# mine\n")
    link = tmp_path / "config.toml"
    link.symlink_to(target)

    written = save_profile(link, LAB)

    assert link.is_symlink()
    assert written == Written(target, target.with_name("mtui.toml.bak"))
    assert list(read(target).profiles) == ["lab"]


def test_link_to_nothing_gets_its_target(tmp_path: Path) -> None:
    link = tmp_path / "config.toml"
    link.symlink_to(tmp_path / "later.toml")

    save_profile(link, LAB)

    assert link.is_symlink()
    assert mode_of(tmp_path / "later.toml") == 0o600


def test_disk_that_is_full_leaves_the_old_file_and_nothing_else(write_config: WriteConfig) -> None:
    path = write_config(WRITTEN_BY_HAND)

    with files_limited_to(100), pytest.raises(ConfigError) as caught:
        save_profile(path, LAB, "lab")

    assert str(caught.value) == f"{path}: cannot be written: file too large."
    assert path.read_text() == WRITTEN_BY_HAND
    assert names_in(path.parent) == ["config.toml"]


def test_backup_that_does_not_fit_leaves_the_old_file_and_nothing_else(
    write_config: WriteConfig,
) -> None:
    text = "# long comment\n" * 100
    path = write_config(text)

    with files_limited_to(1000), pytest.raises(ConfigError, match="file too large"):
        save_profile(path, LAB)

    assert path.read_text() == text
    assert names_in(path.parent) == ["config.toml"]


def test_folder_that_cannot_be_made_is_told(write_config: WriteConfig) -> None:
    path = write_config("") / "mtui" / "config.toml"

    with pytest.raises(ConfigError) as caught:
        save_profile(path, LAB)

    assert str(caught.value) == f"{path}: cannot be written: not a directory."


_WRITE_FOR_EVER = """
import sys
from dataclasses import replace
from pathlib import Path
from mtui.config import Profile, save_profile
path = Path(sys.argv[1])
lab = Profile(name="lab", region="cn-north-4", protect=("^a",) * 2000)
save_profile(path, lab)
while True:
    print("saved", flush=True)
    lab = replace(lab, read_only=not lab.read_only)
    save_profile(path, lab, "lab")
"""


def test_kill_at_any_moment_leaves_a_whole_file(tmp_path: Path) -> None:
    for number in range(6):
        path = tmp_path / str(number) / "config.toml"
        with subprocess.Popen(
            [sys.executable, "-c", _WRITE_FOR_EVER, str(path)], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            for _ in range(number + 1):
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
        assert len(read(path).profile("lab").protect) == 2000
