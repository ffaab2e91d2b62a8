"""Random batches, faults, changes and interventions: what must hold whatever happens."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
from hypothesis import strategies as st

from mtui.domain.events import RunFinished, TargetSettled
from mtui.services.journal import read_records
from mtui.simulator import FAILS_UNDER_200, FAILS_WITH_400, Rules, blank_service, effects
from mtui.simulator.transport import SimulatorTransport
from tests.services.stage import LATENCY_S, Run, Stage
from tests.services.virtual_time import VirtualClock, VirtualTimeLoop

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import httpx

    from mtui.domain.jobs import JobId
    from mtui.domain.targets import Target, TargetKey

LONG_S = 5_000

EFFECTS: dict[str, Callable[[], effects.Effect]] = {
    "throttled": effects.throttled,
    "throttled for 7 s": lambda: effects.throttled(7),
    "too frequent": lambda: effects.too_frequent(200),
    "server error": effects.server_error,
    "failed after the act": effects.failed_after_act,
    "bad gateway": effects.bad_gateway,
    "web page": effects.html_page,
    "malformed": effects.malformed_json,
    "truncated": effects.truncated_json,
    "empty": effects.empty_body,
    "slow": lambda: effects.slow(5),
    "too slow": lambda: effects.slow(30),
    "refused": effects.refuse_connection,
    "request lost": effects.lose_request,
    "answer lost": effects.lose_answer,
    "answer cut": effects.cut_answer,
    "silence before": effects.hang_before_act,
    "silence after": effects.hang_after_act,
    "wrong signature": effects.wrong_signature,
    "expired": effects.expired_token,
    "not offered": effects.not_offered,
}
NO_ANSWER = {"throttled", "too frequent", "expired token", "answer cut", "slow"}
"""Names of the simulator's faults after which a request may be sent once more."""


@dataclass(frozen=True)
class Trouble:
    """A fault that strikes some requests."""

    effect: str
    method: str | None
    skip: int
    times: int | None


@dataclass(frozen=True)
class Scene:
    """Everything that one example is made of."""

    jobs: tuple[tuple[int, ...], ...]
    """The statuses of each job's versions."""
    whole: frozenset[int]
    """Which jobs are deleted whole."""
    left_out: frozenset[int]
    """Which versions are not chosen, by their place in the list of all."""
    failing: frozenset[int]
    """Which versions end in status 6."""
    changed: frozenset[int]
    """Which versions start to run after the plan was made."""
    vanished: frozenset[int]
    """Which versions go away after the plan was made."""
    troubles: tuple[Trouble, ...]
    acts: tuple[tuple[float, str], ...]
    """What a person does, each so many seconds after the one before."""
    concurrency: int
    keeps_empty_jobs: bool
    refuses_repeat_delete: bool
    fails_under_200: bool


PLACES = st.frozensets(st.integers(0, 15), max_size=3)
TROUBLES = st.builds(
    Trouble,
    st.sampled_from(sorted(EFFECTS)),
    st.sampled_from(["GET", "DELETE", "DELETE", None]),
    st.integers(0, 14),
    st.sampled_from([1, 1, 2, 3, 6, None]),
)
SCENES = st.builds(
    Scene,
    jobs=st.lists(
        st.lists(st.sampled_from([10, 10, 11, 12, 8, 7, 6]), min_size=1, max_size=6).map(tuple),
        min_size=1,
        max_size=5,
    ).map(tuple),
    whole=st.frozensets(st.integers(0, 4), max_size=2),
    left_out=PLACES,
    failing=PLACES,
    changed=PLACES,
    vanished=PLACES,
    troubles=st.lists(TROUBLES, max_size=4).map(tuple),
    acts=st.lists(
        st.tuples(
            st.sampled_from([0.01, 0.1, 0.3, 2.0, 30.0]),
            st.sampled_from(["pause", "resume", "stop", "shut down"]),
        ),
        max_size=3,
    ).map(tuple),
    concurrency=st.integers(1, 6),
    keeps_empty_jobs=st.booleans(),
    refuses_repeat_delete=st.booleans(),
    fails_under_200=st.booleans(),
)


class Witness(SimulatorTransport):
    """Compares the journal on the disk with every deletion that is about to leave."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage.service, latency_s=LATENCY_S)
        self._stage = stage
        self._sent: Counter[str] = Counter()
        self.without_intent: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "DELETE":
            path = request.url.path
            self._sent[path] += 1
            intents = [
                record["attempt"]
                for record in read_records(self._stage.journal_path)
                if record["kind"] == "intent" and path.endswith(_place(record))
            ]
            if intents != list(range(1, self._sent[path] + 1)):
                self.without_intent.append(path)
        return await super().handle_async_request(request)


def _place(record: dict[str, str | None]) -> str:
    version = f"/versions/{record['version_id']}" if record["version_id"] else ""
    return f"/training-jobs/{record['job_id']}{version}"


def _path_of(target: Target) -> str:
    return _place({"job_id": target.job_id, "version_id": target.version_id})


@hypothesis.settings(
    max_examples=200,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
@hypothesis.given(SCENES)
def test_whatever_happens_every_target_is_accounted_for(scene: Scene) -> None:
    with (
        asyncio.Runner(loop_factory=VirtualTimeLoop) as runner,
        tempfile.TemporaryDirectory() as folder,
    ):
        runner.run(_play(scene, Path(folder) / "state"))


async def _play(scene: Scene, state_path: Path) -> None:
    rules = Rules(
        queue_s=1e9,
        run_s=1e9,
        keeps_empty_jobs=scene.keeps_empty_jobs,
        refuses_repeat_delete=scene.refuses_repeat_delete,
        failure=FAILS_UNDER_200 if scene.fails_under_200 else FAILS_WITH_400,
    )
    service = blank_service(clock=VirtualClock(asyncio.get_running_loop()), rules=rules)
    stage = Stage(service, state_path)
    stage.policy = replace(stage.policy, concurrency=scene.concurrency)
    stage.transport = witness = Witness(stage)
    try:
        targets, vanished = await _set_up(stage, scene)
        hypothesis.assume(targets)
        plan_id = await stage.start(targets)
        await _disturb(stage, scene, plan_id)
        run = await stage.finish(plan_id)
    finally:
        await stage.close()
    going = [entry.target for entry in run.report.entries]
    assert {target.key for target in going} <= {target.key for target in targets}
    assert witness.without_intent == []
    _check_requests(stage, going)
    _check_outcomes(stage, run, vanished)


async def _set_up(stage: Stage, scene: Scene) -> tuple[list[Target], set[TargetKey]]:
    """Build what there is, choose the targets, then change some of it behind their back."""
    job_ids: list[JobId] = [
        stage.add_job(*statuses, name=f"job-{number}") for number, statuses in enumerate(scene.jobs)
    ]
    whole = {job_ids[number] for number in scene.whole if number < len(job_ids)}
    versions = await stage.versions(*(job_id for job_id in job_ids if job_id not in whole))
    targets = [t for place, t in enumerate(versions) if place not in scene.left_out]
    targets += [target for target in await stage.jobs() if target.job_id in whole]
    vanished = set()
    for place, target in enumerate(versions):
        version = stage.service.version(target.job_id, target.version_id or "")
        assert version is not None
        version.failing_deletes = int(place in scene.failing)
        if place in scene.changed:
            stage.set_status(version.version_id, 8)
        if place in scene.vanished:
            del version.job.versions[version.version_id]
            vanished.add(target.key)
    for trouble in scene.troubles:
        stage.service.faults.add(
            EFFECTS[trouble.effect](),
            method=trouble.method,
            skip=trouble.skip + (len(job_ids) + 1 if trouble.method != "DELETE" else 0),
            times=trouble.times,
        )
    return targets, vanished


async def _disturb(stage: Stage, scene: Scene, plan_id: str) -> None:
    """Do what the scene says, and in the end let the run come to an end."""
    deletions = (await stage.session()).deletions
    for delay_s, act in scene.acts:
        await asyncio.sleep(delay_s)
        match act:
            case "pause":
                deletions.pause(plan_id)
            case "resume":
                deletions.resume(plan_id)
            case "stop":
                deletions.stop(plan_id)
            case _:
                await deletions.shut_down("mtui ended")
    await asyncio.sleep(30)
    deletions.resume(plan_id)
    await asyncio.sleep(LONG_S)
    deletions.stop(plan_id)  # if it is paused once more
    await asyncio.sleep(LONG_S)
    await deletions.shut_down("mtui ended")  # if it waits for other credentials


def _check_requests(stage: Stage, going: Sequence[Target]) -> None:
    """Nothing unconfirmed was sent, and nothing twice after an answer."""
    confirmed = {_path_of(target) for target in going}
    answered: set[str] = set()
    for record in stage.sent():
        place = "/" + record.path.split("/", 3)[3]
        assert place in confirmed
        assert place not in answered
        if record.status is not None and record.outcome not in NO_ANSWER:
            answered.add(place)


def _check_outcomes(stage: Stage, run: Run, vanished: set[TargetKey]) -> None:
    """Every target has one outcome, in events and journal alike, and it is true."""
    going = [entry.target.key for entry in run.report.entries]
    settled = [event.key for event in run.events if isinstance(event, TargetSettled)]
    assert Counter(settled) == Counter(going) == Counter(set(going))
    journaled = {
        (record["job_id"], record["version_id"]): record["outcome"]
        for record in stage.records()
        if record["kind"] == "outcome"
    }
    assert journaled == {tuple(e.target.key): e.outcome.kind.value for e in run.report.entries}
    assert [isinstance(event, RunFinished) for event in run.events].count(True) == 1
    for entry in run.report.entries:
        match entry.outcome.kind.value:
            case "gone" | "already gone":
                assert not stage.is_there(entry.target)
            case "failed" | "refused" | "skipped" | "not sent":
                assert stage.is_there(entry.target) or entry.target.key in vanished
            case kind:
                assert kind == "unconfirmed"
