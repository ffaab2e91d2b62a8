"""The clipboard's sequence reaches the terminal through whatever stands in between."""

from __future__ import annotations

import base64
import re

import pytest

from mtui.ui.canvas import Canvas
from mtui.ui.clipboard import MOST_BYTES, TooLongError, set_clipboard

TMUX = {"TMUX": "/tmp/tmux-1000/default,1,0", "TERM": "tmux-256color"}
SCREEN = {"STY": "1.pts-0.host", "TERM": "screen.xterm-256color"}


def payload(sequence: str) -> str:
    found = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", sequence)
    assert found, sequence
    return base64.b64decode(found[1]).decode()


def test_a_terminal_gets_the_text_as_it_is() -> None:
    assert payload(set_clipboard("182626\t中文", {"TERM": "xterm-256color"})) == "182626\t中文"


def test_tmux_gets_the_sequence_for_itself_and_to_pass_on() -> None:
    own, start, passed_on = set_clipboard("182626", TMUX).partition("\x1bPtmux;")
    assert start
    assert payload(own) == "182626"
    assert passed_on.endswith("\x1b\\")
    inner = passed_on.removesuffix("\x1b\\")
    assert payload(inner.replace("\x1b\x1b", "\x1b")) == "182626"


def test_screen_passes_the_sequence_on_in_parts_that_it_takes() -> None:
    text = "many words " * 200
    parts = re.findall(r"\x1bP(.*?)\x1b\\", set_clipboard(text, SCREEN), re.DOTALL)
    assert len(parts) > 1
    assert max(map(len, parts)) <= 768
    assert payload("".join(parts)) == text


def test_what_terminals_would_drop_is_refused() -> None:
    longest = "x" * (MOST_BYTES // 4 * 3)
    assert payload(set_clipboard(longest, {})) == longest
    with pytest.raises(TooLongError):
        set_clipboard(longest + "x", {})


@pytest.mark.parametrize("environ", [{}, TMUX, SCREEN], ids=["bare", "tmux", "screen"])
def test_nothing_is_painted_anew_for_it(environ: dict[str, str]) -> None:
    canvas = Canvas()
    frame = "\x1b[1;1Hsome words"
    assert canvas.reduce(frame)
    sequence = set_clipboard("182626 " * 500, environ)
    assert canvas.reduce(sequence) == sequence
    assert canvas.reduce(frame) == ""
