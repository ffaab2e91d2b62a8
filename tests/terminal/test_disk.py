"""Disks that are full or may not be written, and people without a name: told, and nothing is lost.

What cannot be written down is not deleted; what was deleted is known.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.nobody import NOBODY, needs_nobody
from tests.terminal.lab import JOB_ID, READ_MS, confirm, wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.terminal.conftest import MakeLab
    from tests.terminal.lab import Lab


def limited_to(blocks: int) -> tuple[str, ...]:
    """Put before a command, lets no file grow beyond so many half KiB: as on a full disk."""
    return ("/bin/sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh")


def assert_not_sent_without_a_record(lab: Lab) -> None:
    """Every deletion that reached the cloud has its intent in the journal."""
    lines = lab.journal_path.read_bytes().splitlines() if lab.journal_path.exists() else []
    whole = [json.loads(line) for line in lines if line.endswith(b"}")]
    intents = {int(each["version_id"]) for each in whole if each["kind"] == "intent"}
    assert {int(record.path.rsplit("/", 1)[-1]) for record in lab.sent} <= intents


def refuse_one(lab: Lab, *before: str, told: str) -> None:
    """Confirm a deletion that cannot be written down, look around, and leave."""
    terminal = lab.open(*before)
    lab.open_job(terminal)
    terminal.send(b"d")
    confirm(terminal, "y")
    terminal.wait_for(told)
    terminal.send(b"!")
    terminal.wait_for("History")
    terminal.wait_for(told)
    terminal.quiet()
    terminal.send(b"\x1b")
    terminal.wait_for("3 versions")
    terminal.send(b"s")
    terminal.wait_for("SORT BY")
    terminal.send(b"\x1b")
    terminal.quiet()
    terminal.send(b"q")
    assert terminal.wait_exit() == 0
    assert lab.sent == []
    assert len(lab.left) == 3


def test_on_a_full_disk_nothing_is_deleted(make_lab: MakeLab) -> None:
    lab = make_lab(3)
    refuse_one(lab, *limited_to(0), told="cannot be written (File too large)")
    assert_not_sent_without_a_record(lab)
    assert [each.name for each in lab.journal_path.parent.glob("*.new")] == []


def test_a_disk_that_fills_up_in_mid_run_ends_it_and_the_rest_is_kept(make_lab: MakeLab) -> None:
    lab = make_lab(40)
    terminal = lab.open(*limited_to(28))
    lab.delete_all(terminal)
    terminal.wait_for("The journal cannot be written")
    terminal.wait_for("not sent")
    wait_until(lambda: "Deleting" not in "".join(terminal.screen()), "the run is over")
    assert 0 < len(lab.sent) < 40
    assert len(lab.left) >= 40 - len(lab.sent)
    assert_not_sent_without_a_record(lab)
    terminal.send(b"b")
    terminal.wait_for(f"({JOB_ID})")
    terminal.send(b"q")
    assert terminal.wait_exit() == 0

    terminal = lab.open()
    terminal.wait_for("A run was interrupted")
    terminal.quiet()
    left = len(lab.left)
    terminal.send(b"\r")
    terminal.wait_for(f"Delete {left} versions of 1 job?")
    terminal.quiet(READ_MS)
    terminal.send(b"\x1b")
    terminal.wait_for("batch")
    assert len(lab.left) == left


@needs_nobody()
def test_in_a_home_that_may_not_be_written_nothing_is_deleted(
    make_lab: MakeLab, tmp_path: Path
) -> None:
    lab = make_lab(3)
    tmp_path.chmod(0o500)
    try:
        refuse_one(lab, *NOBODY, told="cannot be written (Permission denied)")
    finally:
        tmp_path.chmod(0o700)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["config"]


def test_with_a_file_in_place_of_its_folder_nothing_is_deleted(
    make_lab: MakeLab, tmp_path: Path
) -> None:
    lab = make_lab(3)
    (tmp_path / "state").write_text("in the way", "utf-8")
    refuse_one(lab, told="cannot be written (Not a directory)")
    assert (tmp_path / "state").read_text("utf-8") == "in the way"


@needs_nobody()
def test_somebody_without_a_name_deletes_under_a_number(make_lab: MakeLab) -> None:
    lab = make_lab(3)
    terminal = lab.open(*NOBODY)
    lab.open_job(terminal)
    terminal.send(b"d")
    confirm(terminal, "y")
    terminal.wait_for("✓ deleted V0001")
    assert {record["user"] for record in lab.records()} == {"uid 12345"}


def test_files_of_an_earlier_time_that_are_broken_stop_nobody(make_lab: MakeLab) -> None:
    lab = make_lab(3)
    lab.journal_path.parent.mkdir(parents=True)
    content = b"\x00" * 5000 + b"\n\xff\xfe\n[]\n" + b"{" * 90_000
    lab.journal_path.write_bytes(content)
    lab.journal_path.with_name("lists.json").write_bytes(b"[" * 100_000)
    terminal = lab.open()
    lab.open_job(terminal)
    terminal.send(b"d")
    confirm(terminal, "y")
    terminal.wait_for("✓ deleted V0001")
    terminal.send(b"A")
    terminal.wait_for("gone")
    assert lab.journal_path.read_bytes().startswith(content)
