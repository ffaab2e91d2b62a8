"""A list of resources that stays light: 100,000 rows, a few hundred bytes per key."""

from mtui.ui.widgets.resource_table.table import ResourceTable

__all__ = ["ResourceTable"]
