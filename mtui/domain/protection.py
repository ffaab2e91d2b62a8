"""Names of jobs that nothing may touch; in doubt a name is protected."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from mtui.domain.frozen import frozen
from mtui.domain.query.patterns import LONGEST_MATCHED, compile_pattern

if TYPE_CHECKING:
    from collections.abc import Callable


@frozen
class Protection:
    """A regular expression that minds capitals; its cost is bounded whatever it looks at.

    Raises:
        QueryError: it is no valid pattern, or could take too long.
    """

    pattern: str
    _is_found: Callable[[str], bool] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_is_found", compile_pattern(self.pattern, 0, minds_case=True))

    def covers(self, name: str) -> bool:
        """Return whether the pattern is found in the name or in one of its lines.

        A name longer than what can be looked at is covered: the service gives none (03_0045).
        """
        if len(name) > LONGEST_MATCHED:
            return True
        return any(map(self._is_found, (name, *name.splitlines())))
