"""The keys that work everywhere; those of one screen stand on that screen."""

from __future__ import annotations

from textual.binding import Binding

APP_BINDINGS = (
    Binding("question_mark", "help", "help", id="app.help", tooltip="Every key, by screen"),
    Binding("q", "quit", "quit", id="app.quit", tooltip="Leave mtui"),
    Binding(
        "ctrl+c",
        "quit",
        "quit",
        show=False,
        id="app.interrupt",
        tooltip="Leave mtui, from dialogs too",
        priority=True,
    ),
    Binding(
        "exclamation_mark",
        "history",
        "history",
        show=False,
        id="app.history",
        tooltip="Everything that the service answered",
    ),
    Binding(
        "e",
        "explain",
        "explain",
        show=False,
        id="app.explain",
        tooltip="What the newest error code means, and who can mend it",
    ),
    Binding(
        "L",
        "runs",
        "runs",
        show=False,
        id="app.runs",
        tooltip="The run under way, or the ledgers of this session",
    ),
    Binding(
        "A", "audit", "journal", show=False, id="app.audit", tooltip="The journal of deletions"
    ),
    Binding(
        "backspace",
        "dismiss_notice",
        "dismiss",
        show=False,
        id="app.dismiss",
        tooltip="Clear the status pane",
    ),
    Binding(
        "ctrl+l",
        "redraw",
        "redraw",
        show=False,
        id="app.redraw",
        tooltip="Paint the whole screen again",
    ),
    Binding(
        "ctrl+t",
        "mouse",
        "mouse",
        show=False,
        id="app.mouse",
        tooltip="Use the mouse here, or leave it to the terminal",
    ),
    Binding("p", "profiles", "profile", id="app.profiles", tooltip="Switch or edit profiles"),
    Binding(
        "colon",
        "command_palette",
        "palette",
        show=False,
        id="app.palette",
        tooltip="Every command by name; the word job or version, and ids, go straight there",
    ),
)

FIELD_BINDINGS = (
    Binding("tab", "app.focus_next", "next field", show=False, priority=True),
    Binding("shift+tab", "app.focus_previous", "field before", show=False, priority=True),
)
"""For forms: the next field has the focus before the next key is looked at.

Textual's own bindings come to it later, and what was typed in the same packet went to the field
before.
"""

NOT_IN_DIALOGS = frozenset(
    {"help", "history", "profiles", "dismiss_notice", "runs", "audit", "explain"}
)
"""Actions that dialogs are without, since letters are typed in them."""
