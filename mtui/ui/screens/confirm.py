"""The one dialog behind which things are deleted: it names them, and makes *yes* deliberate.

No key confirms before the dialog was drawn and has stood there for a while: what was typed
ahead, pasted, or is the debris of a split escape sequence must not delete anything.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from mtui.domain.deletion import ConfirmKind, DeletionPlan, PlanItem
from mtui.domain.errors import MtuiError
from mtui.domain.frozen import frozen
from mtui.ui.presentation.cells import CellContext, Part
from mtui.ui.presentation.plans import (
    PLAN_COLUMNS,
    consequences,
    item_key,
    item_lines,
    plan_question,
    plan_totals,
    single_target_lines,
)
from mtui.ui.screens.once import Once
from mtui.ui.sight import Glance
from mtui.ui.widgets.cancel_button import CancelButton
from mtui.ui.widgets.resource_table import ResourceTable
from mtui.ui.widgets.status_pane import TONE_STYLES
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from pathlib import Path

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer

    from mtui.services.session import Session
    from mtui.ui.app import MtuiApp

_SMALLEST = (60, 15)
"""Columns and rows below which the dialog cannot be read whole, and so not confirmed."""
_SINGLE_WIDTH = 88
"""The most columns that a dialog about one target takes."""
_MARGINS = 6
"""Columns of those that are blank."""
_ROOMY = 24
"""Rows from which there is room for blank lines."""
_BY_HAND_S = 0.03
"""Nobody types faster than this from key to key; a paste does. In seconds."""


@frozen
class Confirmed:
    """The plan as the person left it, and what was typed to confirm it."""

    plan: DeletionPlan
    typed: str


class ConfirmModal(Once[Confirmed | None], ModalScreen[Confirmed | None]):
    """Shows a plan; returns it confirmed, or None."""

    CSS_PATH = "confirm.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "cancel", "cancel", id="confirm.cancel", tooltip="Delete nothing"),
        Binding("up", "move(-1)", "up", show=False, id="confirm.up", tooltip="One line up"),
        Binding("down", "move(1)", "down", show=False, id="confirm.down", tooltip="One line down"),
        Binding("pageup", "page(-1)", "page up", show=False, id="confirm.page_up"),
        Binding("pagedown", "page(1)", "page down", show=False, id="confirm.page_down"),
        Binding("space", "tick", "untick", id="confirm.tick", tooltip="Leave this one out, or not"),
        Binding("ctrl+s", "write", "write", id="confirm.write", tooltip="Write the plan to a file"),
    ]
    AUTO_FOCUS = "CancelButton"

    app: MtuiApp

    def __init__(self, plan: DeletionPlan, now_ms: int, seen_s: float, *, remark: str = "") -> None:
        """Create the dialog.

        Args:
            plan: what to confirm.
            now_ms: the moment that ages are counted to, in epoch milliseconds.
            seen_s: how long it must have been on the screen before a key can confirm, seconds.
            remark: what to say about this plan in the first place.
        """
        super().__init__()
        self._plan = plan
        self._now_ms = now_ms
        self._seen_s = seen_s
        self._remark = remark
        self._typed = ""
        self._deciding: Timer | None = None
        self._last_key_at = 0.0

    def compose(self) -> ComposeResult:
        """The question, the targets, the consequences, and the way to answer."""
        is_single = len(self._plan.items) == 1
        with Vertical(id="dialog", classes="-single" if is_single else ""):
            yield TextLine(id="question")
            if is_single:
                yield Static(self._single(), markup=False, id="target")
            else:
                yield ResourceTable(PLAN_COLUMNS, item_key, is_markable=False)
                yield Static(markup=False, id="item")
                yield TextLine(id="totals")
            yield TextLine(id="consequences")
            yield Static(markup=False, id="answer")
            yield CancelButton()
            yield Static(markup=False, id="remark")
        yield Static("", markup=False, id="too-small")

    def on_mount(self) -> None:
        """Fill the list; nothing can be confirmed yet."""
        for table in self.query(ResourceTable):
            table.can_focus = False
        self._glance = Glance(self, self.app.sight, self._seen_s)
        self._show()
        self._say(self._remark)

    def on_resize(self, event: events.Resize) -> None:
        """After every change of size the dialog must be seen anew."""
        is_small = event.size.width < _SMALLEST[0] or event.size.height < _SMALLEST[1]
        self.set_class(is_small, "-small")
        is_tight = event.size.height < _ROOMY
        self.set_class(is_tight, "-tight")
        for table in self.query(ResourceTable):
            self.call_after_refresh(self._show_item, table.cursor_row)
            table.styles.max_height = event.size.height - (11 if is_tight else 16)
        for target in self.query("#target").results(Static):
            target.update(self._single())
        width, height = event.size
        self.query_one("#too-small", Static).update(
            Content(
                f"{width}x{height} is too small to show what would be deleted. Nothing can be"
                " confirmed here. Enlarge the terminal, or press Escape."
            )
        )
        self._type("")
        self._glance.begin()

    def on_key(self, event: events.Key) -> None:
        """Take what confirms; everything else is left to the bindings of this dialog."""
        # The moment when it was read from the terminal: this loop may have been held up since.
        is_by_hand = event.time - self._last_key_at >= _BY_HAND_S
        self._last_key_at = event.time
        if event.key.startswith("alt+"):
            event.stop()
            self.dismiss(None)  # an Escape whose next key came in the same packet
        elif event.key == "backspace":
            event.stop()
            self._type(self._typed[:-1])
        elif self._typed and event.key != "escape" and not (is_by_hand and self._deciding is None):
            event.stop()
            self._take_back(is_by_hand=is_by_hand)
        elif event.key == "enter" and self._typed:
            event.stop()
        elif event.key == "space" and not is_by_hand:
            event.stop()
            self._take_back(is_by_hand=False)  # part of a text that was not typed
        elif event.is_printable and event.character and (self._typed or event.key != "space"):
            event.stop()
            if self._plan.refusal:
                self._say("There is nothing to confirm here.")
            elif not self._can_confirm(event.time):
                self._say("Read first: keys that came too early were dropped.")
            elif not is_by_hand:
                self._take_back(is_by_hand=False)
            else:
                self._type(self._typed + event.character)
                phrase = self._plan.confirmation.phrase
                self._say("" if phrase.startswith(self._typed) else "Not that. Backspace undoes.")

    def _take_back(self, *, is_by_hand: bool) -> None:
        """Forget what was typed, because of a key that no *yes* is followed by."""
        self._type("")
        self._say(
            "Another key came after it, so it confirms nothing. Type it anew."
            if is_by_hand
            else "That came too fast for a person; type it by hand."
        )

    def on_paste(self, event: events.Paste) -> None:
        """Refuse pasted text, and what was typed before it."""
        event.stop()
        self._last_key_at = event.time
        self._type("")
        self._say("Pasted text confirms nothing; type it.")

    def action_cancel(self) -> None:
        """Delete nothing."""
        self.dismiss(None)

    def action_move(self, rows: int) -> None:
        """Move the cursor of the list."""
        for table in self.query(ResourceTable):
            table.action_move(rows)

    def action_page(self, pages: float) -> None:
        """Move the cursor of the list by pages."""
        for table in self.query(ResourceTable):
            table.action_page(pages)

    @on(ResourceTable.Highlighted)
    def _highlighted(self, event: ResourceTable.Highlighted) -> None:
        """Tell the whole of the line with the cursor, which may be cut in the list."""
        event.stop()
        self._show_item(event.row)
        self._show_question()

    def _show_item(self, item: PlanItem | None) -> None:
        field = self.query_one("#item", Static)
        field.update(Content.styled(item_lines(item, field.size.width), "dim"))

    @work
    async def action_write(self) -> None:
        """Write the plan to a file and say where it is."""
        plan = self._plan

        async def write(session: Session) -> Path:
            return session.archive.write_plan(plan)

        try:
            path = await self.app.portal.call(write)
        except MtuiError as error:
            self._say(str(error))
        else:
            self._say(f"wrote {path}")

    def action_tick(self) -> None:
        """Leave the target with the cursor out of the plan, or take it in; not unseen."""
        for table in self.query(ResourceTable):
            item: PlanItem | None = table.cursor_row
            if item is None or item.refusal or self.has_class("-small"):
                continue
            self._plan = self._plan.with_tick(item.target.key, ticked=not item.ticked)
            table.action_move(1)
            self._type("")
            self._show()

    def _single(self) -> Content:
        width = min(self.app.size.width, _SINGLE_WIDTH) - _MARGINS
        lines = single_target_lines(self._plan.items[0], self.app.glyphs, self._now_ms, width)
        return Content("\n").join(Content.styled(text, TONE_STYLES[tone]) for text, tone in lines)

    def _show(self) -> None:
        plan = self._plan
        self._show_question()
        for table in self.query(ResourceTable):
            table.set_rows(plan.items, CellContext(self._now_ms, glyphs=self.app.glyphs))
            self.query_one("#totals", TextLine).show((plan_totals(plan),))
        self.query_one("#consequences", TextLine).show((consequences(plan),))
        self._show_answer()

    def _show_question(self) -> None:
        position = "".join("{}/{}".format(*table.position) for table in self.query(ResourceTable))
        question = plan_question(self._plan)
        self.query_one("#question", TextLine).show(((question, "bold"),), ((position, "dim"),))

    def _show_answer(self) -> None:
        plan = self._plan
        answer = self.query_one("#answer", Static)
        if plan.refusal:
            refusal = (f"It cannot be done: {plan.refusal}.", "$error")
            answer.update(Content.assemble(refusal, "      ", ("esc", "bold"), " closes"))
            return
        phrase = plan.confirmation.phrase
        if plan.confirmation.kind is ConfirmKind.KEY:
            parts: list[Part] = [(phrase, "bold $error"), f" {plan.action}s it"]
        else:
            parts = ["type  ", (phrase, "bold $error"), f"  to {plan.action}: ", self._typed, "_"]
        parts += ["      ", ("esc", "bold"), " cancels"]
        if len(plan.items) > 1:
            for name, words in (("confirm.tick", "unticks"), ("confirm.write", "writes")):
                parts += ["   ", (self.app.key_name(name, ConfirmModal), "bold"), f" {words}"]
        answer.update(Content.assemble(*parts))

    def _say(self, words: str) -> None:
        self.query_one("#remark", Static).update(Content.styled(words, "$warning"))

    def _type(self, text: str) -> None:
        """Take what was typed; once it is the phrase and stays so for a moment, that is a yes."""
        self._typed = text
        if self._deciding is not None:
            self._deciding.stop()
            self._deciding = None
        self._show_answer()
        if text == self._plan.confirmation.phrase and not self._plan.refusal:
            self._deciding = self.set_timer(min(self._seen_s, 0.3), self._confirm)

    def _confirm(self) -> None:
        if self._can_confirm(time.monotonic()):
            self.dismiss(Confirmed(self._plan, self._typed))

    def _can_confirm(self, moment: float) -> bool:
        return self.is_active and self._glance.was_over(moment) and not self.has_class("-small")
