"""Use-cases without a screen: browse, delete, audit; long work is a stream of frozen events.

Nothing is re-exported: importing a part must not import httpx for the screen's first paint.
"""
