"""The parts of a regular expression: as much of its grammar as a look at its cost needs."""

from __future__ import annotations

import re
from dataclasses import replace

from mtui.domain.frozen import frozen

_ESCAPE = r"\\(?:x..|u.{4}|U.{8}|N\{[^}]*\}|.)"
_SET = r"\[\^?\]?(?:[^\]\\]|\\.)*+\]"
_ATOM = re.compile(f"{_ESCAPE}|{_SET}|.", re.DOTALL)
_QUANTIFIER = re.compile(r"(?:[*+?]|\{(?:[0-9]+(?:,[0-9]*)?|,[0-9]*)\})")
_BOUNDS = re.compile(r"\{([0-9]*)(,?)([0-9]*)\}")
_ANCHORS = frozenset({"^", "$", r"\A", r"\Z", r"\b", r"\B"})


class UnsupportedPatternError(ValueError):
    """A pattern that is refused; the text completes "The pattern …"."""


@frozen
class Atom:
    """A character, a set, an anchor or a group, and how often it is there."""

    source: str
    """Its spelling without the quantifier."""
    low: int = 1
    high: int | None = 1
    """None for no limit."""
    branches: tuple[tuple[Atom, ...], ...] = ()
    """A group's alternatives; empty for everything else."""

    @property
    def is_repeated(self) -> bool:
        """Whether it may be there more than once."""
        return self.high is None or self.high > 1

    @property
    def is_variable(self) -> bool:
        """Whether it can match in more ways than one from the same place."""
        return self.low != self.high or has_variable(self.branches)

    @property
    def is_anchor(self) -> bool:
        """Whether it takes no character."""
        return self.source in _ANCHORS

    @property
    def text(self) -> str:
        """Its spelling with the quantifier."""
        source = r"\{" if self.source == "{" else self.source
        if (self.low, self.high) == (1, 1):
            return source
        if self.low == self.high:
            return f"{source}{{{self.low}}}"
        return f"{source}{{{self.low},{'' if self.high is None else self.high}}}"


def has_variable(branches: tuple[tuple[Atom, ...], ...]) -> bool:
    """Return whether a group can match in more ways than one."""
    return len(branches) > 1 or any(atom.is_variable for branch in branches for atom in branch)


def read_atoms(pattern: str) -> tuple[tuple[Atom, ...], ...]:
    """Return the alternatives of a valid pattern.

    Raises:
        UnsupportedPatternError: it uses what mtui's patterns do without.
        re.error: it has a set without an end.
    """
    branches, _ = _read_branches(pattern, 0)
    return branches


def _read_branches(pattern: str, at: int) -> tuple[tuple[tuple[Atom, ...], ...], int]:
    """Read up to the end of the pattern or of the group."""
    branches: list[tuple[Atom, ...]] = []
    atoms: list[Atom] = []
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            branches.append(tuple(atoms))
            atoms = []
            at += 1
        else:
            atom, at = _read_atom(pattern, at)
            atoms.append(atom)
    return (*branches, tuple(atoms)), at


def _read_atom(pattern: str, start: int) -> tuple[Atom, int]:
    branches: tuple[tuple[Atom, ...], ...] = ()
    if pattern[start] == "(":
        inside = start + (3 if pattern.startswith("(?:", start) else 1)
        if pattern.startswith("?", inside):
            raise UnsupportedPatternError("may have groups (…) and (?:…), no other (?…)")
        branches, at = _read_branches(pattern, inside)
        source = pattern[start : at + 1]
        at += 1
    else:
        found = _ATOM.match(pattern, start)
        source = found[0] if found else pattern[start]
        at = start + len(source)
        _check_single(source)
    return _quantified(Atom(source, branches=branches), pattern, at)


def _check_single(source: str) -> None:
    if source == "[":
        # The compiler says the same, after a warning about what it takes for nested.
        raise re.error("unterminated character set")
    if source[0] == "\\" and source[1:2].isdigit():
        raise UnsupportedPatternError(r"may not refer back with \1 and the like")
    inner = source[1:-1].replace(r"\[", "")
    if source[0] == "[" and ("[" in inner or any(2 * sign in inner for sign in "-&~|")):
        raise UnsupportedPatternError(r"must have [ and doubled - & ~ | in a set written as \[")


def _quantified(atom: Atom, pattern: str, at: int) -> tuple[Atom, int]:
    found = _QUANTIFIER.match(pattern, at)
    if found is None:
        return atom, at
    low, high = _bounds(found[0])
    at = found.end()
    if pattern.startswith("+", at):
        raise UnsupportedPatternError("may not have possessive repetitions")
    # Whether it is lazy changes where a match ends, never whether there is one.
    return replace(atom, low=low, high=high), at + pattern.startswith("?", at)


def _bounds(quantifier: str) -> tuple[int, int | None]:
    braces = _BOUNDS.fullmatch(quantifier)
    if braces is None:
        return (1 if quantifier == "+" else 0), (1 if quantifier == "?" else None)
    low = int(braces[1] or 0)
    if not braces[2]:
        return low, low
    return low, int(braces[3]) if braces[3] else None
