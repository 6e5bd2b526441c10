"""What a page takes: server time, its part in the database, time by the clock, and queries.

Server time is the processor's time of the thread that answers, outside the database, plus the time from each query
to its answer. What the machine does for others is in the second part only.
"""

import statistics
import time
from typing import Any, NamedTuple

from tests.bench import _harness as bench

WARM_UPS = 3
GOAL = 0.1
"""Seconds of server time that a page may take."""


class Figures(NamedTuple):
    """Medians of a page, in seconds; `server` is what is compared with the goal."""

    server: float
    database: float
    wall: float
    queries: int

    def cells(self) -> list[str]:
        """The times of a row of the table."""
        return [bench.seconds(value) for value in (self.server, self.database, self.wall)]


def page(client: Any, url: str, runs: int) -> Figures:
    """Medians of so many requests, after some to warm up."""
    for _ in range(WARM_UPS):
        ask(client, url)
    asked = [ask(client, url) for _ in range(runs)]
    server, database, wall, queries = zip(*asked, strict=True)
    medians = (statistics.median(values) for values in (server, database, wall))
    return Figures(*medians, queries=statistics.mode(queries))


def ask(client: Any, url: str) -> Figures:
    """One request."""
    from django.db import connection

    waits: list[tuple[float, float]] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began, worked = time.perf_counter(), time.thread_time()
        try:
            return execute(sql, params, many, context)
        finally:
            waits.append((time.perf_counter() - began, time.thread_time() - worked))

    began, worked = time.perf_counter(), time.thread_time()
    with connection.execute_wrapper(watch):
        status = client.get(url).status_code
    wall, own = time.perf_counter() - began, time.thread_time() - worked
    if status not in {200, 302}:
        raise SystemExit(f"{url} → {status}")
    database = sum(wait for wait, _ in waits)
    return Figures(own - sum(inside for _, inside in waits) + database, database, wall, len(waits))
