from __future__ import annotations

import copy
import pickle
import traceback

import pytest

from mtui.domain.secret import Secret

TEXT = "s3cr3t-text"


@pytest.mark.parametrize(
    "shown",
    [
        repr(Secret(TEXT)),
        str(Secret(TEXT)),
        f"{Secret(TEXT)}",
        f"{Secret(TEXT)!r:>40}",
        f"{Secret(TEXT):s}",
        "%s" % Secret(TEXT),  # noqa: UP031
        repr([Secret(TEXT)]),
    ],
)
def test_no_rendering_shows_the_text_or_its_length(shown: str) -> None:
    assert TEXT not in shown
    assert "•" in shown
    assert len(str(Secret("a"))) == len(str(Secret(TEXT)))


def test_reveal_gives_the_text_back() -> None:
    assert Secret(TEXT).reveal() == TEXT


def test_equality_and_hash_follow_the_text() -> None:
    assert Secret(TEXT) == Secret(TEXT)
    assert Secret(TEXT) != Secret(TEXT + "x")
    assert Secret(TEXT) != TEXT
    assert Secret("\udc80") != Secret("é")
    assert len({Secret(TEXT), Secret(TEXT)}) == 1


def test_an_empty_secret_is_false() -> None:
    assert not Secret("")
    assert Secret(TEXT)


def test_it_cannot_be_pickled_or_copied() -> None:
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(Secret(TEXT))
    with pytest.raises(TypeError, match="cannot be pickled"):
        copy.deepcopy(Secret(TEXT))


def test_it_cannot_be_changed() -> None:
    secret = Secret(TEXT)
    with pytest.raises(AttributeError):
        secret.text = "other"
    with pytest.raises(AttributeError):
        del secret.reveal
    assert not hasattr(secret, "__dict__")


def test_a_traceback_with_locals_does_not_show_it() -> None:
    def fail(secret: Secret) -> None:
        raise RuntimeError(f"no luck with {secret}")

    try:
        fail(Secret(TEXT))
    except RuntimeError as error:
        frames = traceback.TracebackException.from_exception(error, capture_locals=True)
        assert TEXT not in "".join(frames.format())
