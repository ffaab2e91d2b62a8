"""``python -m mtui``."""

from mtui.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
