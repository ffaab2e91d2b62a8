"""What can be copied of a list or a history, as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mtui.domain.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mtui.ui.notices import Notice
    from mtui.ui.presentation.cells import CellContext, Column


@frozen
class Offer:
    """One thing that can be copied."""

    label: str
    """What it is, for a person."""
    text: str


def rows_text(columns: Iterable[Column[Any]], rows: Iterable[object], context: CellContext) -> str:
    """Return rows with a tab between their cells, one row a line."""
    shown = tuple(columns)
    return "\n".join("\t".join(column.cell(row, context).text for column in shown) for row in rows)


def notice_text(notice: Notice) -> str:
    """Return everything that a notice says: what happened, the request id, what to do."""
    parts = (notice.headline, notice.detail, notice.hint)
    return "\n".join(part for part in parts if part)


def error_offers(history: Sequence[Notice]) -> list[Offer]:
    """Return the newest error, if there is one.

    Args:
        history: all notices, newest first.
    """
    newest = next((notice for notice in history if notice.is_bad), None)
    return [] if newest is None else [Offer("the newest error", notice_text(newest))]


def as_offers(pairs: Iterable[tuple[str, str]]) -> list[Offer]:
    """Return what is not empty, once each."""
    texts: dict[str, str] = {}
    for label, text in pairs:
        texts.setdefault(text, label)
    return [Offer(label, text) for text, label in texts.items() if text]
