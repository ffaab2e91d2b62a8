r"""The filter language: text that a person types, and the rows that it lets through.

Terms stand side by side and must all hold. ``resnet`` looks everywhere, ``"two words"`` too,
``/^v\d/`` is a regular expression, ``!…`` turns a term round; ``status:failed,killed``,
``name:``, ``id:``, ``age>30d``, ``dur<1m`` and ``versions>5`` look at one field. Words and patterns
without capitals match in any case.
"""

from mtui.domain.query.expression import Query, parse_query
from mtui.domain.query.pushing import ServerFilter
from mtui.domain.query.refusal import QueryError

__all__ = ["Query", "QueryError", "ServerFilter", "parse_query"]
