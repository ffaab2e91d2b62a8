"""``python -m mtui.simulator``: the demo's cloud on a loopback port, for any client."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import time
from typing import TYPE_CHECKING

from mtui.simulator import (
    DEMO_ACCESS_KEY,
    DEMO_DOMAIN,
    DEMO_PASSWORD,
    DEMO_PROJECT_ID,
    DEMO_REGION,
    DEMO_SECRET_KEY,
    DEMO_USER,
    FAILS_UNDER_200,
    FAILS_WITH_400,
    RateLimit,
    Rules,
    bulk_service,
    demo_service,
    effects,
)
from mtui.simulator.server import Server

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtui.simulator.service import Service

DEFAULT_PORT = 8480


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted; return 0, or 1 where the port cannot be had."""
    options = _parser().parse_args(arguments)
    try:
        asyncio.run(_serve(options))
    except OSError as error:
        sys.stderr.write(f"cannot serve on port {options.port}: {error.strerror}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m mtui.simulator",
        description="Serve a stand-in of ModelArts training and IAM on 127.0.0.1.",
    )
    parser.add_argument(
        "--port", type=_port, default=DEFAULT_PORT, help="0 takes a free one (default %(default)s)"
    )
    parser.add_argument(
        "--latency-ms", type=_amount, default=0.0, help="how long every round trip takes"
    )
    parser.add_argument(
        "--throttle", type=_amount, metavar="N", help="answer 429 to more than N requests a second"
    )
    parser.add_argument(
        "--server-errors", type=_percent, default=0.0, metavar="PERCENT", help="answered with 500"
    )
    parser.add_argument(
        "--lost-answers",
        type=_percent,
        default=0.0,
        metavar="PERCENT",
        help="carried out, then the connection breaks",
    )
    parser.add_argument(
        "--fail-under-200",
        action="store_true",
        help="failures of ModelArts come under HTTP 200 instead of 400",
    )
    parser.add_argument(
        "--jobs", type=_count, metavar="N", help="serve N made-up jobs instead of the demo's"
    )
    parser.add_argument(
        "--v2-jobs", type=_count, metavar="N", help="as many made-up jobs without versions"
    )
    return parser


def _service(options: argparse.Namespace) -> Service:
    rules = Rules(failure=FAILS_UNDER_200 if options.fail_under_200 else FAILS_WITH_400)
    clock = time.time
    now_s = clock()
    if options.jobs is None and options.v2_jobs is None:
        service = demo_service(clock=clock, now_s=now_s, rules=rules)
    else:
        service = bulk_service(
            jobs=options.jobs or 0,
            v2_jobs=options.v2_jobs or 0,
            clock=clock,
            now_s=now_s,
            rules=rules,
        )
    if options.throttle:
        service.rate_limit = RateLimit(options.throttle, retry_after_s=1)
    for effect, percent in (
        (effects.server_error(), options.server_errors),
        (effects.lose_answer(), options.lost_answers),
    ):
        if percent:
            service.faults.add(effect, times=None, probability=percent / 100)
    return service


async def _serve(options: argparse.Namespace) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    server = Server(_service(options), port=options.port, latency_s=options.latency_ms / 1000)
    async with server:
        sys.stdout.write(_greeting(server.url))
        sys.stdout.flush()
        await stop.wait()


def _greeting(url: str) -> str:
    return f"""\
Simulating ModelArts and IAM at {url}, until interrupted.

[profiles.simulator]
region = "{DEMO_REGION}"
project_id = "{DEMO_PROJECT_ID}"
endpoint = "{url}"
iam_endpoint = "{url}"
auth = "aksk"
access_key = "{DEMO_ACCESS_KEY}"
secret_key = "{DEMO_SECRET_KEY}"

Or by password: user {DEMO_USER} of account {DEMO_DOMAIN}, password {DEMO_PASSWORD}
"""


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65_535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return port


def _count(text: str) -> int:
    count = int(text)
    if not 0 <= count <= 1_000_000:
        raise argparse.ArgumentTypeError("a number from 0 to 1000000 is expected")
    return count


def _amount(text: str) -> float:
    amount = float(text)
    if not 0 <= amount < 1e6:
        raise argparse.ArgumentTypeError("a number from 0 to 1000000 is expected")
    return amount


def _percent(text: str) -> float:
    percent = float(text)
    if not 0 <= percent <= 100:
        raise argparse.ArgumentTypeError("a number from 0 to 100 is expected")
    return percent


if __name__ == "__main__":
    sys.exit(main())
