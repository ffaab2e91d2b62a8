"""Running the screens: the session and the first lines first, Textual after them."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from mtui.commands import FAILURE, OK
from mtui.commands.output import complain

if TYPE_CHECKING:
    from mtui.logs import CrashReporter
    from mtui.services.preferences import Taste
    from mtui.ui.launch import Launch, Workplace
    from mtui.ui.opening import Opening

_HEAD_START_S = 0.15
"""How long the session is waited for before Textual is imported, in seconds."""

_NO_TERMINAL = (
    "there is no terminal here to show the screens in."
    " Run it in one, with neither input nor errors redirected."
)


def run(launch: Launch, *, is_debug: bool, has_mouse: bool) -> int:
    """Run the app in this terminal and return its exit code.

    Args:
        launch: what to show.
        is_debug: log more.
        has_mouse: take the mouse from the terminal.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        complain(_NO_TERMINAL)
        return FAILURE
    launch = replace(launch, report_crash=_keep_records(is_debug=is_debug).report)
    theme, taste = _tastes(launch)
    opening = None
    workplace = launch.workplace
    if workplace is not None:
        from mtui.ui.opening import Opening

        launch = _open(launch, workplace, taste)
        opening = Opening(launch, workplace, theme, taste)
    try:
        return _show(launch, opening, theme=theme, has_mouse=has_mouse)
    finally:
        if opening is not None:
            opening.give_back()


def _open(launch: Launch, workplace: Workplace, taste: Taste) -> Launch:
    """Begin to open the session and to read its jobs, while the screen is still being imported."""
    from mtui.domain.jobs import GenerationChoice
    from mtui.services.portal import Portal

    portal = Portal(lambda: workplace.opener(workplace.profile, {}))
    portal.start()
    launch = replace(launch, portal=portal)
    profile = workplace.profile
    if profile.generation is GenerationChoice.V2 or taste.filter_text:
        return launch  # with a filter, the list may have less to read
    return replace(launch, jobs=portal.begin(lambda s: s.catalog.jobs(profile.workspace_id)))


def _keep_records(*, is_debug: bool) -> CrashReporter:
    """Log into a file from here on, and report every bug that nobody catches."""
    import time

    from mtui import __version__
    from mtui.config import log_path
    from mtui.logs import CrashReporter, start_logging

    start_logging(log_path(), is_debug=is_debug)
    reporter = CrashReporter(log_path(), __version__, time.time, complain)
    reporter.watch()
    return reporter


def _tastes(launch: Launch) -> tuple[str, Taste]:
    """Return the theme that the profile was last seen in, and how its list of jobs was."""
    from mtui.config import state_path
    from mtui.services.preferences import JOBS, Taste, preferences_of

    usual = launch.book.config.theme
    if launch.workplace is None or launch.workplace.is_demo:
        return usual, Taste()
    preferences = preferences_of(state_path(), launch.workplace.profile.name)
    return preferences.theme(usual), preferences.taste(JOBS)


def _show(launch: Launch, opening: Opening | None, *, theme: str, has_mouse: bool) -> int:
    """Run the app on what was drawn before, if anything; return its exit code."""
    if opening is not None and opening.begin(launch.jobs) and launch.jobs is not None:
        # Rows come sooner when the session has all of the processor until it waits itself.
        launch.jobs.wait_until_asked_for(_HEAD_START_S)
    from mtui.ui import environment

    environment.prepare(os.environ, theme)
    from mtui.ui.app import MtuiApp
    from mtui.ui.departure import Departure

    app = MtuiApp(launch, opening)
    departure = Departure(app)
    try:
        app.run(mouse=has_mouse)
    finally:
        app.has_left.set()
        app.shut_down(complain)
    if app.last_words:
        complain(app.last_words)
    sys.stdout.flush()
    sys.stderr.flush()
    return departure.end(app.return_code or OK)
