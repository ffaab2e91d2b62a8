"""Draw all pictures anew into ``screenshots/``; the same code gives the same files."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.screenshots.studio import FOLDER, path_of, photograph
from tests.screenshots.tour import LOOKS, TOUR


def main() -> int:
    """Take the tour in every look, and remove pictures that are not in it any more."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    pictures = {path_of(shot, look): (shot, look) for look in LOOKS for shot in TOUR}
    for path, (shot, look) in pictures.items():
        with tempfile.TemporaryDirectory() as scratch:
            picture = asyncio.run(photograph(shot, look, Path(scratch)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(picture, encoding="utf-8")
        print(f"{path.relative_to(FOLDER)}  {len(picture) // 1024} kB", flush=True)
    for path in FOLDER.rglob("*.svg"):
        if path not in pictures:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
