from __future__ import annotations

from mtui.domain.jobs import JobId, VersionId, VersionListing
from mtui.domain.targets import Target, TargetKey, target_of_job, targets_of_listing
from tests.domain.samples import job, job_target, version, version_target


def listing(count: int | None) -> VersionListing:
    versions = (
        version("V0003", version_id="3", parent_id="1", code=8),
        version("V0002", version_id="2", parent_id="1", age_days=2),
        version("V0001", version_id="1"),
    )
    return VersionListing(JobId("182626"), "resnet", "", count, versions)


def test_a_target_is_known_by_its_ids_alone() -> None:
    assert version_target(1).key == TargetKey(JobId("182626"), VersionId("278813"))
    assert version_target(1, job_name="renamed", code=8).key == version_target(1).key
    assert job_target().key == TargetKey(JobId("182626"), None)
    assert version_target(1, job_id="7").key != version_target(1).key


def test_a_label_names_what_is_known() -> None:
    assert version_target(1).label == "V0001 (278813) of job resnet-lab (182626)"
    assert job_target().label == "job resnet-lab (182626)"
    bare = Target(JobId("7"), "", version().status, VersionId("9"))
    assert bare.label == "9 of job 7"
    assert job_target(name="").label == "job 182626"


def test_a_job_becomes_a_target_with_all_its_versions() -> None:
    row = job("bert", job_id="7", code=11, age_days=3, duration_ms=5, versions=4)
    target = target_of_job(row)
    assert target.is_whole_job
    assert (target.job_id, target.job_name, target.status) == ("7", "bert", row.status)
    assert (target.version_count, target.duration_ms) == (4, 5)
    assert target.created_ms == row.created_ms


def test_a_listing_becomes_its_versions_in_order() -> None:
    targets = targets_of_listing(listing(5))
    assert [target.version_name for target in targets] == ["V0003", "V0002", "V0001"]
    assert [target.status.code for target in targets] == ["8", "10", "10"]
    assert [target.version_count for target in targets] == [5, 5, 5]
    assert targets[1].created_ms == listing(5).versions[1].created_ms
    assert not any(target.is_whole_job for target in targets)
    assert {target.job_name for target in targets} == {"resnet"}


def test_a_version_that_others_were_made_from_is_a_parent() -> None:
    assert [target.is_parent for target in targets_of_listing(listing(3))] == [False, False, True]


def test_without_a_count_the_listed_versions_are_counted() -> None:
    assert {target.version_count for target in targets_of_listing(listing(None))} == {3}
