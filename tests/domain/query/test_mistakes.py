from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mtui.domain.jobs import Generation
from mtui.domain.query import Query, QueryError, parse_query
from tests.domain.samples import NOW_MS, job, version

MISTAKES = [
    ("!", 1, "After ! comes what to leave out, such as !prod."),
    ("a ! b", 3, "After ! comes what to leave out, such as !prod."),
    ('"foo', 4, 'The closing " is missing.'),
    ("/foo", 4, "The closing / is missing."),
    (r"/foo\/", 6, "The closing / is missing."),
    ("//", 0, "There is nothing between the two marks of //."),
    ('name:""', 5, 'There is nothing between the two marks of "".'),
    (
        "/usr/app",
        5,
        'A space must separate two conditions; text that holds / or " goes into quotes.',
    ),
    ("status:", 7, "After status: comes a status such as failed."),
    ("x age> y", 6, "After age> comes a time such as 30d."),
    ("name:a,", 7, "After the comma comes a value."),
    ("name:,a", 5, "Before the comma comes a value."),
    ("age>30", 4, "30 needs a unit: s, m, h, d, w, mo or y, such as 30d."),
    ("age>soon", 4, "soon is not a time; write it like 90s, 30m, 1.5h or 7d."),
    (
        'age>"30d"x',
        9,
        'A space must separate two conditions; text that holds / or " goes into quotes.',
    ),
    ("age>1d,2d", 4, "age takes one value, such as age>30d."),
    ("age:3d", 3, "age takes < or <= or > or >=, such as age>30d."),
    ("name>x", 4, "name takes : or = or !=, such as name:resnet."),
    ("versions>many", 9, "many is not a whole number."),
    ("versions>1.5", 9, "1.5 is not a whole number."),
    ("versions>٣", 9, "٣ is not a whole number."),
    ("status:fialed", 7, "There is no status fialed; did you mean failed?"),
    ("status:qqqq", 7, "There is no status qqqq; try failed, killed or running."),
    ("status:-", 7, "There is no status -; try failed, killed or running."),
    ("status:8,kil", 9, "kil may be killed or killing; write more of it."),
    ("stat:failed", 0, "There is no field stat; did you mean status?"),
    ("a nmae:x", 2, "There is no field nmae; did you mean name?"),
    ("lr=0.01", 0, 'There is no field lr; to look for that text, write "lr=0.01".'),
    ("name=/x/", 5, "A pattern follows name:, not name=."),
]


@pytest.mark.parametrize(("text", "position", "sentence"), MISTAKES, ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_explained_where_it_is(text: str, position: int, sentence: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    assert (caught.value.sentence, caught.value.position) == (sentence, position)
    assert str(caught.value) == sentence


def test_a_long_text_is_refused_and_a_long_word_is_not_repeated_whole() -> None:
    with pytest.raises(QueryError, match="at most 1,000 characters"):
        parse_query("x" * 1_001)
    assert parse_query("x" * 1_000).text == "x" * 1_000
    with pytest.raises(QueryError) as caught:
        parse_query("y" * 900 + ":x")
    assert len(caught.value.sentence) < 150


LANGUAGE = st.sampled_from(
    [
        *'!"/\\:,<>=|()[]{}*+?.^$ \t\n0189azA-',
        "status",
        "name",
        "age",
        "dur",
        "versions",
        "id",
        "30d",
        "1h30m",
        "failed",
        "unknown",
        "\\d",
        "\\w+",
        ".*",
        "(?:",
        "每晚",
        "\udc80",
        "İ",
    ]
)


def parsed_or_refused(text: str) -> Query | QueryError:
    try:
        return parse_query(text)
    except QueryError as error:
        return error


@given(st.text() | st.lists(LANGUAGE, max_size=20).map("".join))
@example("/[[a]/")
@example("/[a--b]/")
@example("/x{99999999999}/")
@example("/(((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((/")
@example("versions>" + "9" * 900)
@example("status:" + "9" * 900)
@example("age>" + "9" * 900 + "y")
def test_any_text_is_a_query_or_is_explained(text: str) -> None:
    read = parsed_or_refused(text)
    if isinstance(read, QueryError):
        assert read.sentence.endswith((".", "?"))
        assert 0 <= read.position <= len(text)
    else:
        assert read.job_predicate(NOW_MS)(job("a", age_days=1)) in (True, False)
        assert read.version_predicate(NOW_MS)(version(age_days=1)) in (True, False)
        for generation in Generation:
            only = read.server_filter(generation)
            assert only is None or len(only.search_content) <= 64


@given(st.text(alphabet=st.characters(exclude_characters='"\\'), min_size=1, max_size=40))
def test_any_text_in_quotes_is_looked_for_as_it_is(text: str) -> None:
    passes = parse_query(f'"{text}"').job_predicate(NOW_MS)
    assert passes(job(description=f"<{text}>"))
