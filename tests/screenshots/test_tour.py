"""The pictures of the README can be taken of the app as it is."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from tests.screenshots.studio import photograph
from tests.screenshots.tidy import tidied
from tests.screenshots.tour import LOOKS, TOUR

if TYPE_CHECKING:
    from pathlib import Path

    from tests.screenshots.camera import Shot
    from tests.screenshots.tour import Look

MOST_KB = 88


@pytest.mark.parametrize(
    ("shot", "look"),
    list(zip(TOUR, cycle(LOOKS), strict=False)),
    ids=[shot.name for shot in TOUR],
)
async def test_every_scene_of_the_tour_is_reached_and_makes_a_small_picture(
    shot: Shot, look: Look, tmp_path: Path
) -> None:
    picture = await photograph(shot, look, tmp_path)
    assert picture.startswith("<svg")
    assert len(picture.encode()) < MOST_KB * 1024


def test_a_picture_asks_nobody_for_a_font() -> None:
    font = '\n    @font-face {\n  src: url("https://example.com/f.woff2");\n    }\n'
    assert tidied(f"<svg>{font}</svg>") == "<svg>\n</svg>\n"


def test_texts_begin_and_end_with_something_to_see() -> None:
    text = '<text class="a" x="12.2" y="20" textLength="{}" clip-path="b">{}</text>'
    spaced = text.format("61", "&#160;&#160;ab&#160;")
    assert tidied(spaced) == (
        '<text class="a" x="36.6" y="20" textLength="24.4" clip-path="b">ab</text>\n'
    )
    assert tidied(text.format("24.4", "&#160;&#160;")) == "\n"
