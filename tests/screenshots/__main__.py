"""Draw all pictures anew into ``screenshots/``; the same code gives the same files."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.screenshots.studio import FOLDER, photograph
from tests.screenshots.tour import TOUR


def main() -> int:
    """Take the tour, and remove pictures that are not in it any more."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    FOLDER.mkdir(exist_ok=True)
    for shot in TOUR:
        with tempfile.TemporaryDirectory() as scratch:
            picture = asyncio.run(photograph(shot, Path(scratch)))
        path = FOLDER / f"{shot.name}.svg"
        path.write_text(picture, encoding="utf-8")
        print(f"{path.name}  {len(picture) // 1024} kB", flush=True)
    for path in FOLDER.glob("*.svg"):
        if path.stem not in {shot.name for shot in TOUR}:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
