"""Regular expressions that cannot hang: what they cost is known before they run.

Python's matcher tries all ways, so some patterns take for ever on a short text. Only whether
there is a match counts here, so most repetitions can be taken out without changing the answer:
those at either end need no more than their least number, and what stands between two ``.*`` is
looked for one after the other. Of what is left, each repetition must end at one place alone, but
for the last, which leaves a time of at most the square of the text's length.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from mtui.domain.query.atoms import Atom, UnsupportedPatternError, read_atoms
from mtui.domain.query.refusal import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LONGEST_PATTERN = 128
"""In characters."""
LONGEST_MATCHED = 512
"""How many characters of a text are looked at; names have 64 and descriptions 256 (03_0045)."""

_MOST_REPEATS = 256
_MOST_CHOICES = 64
_ESCAPE = re.compile(r"\\.", re.DOTALL)
_SPELLED_BY_NUMBER = re.compile(r"\\[xuUN]")
_SAMPLES = tuple(map(chr, range(0x250))) + tuple("ſKẞßΣσςЖж٣中あ🙂\u2003")


def compile_pattern(
    pattern: str, position: int, *, minds_case: bool = False
) -> Callable[[str], bool]:
    """Return a test of whether the pattern is found in a text.

    ``.`` matches line breaks too; unless minds_case is given, a pattern without capitals looks at
    the text in lower case.

    Raises:
        QueryError: it is no valid pattern, or could take too long.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise QueryError(f"A pattern has at most {LONGEST_PATTERN} characters.", position)
    try:
        # Read first: what is refused there would make the compiler warn.
        alternatives = read_atoms(pattern)
        re.compile(pattern, re.DOTALL)
        chains = [_chain(atoms) for atoms in alternatives]
    except UnsupportedPatternError as refusal:
        raise QueryError(f"The pattern {refusal}.", position) from None
    except re.error as error:
        raise QueryError(f"The pattern is not valid: {error.msg}.", position) from None
    except (OverflowError, RecursionError):
        raise QueryError("The pattern is too large.", position) from None
    compiled = [[re.compile(piece, re.DOTALL) for piece in chain] for chain in chains]
    if minds_case or _minds_case(pattern):
        return _finder(compiled)
    if len(compiled) == len(compiled[0]) == 1:
        search = compiled[0][0].search
        # Far faster than a search that ignores case.
        return lambda text: search(text.lower(), 0, LONGEST_MATCHED) is not None
    find = _finder(compiled)
    return lambda text: find(text.lower())


def _minds_case(pattern: str) -> bool:
    """Return whether a pattern names a capital, or a character by its number."""
    literal = _ESCAPE.sub("", pattern)
    return literal != literal.lower() or _SPELLED_BY_NUMBER.search(pattern) is not None


def _finder(chains: list[list[re.Pattern[str]]]) -> Callable[[str], bool]:
    """Return a test of whether one chain's pieces are found, each behind the one before."""

    def find(text: str) -> bool:
        for chain in chains:
            at = 0
            for piece in chain:
                found = piece.search(text, at, LONGEST_MATCHED)
                if found is None:
                    break
                at = found.end()
            else:
                return True
        return False

    return find


def _chain(atoms: Iterable[Atom]) -> list[str]:
    """Split at ``.*`` wherever the part before it has one length only."""
    pieces = []
    current: list[Atom] = []
    for atom in atoms:
        if atom.source == "." and atom.high is None:
            before = _trimmed([*current, replace(atom, high=atom.low)])
            if not any(part.is_variable for part in before):
                pieces.append(before)
                current = []
                continue
        current.append(atom)
    pieces.append(_trimmed(current))
    for piece in pieces:
        _check_cost(piece)
    return ["".join(atom.text for atom in piece) for piece in pieces if piece]


def _trimmed(piece: list[Atom]) -> list[Atom]:
    """Take the repetitions at both ends for the least that they need."""
    kept = piece
    for _ in range(2):
        while kept and kept[0].low == 0:
            kept = kept[1:]
        if kept:
            kept = [replace(kept[0], high=kept[0].low), *kept[1:]]
        kept = kept[::-1]
    return kept


def _check_cost(piece: list[Atom]) -> None:
    """Refuse a piece that might take longer than the square of the text."""
    if _choices(piece) > _MOST_CHOICES:
        raise UnsupportedPatternError("has too many alternatives")
    is_open = False
    for atom, follower in zip_longest(piece, piece[1:]):
        repeats = _open_or_closed(atom, follower)
        if is_open and repeats:
            raise UnsupportedPatternError(
                "has repetitions that overlap and could take very long; use several conditions"
            )
        is_open = is_open or "open" in repeats
        if repeats.count("open") > 1:
            raise UnsupportedPatternError("has more than one repetition in a group")


def _open_or_closed(atom: Atom, follower: Atom | None) -> list[str]:
    """Return for every repetition of an atom whether it can end at several places."""
    if (atom.high or atom.low) > _MOST_REPEATS:
        raise UnsupportedPatternError(f"may repeat at most {_MOST_REPEATS} times")
    inner = [
        repeat
        for branch in atom.branches
        for part in branch
        for repeat in _open_or_closed(part, None)
    ]
    if not atom.is_repeated:
        return inner
    if any(part.is_variable or part.is_repeated for b in atom.branches for part in b) or (
        len(atom.branches) > 1
    ):
        raise UnsupportedPatternError("may not repeat a group that itself repeats or varies")
    if atom.low == atom.high:
        return []
    return ["closed" if _ends_at(atom, follower) else "open"]


def _ends_at(atom: Atom, follower: Atom | None) -> bool:
    """Return whether what follows can begin only where the repetition cannot go on."""
    if follower is None or follower.low == 0 or atom.branches or follower.branches:
        return False
    if follower.source in ("$", r"\Z"):
        return True
    sources = atom.source + follower.source
    if follower.is_anchor or atom.is_anchor or _SPELLED_BY_NUMBER.search(sources):
        return False
    # Two sets that meet do so at an end of a range, within a class such as \w, or next to a gap.
    neighbours = {chr(min(ord(c) + step, 0x10FFFF)) for c in sources for step in (0, 1)}
    repeated, following = (re.compile(part.source, re.DOTALL) for part in (atom, follower))
    return not any(
        repeated.fullmatch(sample) and following.fullmatch(sample)
        for sample in neighbours.union(_SAMPLES)
    )


def _choices(piece: Iterable[Atom]) -> int:
    """Return in how many ways the alternatives of a piece can be combined."""
    product = 1
    for atom in piece:
        ways = sum(_choices(branch) for branch in atom.branches) if atom.branches else 1
        product *= ways + (atom.low == 0 and atom.high == 1)
    return product
