"""Take measurements and print them; exit code 1 if one is over its budget."""

from __future__ import annotations

import argparse
import sys

from tests.bench import delete, scale, startup, wire
from tests.bench.figures import line

BENCHMARKS = {
    "startup": startup,
    "bytes": wire,
    "delete": delete,
    "scale": scale,
}


def main() -> int:
    """Run the benchmarks that were named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    names = parser.parse_args().names or list(BENCHMARKS)
    unknown = set(names) - BENCHMARKS.keys()
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(BENCHMARKS)}")
    is_within_budget = True
    for name in names:
        print(f"{name}: {BENCHMARKS[name].__doc__}", flush=True)
        for figure in BENCHMARKS[name].run():
            print(line(figure), flush=True)
            is_within_budget &= figure.is_within_budget
    return 0 if is_within_budget else 1


if __name__ == "__main__":
    sys.exit(main())
