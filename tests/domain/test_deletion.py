from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mtui.domain.deletion import (
    MANY,
    Confirmation,
    ConfirmKind,
    DeletionPlan,
    Guards,
    LedgerEntry,
    Outcome,
    OutcomeKind,
    RunReport,
    make_plan,
    typeable_name,
)
from mtui.domain.jobs import JobId
from mtui.domain.protection import Protection
from mtui.domain.targets import Action
from tests.domain.samples import NOW_MS, job_target, version_target, version_targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mtui.domain.targets import Target


def plan_of(
    targets: Iterable[Target],
    *,
    action: Action = Action.DELETE,
    guards: Guards | None = None,
    is_hidden: Callable[[Target], bool] = lambda _: False,
) -> DeletionPlan:
    return make_plan(
        targets,
        plan_id="p1",
        profile="lab",
        action=action,
        made_ms=NOW_MS,
        guards=guards or Guards(),
        is_hidden=is_hidden,
    )


def refusals(plan: DeletionPlan) -> list[str]:
    return [item.refusal for item in plan.items]


def test_a_plan_keeps_order_and_takes_each_target_once() -> None:
    plan = plan_of([*version_targets([3, 1, 2]), version_target(1)])
    assert [item.target.version_name for item in plan.items] == ["V0003", "V0001", "V0002"]
    assert plan.going == plan.items
    assert plan.refusal == ""


def test_read_only_refuses_every_target() -> None:
    plan = plan_of(version_targets([1, 2]), guards=Guards(read_only=True))
    assert refusals(plan) == ["read-only", "read-only"]
    assert plan.going == ()
    assert plan.refusal == "nothing to send"


def test_a_protected_name_refuses_jobs_and_their_versions() -> None:
    guards = Guards(protect=(Protection("^prod-"), Protection("keep")))
    targets = [
        job_target("prod-a", job_id="1"),
        version_target(1, job_id="2", job_name="prod-b"),
        job_target("my-keeper", job_id="3"),
        job_target("not-prod-c", job_id="4"),
    ]
    plan = plan_of(targets, guards=guards)
    assert refusals(plan) == ["protected: ^prod-", "protected: ^prod-", "protected: keep", ""]
    assert [item.target.job_id for item in plan.going] == ["4"]


def test_what_is_being_cancelled_is_not_deleted_or_stopped() -> None:
    for action in Action:
        assert refusals(plan_of([version_target(code=9)], action=action)) == ["being cancelled"]


@pytest.mark.parametrize(("code", "refusal"), [(8, ""), (7, "not running"), (10, "not running")])
def test_only_what_runs_is_stopped(code: int, refusal: str) -> None:
    assert refusals(plan_of([version_target(code=code)], action=Action.STOP)) == [refusal]


def test_a_refused_item_cannot_be_ticked_into_going() -> None:
    plan = plan_of([version_target(1, code=9), version_target(2)])
    forced = plan.with_tick(version_target(1).key, ticked=True)
    assert [item.target for item in forced.going] == [version_target(2)]
    assert forced.refused == plan.refused
    assert forced.unticked == ()


def test_ticks_change_the_item_alone_and_not_the_plan_before() -> None:
    plan = plan_of(version_targets([1, 2, 3]))
    fewer = plan.with_tick(version_target(2).key, ticked=False)
    assert [item.target.version_name for item in fewer.going] == ["V0001", "V0003"]
    assert [item.target.version_name for item in fewer.unticked] == ["V0002"]
    assert len(plan.going) == 3
    assert fewer.with_tick(version_target(2).key, ticked=True) == plan


@pytest.mark.parametrize("job_first", [True, False])
def test_versions_of_a_job_that_goes_whole_are_not_sent_by_themselves(job_first: bool) -> None:
    targets = [job_target(), version_target(1), version_target(2, job_id="9", job_name="other")]
    plan = plan_of(targets if job_first else targets[::-1])
    by_key = {item.target.key: item.refusal for item in plan.items}
    assert by_key == {
        job_target().key: "",
        version_target(1).key: "goes with its job",
        version_target(2, job_id="9").key: "",
    }


def test_what_the_filter_hides_comes_last_and_unticked() -> None:
    plan = plan_of(
        version_targets([1, 2, 3, 4]), is_hidden=lambda target: target.version_name < "V0003"
    )
    assert [item.target.version_name for item in plan.items] == ["V0003", "V0004", "V0001", "V0002"]
    assert [item.is_hidden for item in plan.items] == [False, False, True, True]
    assert [item.ticked for item in plan.items] == [True, True, False, False]
    assert [item.target.version_name for item in plan.going] == ["V0003", "V0004"]
    ticked = plan.with_tick(version_target(1).key, ticked=True)
    assert [item.target.version_name for item in ticked.going] == ["V0003", "V0004", "V0001"]


@pytest.mark.parametrize(
    ("target", "action", "notes"),
    [
        (version_target(), Action.DELETE, ()),
        (version_target(code=8), Action.DELETE, ("running now",)),
        (version_target(code=8), Action.STOP, ()),
        (version_target(code=7), Action.DELETE, ("not settled: waiting",)),
        (version_target(is_parent=True), Action.DELETE, ("parent of other versions",)),
        (version_target(count=1), Action.DELETE, ("last version of its job",)),
        (version_target(count=2), Action.DELETE, ()),
        (version_target(code=8, count=1, is_parent=True), Action.STOP, ()),
        (job_target(code=8), Action.DELETE, ("running now",)),
        (
            version_target(code=0, count=1, is_parent=True),
            Action.DELETE,
            (
                "not settled: unknown",
                "parent of other versions",
                "last version of its job",
            ),
        ),
    ],
)
def test_notes_say_what_to_know_before_saying_yes(
    target: Target, action: Action, notes: tuple[str, ...]
) -> None:
    (item,) = plan_of([target], action=action).items
    assert item.notes == notes


def test_all_versions_of_a_job_together_are_its_last() -> None:
    both = [version_target(1, count=2), version_target(2, count=2)]
    assert [item.notes for item in plan_of(both).items] == [("all versions of its job go",)] * 2


@pytest.mark.parametrize(
    ("targets", "action", "kind", "phrase"),
    [
        ([version_target()], Action.DELETE, ConfirmKind.KEY, "y"),
        ([version_target(code=8)], Action.DELETE, ConfirmKind.TYPE, "1"),
        ([version_target(code=0)], Action.DELETE, ConfirmKind.TYPE, "1"),
        ([version_target(code=8)], Action.STOP, ConfirmKind.TYPE, "1"),
        ([job_target()], Action.DELETE, ConfirmKind.TYPE, "resnet-lab"),
        ([job_target("每晚")], Action.DELETE, ConfirmKind.TYPE, "182626"),
        (version_targets([1, 2]), Action.DELETE, ConfirmKind.TYPE, "2"),
        (version_targets(range(1, MANY + 1)), Action.DELETE, ConfirmKind.TYPE, "20"),
        (version_targets(range(1, MANY + 2)), Action.DELETE, ConfirmKind.TYPE, "lab 21"),
    ],
)
def test_the_wider_the_blast_the_more_is_typed(
    targets: list[Target], action: Action, kind: ConfirmKind, phrase: str
) -> None:
    assert plan_of(targets, action=action).confirmation == Confirmation(kind, phrase)


def test_production_is_always_confirmed_with_profile_and_count() -> None:
    guards = Guards(production=True)
    for targets in ([version_target()], [job_target()], version_targets([1, 2])):
        phrase = plan_of(targets, guards=guards).confirmation.phrase
        assert phrase == f"lab {len(targets)}"


def test_many_versions_in_few_jobs_are_many() -> None:
    def phrase(count: int | None) -> str:
        jobs = [replace(job_target(), job_id=JobId(n), version_count=count) for n in ("1", "2")]
        return plan_of(jobs).confirmation.phrase

    assert phrase(MANY // 2) == phrase(None) == "2"
    assert phrase(MANY // 2 + 1) == "lab 2"


def test_only_what_goes_counts_for_the_confirmation() -> None:
    plan = plan_of([*version_targets([1, 2]), version_target(3, code=9)])
    assert plan.confirmation.phrase == "2"
    one = plan.with_tick(version_target(1).key, ticked=False)
    assert one.confirmation == Confirmation(ConfirmKind.KEY, "y")


def test_no_more_than_max_bulk_is_sent_at_once() -> None:
    plan = plan_of(version_targets([1, 2, 3]), guards=Guards(max_bulk=2))
    assert plan.refusal == "3 targets, and max_bulk allows 2"
    assert plan.with_tick(version_target(3).key, ticked=False).refusal == ""
    assert plan_of(version_targets([1]), guards=Guards(max_bulk=0)).refusal != ""


def test_a_whole_job_counts_as_its_versions() -> None:
    guards = Guards(max_bulk=10)
    plan = plan_of([replace(job_target(), version_count=11)], guards=guards)
    assert plan.refusal == "whole jobs with 11 versions, and max_bulk allows 10"
    assert plan_of([replace(job_target(), version_count=10)], guards=guards).refusal == ""
    unknown = plan_of([replace(job_target(), version_count=None)], guards=guards)
    assert unknown.refusal == ""
    assert unknown.items[0].notes == ("it is not known how many versions go",)


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("res_net-2", "res_net-2"),
        ("a" * 64, "a" * 64),
        ("a" * 65, "182626"),
        ("", "182626"),
        ("two words", "182626"),
        ("[red]x", "182626"),
        ("x\n", "182626"),
        ("\x1b[2J", "182626"),
    ],
)
def test_a_name_that_cannot_be_typed_is_confirmed_by_id(name: str, phrase: str) -> None:
    assert typeable_name(job_target(name)) == phrase


def test_outcomes_are_successes_retryable_or_neither() -> None:
    assert {kind for kind in OutcomeKind if kind.is_success} == {
        OutcomeKind.GONE,
        OutcomeKind.STOPPED,
        OutcomeKind.ALREADY_GONE,
    }
    assert {kind for kind in OutcomeKind if kind.is_retryable} == {
        OutcomeKind.REFUSED,
        OutcomeKind.FAILED,
        OutcomeKind.UNCONFIRMED,
        OutcomeKind.SKIPPED,
        OutcomeKind.NOT_SENT,
    }


def test_a_report_counts_by_kind_and_names_what_can_be_tried_again() -> None:
    kinds = [OutcomeKind.GONE, OutcomeKind.FAILED, OutcomeKind.FAILED, OutcomeKind.WOULD_DO]
    targets = version_targets(range(1, 5))
    entries = tuple(
        LedgerEntry(target, Outcome(kind)) for target, kind in zip(targets, kinds, strict=True)
    )
    report = RunReport("p1", Action.DELETE, entries)
    assert report.count(OutcomeKind.FAILED) == 2
    assert report.count(OutcomeKind.REFUSED) == 0
    assert report.retryable == (targets[1], targets[2])
