"""What mtui sends while it is at work, in bytes a second."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from mtui.simulator.seed import plant_bulk
from tests.terminal.lab import wait_until

if TYPE_CHECKING:
    from tests.terminal.spawning import MakeLab


def while_loading(make_lab: MakeLab) -> float:
    """Open a list of ten pages and count from the first page to the last."""
    lab = make_lab(1, latency_s=0.7)
    plant_bulk(lab.service.project, jobs=9_000, versions=1, now_s=1_000_000_000)
    link = lab.open()
    link.wait_for("1,000 of 9,001")
    mark, began = link.mark(), time.monotonic()
    link.wait_for("Jobs  9,001")
    return (link.mark() - mark) / (time.monotonic() - began)


def while_deleting(make_lab: MakeLab) -> float:
    """Delete 32 versions and count from the eighth request until all are gone."""
    lab = make_lab(32, delete_s=2.5, latency_s=0.6)
    link = lab.open()
    lab.delete_all(link)
    wait_until(lambda: len(lab.sent) >= 8, "the run is under way")
    mark, began = link.mark(), time.monotonic()
    wait_until(lambda: not lab.left, "all are gone")
    return (link.mark() - mark) / (time.monotonic() - began)
