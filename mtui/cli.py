"""The command line and the composition root: the one module that knows every layer.

Everything heavy is imported where it is needed: ``--help`` and ``--version`` answer at once, and
the session opens on its thread while the screen is still being imported.
"""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mtui.commands import FAILURE, INTERRUPTED, OK, USAGE
from mtui.commands.output import complain, prepare_streams

if TYPE_CHECKING:
    import argparse
    from collections.abc import AsyncIterator, Mapping, Sequence
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from mtui.config import Config, Profile
    from mtui.domain.secret import Secret
    from mtui.logs import CrashReporter
    from mtui.services.preferences import Taste
    from mtui.services.session import Session
    from mtui.ui.launch import Launch, SessionOpener, Workplace
    from mtui.ui.opening import Opening

_HEAD_START_S = 0.15
"""How long the session is waited for before Textual is imported, in seconds."""
_GIL_S = 0.001
"""How long one thread may keep the other from running, in seconds. With Python's own 5 ms, a
session that wakes often takes several times as long while Textual is imported."""

_ALLOCATIONS = 100_000
"""How many new objects make Python look for garbage. Its own 700 would have it look hundreds of
times through modules and listings that all stay."""

_EPILOG = """\
Profiles are kept in
  {path}
and the first start helps to make one. MTUI_CONFIG names another file, MTUI_PROFILE a profile.

Exit codes: 0 fine, 1 failure, 2 wrong usage or configuration."""

_NO_TERMINAL = (
    "there is no terminal here to show the screens in."
    " Run it in one, with neither input nor errors redirected."
)


class _Rules(NamedTuple):
    """What the command line forbids."""

    read_only: bool
    dry_run: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Run mtui and return its exit code.

    It is 0, 1 (failure), 2 (usage or configuration), or 130 (interrupted before there is a screen).
    """
    gc.set_threshold(_ALLOCATIONS)
    sys.setswitchinterval(_GIL_S)
    prepare_streams()
    _leave_out_what_httpx_brings()
    try:
        return _main(_options(arguments))
    except KeyboardInterrupt:
        return INTERRUPTED


def _main(options: argparse.Namespace) -> int:
    if options.command is not None:
        from mtui.commands.dispatch import carry_out

        return carry_out(options)
    from mtui.domain.errors import ConfigError

    try:
        launch = _launch(options)
    except ConfigError as error:
        complain(error)
        return USAGE
    return _run(launch, is_debug=options.debug, has_mouse=options.mouse)


def _leave_out_what_httpx_brings() -> None:
    """Spare the start httpx's own command line: where click is installed, it doubles httpx."""
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None: not to be found


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    from mtui.commands.grammar import build_parser

    return build_parser(_EPILOG.format(path=_usual_place())).parse_args(arguments)


def _usual_place() -> str:
    """Return the usual configuration file, or why there is none: asking for help always helps."""
    from mtui.config.paths import config_path
    from mtui.domain.errors import ConfigError

    try:
        return str(config_path(None, {}).value)
    except ConfigError as error:
        return f"no file: {error}"


def _launch(options: argparse.Namespace) -> Launch:
    """Put everything together.

    Raises:
        ConfigError: the configuration cannot be used.
    """
    from mtui.config import config_path, state_path
    from mtui.services.profiles import ProfileBook
    from mtui.ui.environment import abilities
    from mtui.ui.launch import Launch

    rules = _Rules(read_only=options.read_only, dry_run=options.dry_run)
    opener = _opener(config_path(options.config, os.environ).value, state_path(), rules)

    def make_demo() -> Workplace:
        return _demo_workplace(rules)

    workplace: Workplace | None
    if options.demo:
        config, workplace = _unread(options), make_demo()
    else:
        config, workplace = _chosen(options, opener)
    return Launch(
        book=ProfileBook(config, os.environ),
        opener=opener,
        make_demo=make_demo,
        workplace=workplace,
        read_only=rules.read_only,
        dry_run=rules.dry_run,
        abilities=abilities(os.environ),
        theme=None,
        keys=config.keys,
    )


def _unread(options: argparse.Namespace) -> Config:
    """Return an empty configuration: the demo works with any file, and reads it when asked to."""
    from mtui.config import Config, config_path

    return Config(config_path(options.config, os.environ).value)


def _chosen(options: argparse.Namespace, opener: SessionOpener) -> tuple[Config, Workplace | None]:
    """Return the configuration, and the profile to open if that is clear.

    Raises:
        ConfigError: the configuration cannot be used.
    """
    from mtui.config import choose_profile, config_path, read, with_ready_profiles
    from mtui.ui.launch import Workplace

    path = config_path(options.config, os.environ).value
    stored = read(path, missing_ok=options.config is None)
    config = with_ready_profiles(stored, os.environ)
    chosen = choose_profile(config, options.profile, os.environ)
    return config, None if chosen is None else Workplace(chosen.value, opener)


def _opener(path: Path, state: Path, rules: _Rules) -> SessionOpener:
    """Return how sessions are opened over the network; the file has their newest credentials."""

    def reread(profile: Profile) -> Profile:
        from mtui.config import read, with_ready_profiles

        config = with_ready_profiles(read(path), os.environ)
        return config.profiles.get(profile.name, profile)

    def open_it(
        profile: Profile, typed: Mapping[str, Secret]
    ) -> AbstractAsyncContextManager[Session]:
        from mtui.services.session import Surroundings, open_session

        around = Surroundings(
            state_path=state,
            environ=os.environ,
            read_only=rules.read_only,
            dry_run=rules.dry_run,
            reread=reread,
        )
        return open_session(profile, typed, around)

    return open_it


def _demo_workplace(rules: _Rules) -> Workplace:
    """Return a profile whose network is the simulator; its journal goes away with the demo."""
    import time
    from contextlib import asynccontextmanager
    from pathlib import Path
    from tempfile import TemporaryDirectory
    from types import MappingProxyType

    from mtui import simulator
    from mtui.config import Inline, Profile
    from mtui.domain.secret import Secret
    from mtui.ui.launch import Workplace

    service = simulator.demo_service(clock=time.time)
    profile = Profile(
        name="demo",
        region=simulator.DEMO_REGION,
        project_id=simulator.DEMO_PROJECT_ID,
        credentials=MappingProxyType(
            {
                "access_key": Inline(Secret(simulator.DEMO_ACCESS_KEY)),
                "secret_key": Inline(Secret(simulator.DEMO_SECRET_KEY)),
            }
        ),
    )

    @asynccontextmanager
    async def open_it(profile: Profile, typed: Mapping[str, Secret]) -> AsyncIterator[Session]:
        from mtui.services.session import Surroundings, open_session
        from mtui.simulator.transport import SimulatorTransport

        with TemporaryDirectory(prefix="mtui-demo-") as folder:
            around = Surroundings(
                state_path=Path(folder),
                environ={},
                read_only=rules.read_only,
                dry_run=rules.dry_run,
                transport=SimulatorTransport(service, latency_s=0.02),
            )
            async with open_session(profile, typed, around) as session:
                yield session

    return Workplace(profile, open_it, is_demo=True)


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
        app.shut_down()
    if app.last_words:
        complain(app.last_words)
    sys.stdout.flush()
    sys.stderr.flush()
    return departure.end(app.return_code or OK)


def _run(launch: Launch, *, is_debug: bool, has_mouse: bool) -> int:
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
