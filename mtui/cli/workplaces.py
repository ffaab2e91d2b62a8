"""Where sessions come from: a profile over the network, and the demo over the simulator."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from mtui.config import Profile
    from mtui.domain.secret import Secret
    from mtui.services.session import Session
    from mtui.ui.launch import SessionOpener, Workplace


class Rules(NamedTuple):
    """What the command line forbids."""

    read_only: bool
    dry_run: bool


def network_opener(path: Path, state: Path, rules: Rules) -> SessionOpener:
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


def demo_workplace(rules: Rules) -> Workplace:
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
