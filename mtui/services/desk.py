"""The half of a session that changes things, set up when it is first asked for.

Nobody deletes in the first second: the list does not wait for all that this imports.
"""

from __future__ import annotations

import getpass
import os
import socket
from typing import TYPE_CHECKING

from mtui.domain.deletion import Guards
from mtui.domain.frozen import frozen
from mtui.domain.protection import Protection
from mtui.services.deletions import Deletions
from mtui.services.generations import targets_of
from mtui.services.journal import Actor, Journal
from mtui.services.locks import RunLock
from mtui.services.policy import RunPolicy
from mtui.services.records import Archive
from mtui.services.recovery import LEFT, Recovery
from mtui.services.selection import Selector

if TYPE_CHECKING:
    from pathlib import Path

    from mtui.config import Profile
    from mtui.services.clients import Clients
    from mtui.services.session import Surroundings


@frozen
class Desk:
    """What chooses, deletes, recovers and keeps the records of one session."""

    selector: Selector
    deletions: Deletions
    recovery: Recovery
    archive: Archive

    async def close(self) -> None:
        """End what runs; what it leaves undone can be resumed."""
        await self.deletions.shut_down(LEFT)


def set_up(
    clients: Clients,
    profile: Profile,
    project_id: str,
    endpoint: str,
    journal_path: Path,
    around: Surroundings,
) -> Desk:
    """Return the desk of a session.

    Args:
        clients: what everything goes through.
        profile: whose guards hold.
        project_id: the project that the clients work in.
        endpoint: the URL of its ModelArts, which records and locks name.
        journal_path: the file of the journal.
        around: time, files and rules.
    """
    timing = around.timing
    actor = Actor(
        user=_user(),
        host=socket.gethostname(),
        profile=profile.name,
        endpoint=endpoint,
        project_id=project_id,
    )
    api = targets_of(clients)
    journal = Journal(journal_path, actor, timing)
    lock = RunLock(around.state_path, endpoint, project_id)
    return Desk(
        selector=Selector(clients.v1, api, timing),
        deletions=Deletions(
            targets_of(clients.impatient()),
            journal,
            lock,
            profile=profile.name,
            guards=_guards(profile, around),
            policy=around.policy or RunPolicy(),
            timing=timing,
        ),
        recovery=Recovery(api, journal, lock, actor, timing),
        archive=Archive(around.state_path / "records"),
    )


def _user() -> str:
    """Return who acts; by number where the system has no name, as in many containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # OSError from Python 3.13 on
        return f"uid {os.getuid()}"


def _guards(profile: Profile, around: Surroundings) -> Guards:
    return Guards(
        read_only=profile.read_only or around.read_only,
        dry_run=around.dry_run,
        production=profile.production,
        protect=tuple(map(Protection, profile.protect)),
        max_bulk=profile.max_bulk,
    )
