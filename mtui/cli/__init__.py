"""The command line and the composition root: the one place that knows every layer.

Everything heavy is imported where it is needed: ``--help`` and ``--version`` answer at once, and
the session opens on its thread while the screen is still being imported.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from mtui.commands import INTERRUPTED, USAGE
from mtui.commands.output import complain, prepare_streams

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from mtui.config import Config
    from mtui.ui.launch import Launch, SessionOpener, Workplace

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
    from mtui.cli.screens import run

    return run(launch, is_debug=options.debug, has_mouse=options.mouse)


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
    from mtui.cli.workplaces import Rules, demo_workplace, network_opener
    from mtui.config import config_path, state_path
    from mtui.services.profiles import ProfileBook
    from mtui.ui.environment import abilities
    from mtui.ui.launch import Launch

    rules = Rules(read_only=options.read_only, dry_run=options.dry_run)
    opener = network_opener(config_path(options.config, os.environ).value, state_path(), rules)

    def make_demo() -> Workplace:
        return demo_workplace(rules)

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
