"""What the first list needs is imported for it, and nothing else: the rest waits for its key."""

from __future__ import annotations

import subprocess
import sys

FIRST_LIST = "mtui.cli, mtui.ui.app, mtui.ui.screens.jobs, mtui.services.session"

LATER = {
    "mtui.config.form": "editing a profile",
    "mtui.config.store": "a configuration file, which the demo does not read",
    "mtui.domain.deletion": "deleting",
    "mtui.domain.events": "deleting",
    "mtui.domain.query.reading": "filtering",
    "mtui.services.desk": "deleting",
    "mtui.services.journal": "deleting",
    "mtui.simulator": "the demo",
    "mtui.ui.flows.deletion": "deleting",
    "mtui.ui.screens.choose": "sorting",
    "mtui.ui.screens.confirm": "deleting",
    "mtui.ui.screens.help": "the help",
    "mtui.ui.screens.job": "opening a job",
    "mtui.ui.screens.profiles": "the profiles",
}
"""Modules, and what they are for."""


def test_the_first_list_waits_for_nothing_that_it_does_not_show() -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys, {FIRST_LIST}; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "mtui.ui.screens.jobs" in loaded
    assert sorted(loaded & LATER.keys()) == []


def test_the_first_rows_wait_for_no_screen_library() -> None:
    program = "import sys, mtui.cli, mtui.ui.opening, mtui.services.session; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "mtui.ui.opening" in done.stdout.split()
    assert "textual" not in done.stdout.split()


def test_the_modules_that_wait_are_there() -> None:
    program = f"import {', '.join(LATER)}"
    subprocess.run([sys.executable, "-c", program], check=True)
