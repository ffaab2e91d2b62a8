"""Statuses as a person types them: a family, a word, a code, or the beginning of one."""

from __future__ import annotations

from mtui.domain.query.refusal import QueryError, nearest, shown
from mtui.domain.status import StatusFamily, all_phases, all_statuses

STRANGERS = ""
"""Stands in a set of codes for every code outside the vendor's table."""


def _spelling(name: str) -> str:
    """Return a name without what separates its words: ``delete-failed`` is ``delete failed``."""
    return "".join(character for character in name.casefold() if character.isalnum())


def _named() -> dict[str, tuple[str, frozenset[str]]]:
    """Return name and codes by spelling; a family comes before a status of the same name."""
    names: dict[str, tuple[str, frozenset[str]]] = {}
    known = (*all_statuses(), *all_phases())
    for family in StatusFamily:
        codes = frozenset(status.code for status in known if status.family is family)
        if family is StatusFamily.UNKNOWN:
            codes |= {STRANGERS}
        names[_spelling(family)] = (family.value, codes)
    for status in known:
        names.setdefault(_spelling(status.word), (status.word, frozenset({status.code})))
    return names


_NAMES = _named()


def status_codes(text: str, position: int) -> frozenset[str]:
    """Return the codes that a name or number means.

    ``failed`` is the whole family; one status of it is named by its own word or its code. Numbers
    are taken as they are, as the service may send codes that nobody knows.

    Raises:
        QueryError: no status is called so, or several begin so.
    """
    if text.isascii() and text.isdigit():
        return frozenset({text.lstrip("0") or "0"})
    spelling = _spelling(text)
    exact = _NAMES.get(spelling)
    if exact is not None:
        return exact[1]
    found = [named for name, named in _NAMES.items() if spelling and name.startswith(spelling)]
    if not found:
        guess = nearest(spelling, _NAMES)
        hint = f"did you mean {_NAMES[guess][0]}?" if guess else "try failed, killed or running."
        raise QueryError(f"There is no status {shown(text)}; {hint}", position)
    if len({codes for _, codes in found}) > 1:
        names = [name for name, _ in found]
        options = f"{', '.join(names[:-1])} or {names[-1]}"
        raise QueryError(f"{shown(text)} may be {options}; write more of it.", position)
    return found[0][1]
