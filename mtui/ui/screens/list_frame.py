"""How a screen with a list looks, and the words for how things stand."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.containers import Container, Vertical

from mtui.domain.targets import Action
from mtui.ui.extent import Extent
from mtui.ui.notices import Notice
from mtui.ui.presentation.cells import CellContext, Tone
from mtui.ui.presentation.copying import as_offers, error_offers, rows_text
from mtui.ui.presentation.standing import (
    LoadState,
    Standing,
    blank_lines,
    order_parts,
    standing_badges,
    title_parts,
)
from mtui.ui.screens.once import Once
from mtui.ui.sheet.room import ENOUGH, is_enough
from mtui.ui.widgets.blank import Blank
from mtui.ui.widgets.context_bar import ContextBar
from mtui.ui.widgets.filter_bar import FilterBar
from mtui.ui.widgets.key_bar import KeyBar
from mtui.ui.widgets.resource_table import ResourceTable
from mtui.ui.widgets.status_pane import StatusPane
from mtui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from mtui.domain.errors import MtuiError
    from mtui.domain.query import Query
    from mtui.ui.app import MtuiApp
    from mtui.ui.presentation.cells import Column, Part
    from mtui.ui.presentation.copying import Offer

R = TypeVar("R")


class ListFrame(Once[None], Generic[R]):
    """A list under a context line and a title, over the status pane and the keys.

    It shows how things stand; what changes that is up to who inherits from it.
    """

    AUTO_FOCUS = "ResourceTable"

    noun: ClassVar[str] = "row"
    """What one row is."""

    app: MtuiApp

    def __init__(
        self, columns: Sequence[Column[R]], key: Callable[[R], str], *, is_markable: bool = True
    ) -> None:
        super().__init__()
        self.table: ResourceTable[R] = ResourceTable(columns, key, is_markable=is_markable)
        # Held, not looked up: a load may end while the screen is being taken down.
        self._context_bar = ContextBar(id="context")
        self._cramped_line: TextLine | None = None
        self._title_line = TextLine(id="title")
        self._body = Vertical(id="body")
        self._blank = Blank()
        self._filter_bar = FilterBar(self.filter_by, self.filter_kept)
        self._status_pane = StatusPane(self.app.glyphs)
        self.query_text = ""
        self._query: Query | None = None
        self._rows: tuple[R, ...] = ()
        self._state = LoadState.LOADING
        self._error: MtuiError | None = None
        self._loaded_ms: int | None = None
        self._extent = Extent()

    def compose(self) -> ComposeResult:
        """Lines above, the list, lines below."""
        yield self._context_bar
        yield self._title_line
        with Container(id="main"):
            with self._body:
                yield self.table
                yield self._blank
            yield from self.compose_details()
        yield self._filter_bar
        yield self._status_pane
        yield KeyBar()

    def on_resize(self) -> None:
        """Say so where there is too little room."""
        is_cramped = self.is_cramped
        if is_cramped and self._cramped_line is None:
            self._cramped_line = TextLine(id="cramped")
            self.mount(self._cramped_line, after=self._title_line)
        if self._cramped_line is not None:
            self._cramped_line.display = is_cramped
            self._context_bar.display = not is_cramped
            words = f" {self.cramped_words()} nothing can be deleted"
            self._cramped_line.show(((words, "bold $warning"),))
        self.refresh_bindings()

    @property
    def is_cramped(self) -> bool:
        """Whether there is too little room to delete anything."""
        return not is_enough(*self.app.size)

    @staticmethod
    def cramped_words() -> str:
        """Return why, for a person."""
        return "below {}x{}".format(*ENOUGH)

    @abstractmethod
    def filter_by(self, text: str) -> str:
        """Filter by an expression; return what is wrong with it, or nothing."""

    @abstractmethod
    def filter_kept(self) -> None:
        """Called when the person is done with typing a filter."""

    def compose_details(self) -> ComposeResult:
        """Return what stands beside the list; nothing by default."""
        yield from ()

    @abstractmethod
    def heading(self) -> list[Part]:
        """Return the title's words before the counts."""

    def count_words(self, count: int) -> str:
        """Return how many rows there are, in the words of the title."""
        return f"{count:,}"

    @abstractmethod
    def empty_words(self) -> tuple[str, str]:
        """Return what to say when there is nothing at all, and which keys help."""

    @abstractmethod
    def ways_on(self) -> list[tuple[str, str]]:
        """Return which keys help after a failure, each with what it does."""

    @abstractmethod
    def busy_keys(self, action: Action) -> frozenset[str]:
        """Return the keys of the rows that are being deleted, or of those being stopped."""

    @abstractmethod
    def gone_keys(self) -> frozenset[str]:
        """Return the keys of rows that were seen to be gone in this session."""

    def position_parts(self) -> list[Part]:
        """Return the title's right end: the order and the cursor's place."""
        return order_parts(self.table.sheet, self.app.glyphs)

    def copied_parts(self, row: R) -> list[tuple[str, str]]:
        """Return what of a row can be copied by itself, each with what it is."""
        return [("the id", self.table.model.key(row))]

    def offers(self) -> list[Offer]:
        """Return everything that can be copied now."""
        table, context = self.table, self._cells()
        row, marked = table.cursor_row, table.model.marked_rows()
        pairs = [] if row is None else self.copied_parts(row)
        if row is not None:
            pairs.append(("the row", rows_text(table.columns, (row,), context)))
        if marked:
            what = f"{len(marked):,} marked {self.noun}s"
            keys = "\n".join(map(table.model.key, marked))
            pairs += [
                (what, rows_text(table.columns, marked, context)),
                (f"their ids: {what}", keys),
            ]
        return [*as_offers(pairs), *error_offers(self.app.notices.history)]

    def tell_nothing(self, action: Action) -> None:
        """Say that an action found no row that it could be for."""
        words = f"there is no {self.noun} here to {action}"
        self.app.announce(Notice(Tone.PLAIN, words, at_ms=self.app.now_ms()))

    def _show(self) -> None:
        """Bring title, context line and the view in the list's place up to date."""
        standing = self._standing()
        is_blank = not standing.shown
        self._body.set_class(is_blank, "-blank")
        if is_blank:
            self._blank.show(blank_lines(standing, self.empty_words(), self.ways_on()))
        badges = [*self.app.badges(), *standing_badges(standing)]
        self._context_bar.show_context(self.app.context_names(), badges, self._loaded_ms)
        parts = title_parts(standing, self.heading(), self.count_words(standing.total))
        self._title_line.show(parts, self.position_parts())
        if not standing.has_nothing_yet:
            self.app.end_opening()

    def _standing(self) -> Standing:
        model = self.table.model
        return Standing(
            noun=self.noun,
            state=self._state,
            shown=len(model.visible),
            total=len(self._rows),
            total_hint=self._extent.total,
            is_part=self._extent.is_part,
            query=self.query_text,
            marked=model.mark_count,
            hidden_marks=model.hidden_mark_count,
            loaded_ms=self._loaded_ms,
            error=self._error,
        )

    def _cells(self) -> CellContext:
        return CellContext(
            self.app.now_ms(),
            stopping=self.busy_keys(Action.STOP),
            deleting=self.busy_keys(Action.DELETE),
            glyphs=self.app.glyphs,
        )

    def _show_notice(self, notice: Notice | None) -> None:
        self._status_pane.show(notice)
