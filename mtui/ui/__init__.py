"""Screens: immutable snapshots in, service calls out; nothing here knows HTTP."""
