"""What mtui may send at 80x24 with the terminal's own colours, in bytes; gdu's figures beside it.

Four in five bytes of a budget are head-room for what is still to come: it breaks the build when a
screen is painted twice, not when a word is added.
"""

from __future__ import annotations

FIRST_SCREEN = 4_000  # gdu: 6,406
CURSOR_KEY = 160  # gdu: 238
PAGE_DOWN = 2_300  # gdu: 455, whose rows are short
DIALOG_OPENS = 2_000  # gdu: 867
DIALOG_CLOSES = 3_000
FILTER_OPENS = 400
VERSION_KEY = 1_600
"""A cursor key among versions: their details change with the cursor, and again once read."""
NOTHING_NEW = 0
"""A refresh that changes nothing, and every second without a key."""
BUSY_PER_S = 300
"""While a deletion or a long load is under way, for each second."""
