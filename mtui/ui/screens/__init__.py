"""One file per screen; a screen shows snapshots and turns keys into calls of the services."""
