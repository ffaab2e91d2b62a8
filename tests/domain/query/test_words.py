from __future__ import annotations

import pytest

from mtui.domain.query import parse_query
from tests.domain.samples import NOW_MS, job, version

JOB = job("ResNet-lab", job_id="182626", code=11, description="Nachtlauf 每晚 Straße")
VERSION = version(engine="TF-1.4.0-python2.7", flavor="modelarts.vm.gpu.p100", code=8)


def passes(text: str) -> bool:
    return parse_query(text).job_predicate(NOW_MS)(JOB)


def version_passes(text: str) -> bool:
    return parse_query(text).version_predicate(NOW_MS)(VERSION)


@pytest.mark.parametrize("text", ["resnet", "1826", "failed", "nachtlauf", "每晚", "strasse"])
def test_a_word_is_looked_for_in_name_id_status_and_description(text: str) -> None:
    assert passes(text)


@pytest.mark.parametrize("text", ["v0001", "278", "running", "tf-1.4", "p100"])
def test_a_word_is_looked_for_in_a_versions_engine_and_flavor_too(text: str) -> None:
    assert version_passes(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ResNet", True), ("Resnet", False), ("RESNET", False), ("resnet", True), ('"ResNet"', True)],
)
def test_a_word_with_capitals_means_them(text: str, expected: bool) -> None:
    assert passes(text) is expected


@pytest.mark.parametrize(("text", "expected"), [("TF", True), ("Tf", False)])
def test_a_word_with_capitals_means_them_for_versions(text: str, expected: bool) -> None:
    assert version_passes(text) is expected


def test_words_must_all_be_there_wherever_they_are() -> None:
    assert passes("lab  nachtlauf\tfailed")
    assert not passes("lab nachtlauf completed")


def test_an_exclamation_mark_leaves_out() -> None:
    assert not passes("!resnet")
    assert passes("!bert")
    assert passes("resnet !bert")
    assert passes("!!resnet")
    assert not passes("!/^res/")
    assert not passes('!"failed"')
    assert not version_passes("!p100")


def test_quotes_keep_spaces_and_signs_together() -> None:
    assert passes('"nachtlauf 每晚"')
    assert not passes('"每晚 nachtlauf"')
    assert parse_query(r'"a \"b\" \\"').job_predicate(NOW_MS)(job(description='a "b" \\'))
    assert parse_query('"age>30d"').job_predicate(NOW_MS)(job(description="keep age>30d"))


def test_a_word_does_not_reach_across_fields() -> None:
    assert not passes("lab1826")


@pytest.mark.parametrize("text", ["10:30", "a/b", "v1.2", "it's", "-x", "?"])
def test_other_signs_are_text(text: str) -> None:
    assert parse_query(text).job_predicate(NOW_MS)(job(description=f"<{text}>"))


def test_an_empty_expression_lets_everything_through() -> None:
    query = parse_query("  ")
    assert query.is_empty
    assert query.job_predicate(NOW_MS)(JOB)
    assert query.version_predicate(NOW_MS)(VERSION)
    assert not parse_query("x").is_empty


def test_a_query_is_its_text() -> None:
    assert parse_query("a b").text == "a b"
    assert parse_query("a b") == parse_query("a b")
    assert parse_query("a b") != parse_query("b a")
    assert len({parse_query("x"), parse_query("x")}) == 1
