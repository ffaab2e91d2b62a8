from __future__ import annotations

import pytest

from mtui.domain.query import parse_query
from mtui.domain.status import JobStatus, all_statuses
from tests.domain.samples import DAY_MS, NOW_MS, job, version


def codes(text: str) -> set[str]:
    """The codes of the vendor's table that a status expression lets through."""
    passes = parse_query(text).job_predicate(NOW_MS)
    return {status.code for status in all_statuses() if passes(job(code=status.code))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("status:failed", {"3", "5", "6", "11", "14", "16", "17", "21", "22"}),
        ("status:11", {"11"}),
        ("status:08", {"8"}),
        ("status:fail", codes("status:failed")),
        ("status:failed,killed", codes("status:failed") | {"12", "13"}),
        ("status:delete", {"6"}),
        ('status:"Delete failed"', {"6"}),
        ("status:delete-failed", {"6"}),
        ("status:ending", {"9"}),
        ("status:kille", {"12", "13"}),
        ("status=canceled", {"13"}),
        ("STATUS:8", {"8"}),
        ("status!=failed !status:killed,waiting", {"0", "8", "9", "10", "15", "19", "20"}),
        ("!status!=8", {"8"}),
    ],
)
def test_statuses_are_families_words_codes_or_their_beginnings(
    text: str, expected: set[str]
) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize("status", all_statuses(), ids=lambda status: status.word)
def test_every_status_can_be_named_by_word_and_code(status: JobStatus) -> None:
    assert status.code in codes(f'status:"{status.word}"')
    assert codes(f"status:{status.code}") == {status.code}


def test_a_status_that_nobody_knows_is_unknown_and_has_its_code() -> None:
    strange = job(code=99)
    assert parse_query("status:unknown").job_predicate(NOW_MS)(strange)
    assert parse_query("status:99").job_predicate(NOW_MS)(strange)
    assert not parse_query("status:0").version_predicate(NOW_MS)(version(code=99))
    assert parse_query("status:unknown").job_predicate(NOW_MS)(job(code=""))
    assert not parse_query("status:failed").job_predicate(NOW_MS)(strange)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("age>30d", {31}),
        ("age>=30d", {30, 31}),
        ("age<30d", {29}),
        ("age<=30d", {29, 30}),
        ("age>4w1d", {30, 31}),
        ("age>29.5d", {30, 31}),
        ("age<720h", {29}),
        ("age<1mo", {29, 30}),
        ("age<1y", {29, 30, 31}),
        ("AGE>30D", {31}),
    ],
)
def test_ages_are_compared_to_the_millisecond(text: str, days: set[int]) -> None:
    job_passes = parse_query(text).job_predicate(NOW_MS)
    version_passes = parse_query(text).version_predicate(NOW_MS)
    assert {day for day in (29, 30, 31) if job_passes(job(age_days=day))} == days
    assert {day for day in (29, 30, 31) if version_passes(version(age_days=day))} == days


def test_a_moment_that_lies_ahead_is_young() -> None:
    assert parse_query("age<1d").job_predicate(NOW_MS)(job(age_days=-1))
    assert not parse_query("age>1d").job_predicate(NOW_MS)(job(age_days=-1))


@pytest.mark.parametrize("text", ["age>1d", "age<1d", "!age>1d", "!age<1d", "age>=0s"])
@pytest.mark.parametrize("age_days", [None, 200 * 365, -200 * 365, NOW_MS / DAY_MS])
def test_an_age_that_is_not_known_passes_nothing(text: str, age_days: float | None) -> None:
    assert not parse_query(text).job_predicate(NOW_MS)(job(age_days=age_days))


@pytest.mark.parametrize(
    ("text", "durations"),
    [
        ("dur<1m", {0, 59_999}),
        ("dur<=1m", {0, 59_999, 60_000}),
        ("dur>1m", {60_001}),
        ("duration>=60s", {60_000, 60_001}),
        ("!dur<1m", {60_000, 60_001}),
        ("!dur>=1m", {0, 59_999}),
    ],
)
def test_durations_are_compared_to_the_millisecond(text: str, durations: set[int]) -> None:
    passes = parse_query(text).job_predicate(NOW_MS)
    candidates = (None, -1, 0, 59_999, 60_000, 60_001)
    assert {ms for ms in candidates if passes(job(duration_ms=ms))} == durations


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("versions>5", {6}),
        ("versions>=5", {5, 6}),
        ("versions<5", {0}),
        ("versions<=5", {0, 5}),
        ("versions:5", {5}),
        ("versions=0", {0}),
        ("versions!=5", {0, 6}),
        ("!versions>5", {0, 5}),
        ("!versions:5", {0, 6}),
    ],
)
def test_versions_are_counted_and_unknown_counts_pass_nothing(text: str, counts: set[int]) -> None:
    passes = parse_query(text).job_predicate(NOW_MS)
    assert {count for count in (None, 0, 5, 6) if passes(job(versions=count))} == counts


def test_a_version_has_no_number_of_versions() -> None:
    assert not parse_query("versions>=0").version_predicate(NOW_MS)(version())
    assert not parse_query("!versions>5").version_predicate(NOW_MS)(version())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("name:net", {"ResNet", "resnet-2"}),
        ("name:Net", {"ResNet"}),
        ("name:bert,2", {"bert", "resnet-2"}),
        ("name=resnet", {"ResNet"}),
        ("name=ResNet,bert", {"ResNet", "bert"}),
        ("name!=resnet", {"resnet-2", "bert"}),
        ('name:"resnet-2"', {"resnet-2"}),
        ("name:/^b|2$/", {"bert", "resnet-2"}),
        ("!name:net", {"bert"}),
    ],
)
def test_name_looks_at_the_name_alone(text: str, names: set[str]) -> None:
    query = parse_query(text)
    candidates = ("ResNet", "resnet-2", "bert")
    jobs = query.job_predicate(NOW_MS)
    versions = query.version_predicate(NOW_MS)
    assert {name for name in candidates if jobs(job(name, description="net bert 2"))} == names
    assert {name for name in candidates if versions(version(name, engine="net bert"))} == names


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("id:10", {"10", "105"}),
        ("id=10", {"10"}),
        ("id:105,2", {"105", "210"}),
        ("id!=10", {"105", "210", "AB"}),
        ("id:ab", {"AB"}),
    ],
)
def test_id_looks_at_the_beginning_of_the_rows_own_id(text: str, ids: set[str]) -> None:
    query = parse_query(text)
    jobs = query.job_predicate(NOW_MS)
    versions = query.version_predicate(NOW_MS)
    candidates = ("10", "105", "210", "AB")
    assert {one for one in candidates if jobs(job("10", job_id=one))} == ids
    assert {one for one in candidates if versions(version("10", version_id=one))} == ids


def test_conditions_of_all_kinds_stand_side_by_side() -> None:
    passes = parse_query("resnet status:failed age>30d versions>5 !/gpu/ id:18").job_predicate(
        NOW_MS
    )
    assert passes(job(code=11, age_days=40, versions=6))
    assert not passes(job(code=10, age_days=40, versions=6))
    assert not passes(job(code=11, age_days=20, versions=6))
    assert not passes(job(code=11, age_days=40, versions=5))
    assert not passes(job(code=11, age_days=40, versions=6, description="gpu"))
    assert not passes(job(code=11, age_days=40, versions=6, job_id="28"))
