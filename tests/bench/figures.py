"""What a benchmark yields, and how contestants are measured fairly."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number."""

    name: str
    value: float
    unit: str
    budget: float | None = None
    """The most that it may be, in the same unit; None if it is only told."""

    @property
    def is_within_budget(self) -> bool:
        """Whether the number is as small as it must be."""
        return self.budget is None or self.value <= self.budget


def interleaved(
    contestants: Mapping[str, Callable[[], float]], rounds: int
) -> dict[str, list[float]]:
    """Measure contestants by turns, so that a busy moment hits all of them alike.

    Everyone runs once before it counts, to warm the caches.

    Returns:
        Each contestant's measurements, in the order of the rounds.
    """
    for contend in contestants.values():
        contend()
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, contend in contestants.items():
            taken[name].append(contend())
    return taken


def ratio(of: Iterable[float], to: Iterable[float]) -> float:
    """How many times the one median is the other."""
    return median(of) / median(to)


def line(figure: Figure) -> str:
    """A figure for people, with its budget and what to think of it."""
    text = f"  {figure.name:<44} {_number(figure.value):>9} {figure.unit:<3}"
    if figure.budget is not None:
        verdict = "ok" if figure.is_within_budget else "TOO MUCH"
        text += f"  budget {_number(figure.budget):>7}  {verdict}"
    return text.rstrip()


def _number(value: float) -> str:
    return f"{value:,.2f}" if value < 10 and value != int(value) else f"{value:,.0f}"
