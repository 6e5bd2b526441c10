"""What tenancy costs a request: pages of a tenant beside the same pages of a plain Django with one schema.

`./dev bench request [--quick]`. Two processes run the same code on the same server, one with our settings, one with
`_plain_settings`. They take turns, a few requests each, so that both meet the same weather; the overhead is the median
of the ratios of neighbouring turns. Both are started anew several times, since one process is by chance some per cent
faster than another all its life. Sockets and HTTP parsing are left out, which would only make it look smaller.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.bench import _harness as bench

PAGES = ("portal home", "inbox")
PAIRS = {False: 6, True: 1}
ROUNDS = {False: 25, True: 12}
BATCH = 10
WARM_UP = 30
TENANTS = {False: 50, True: 3}
PLAIN_DATABASE = "bench_request_plain"
Server = subprocess.Popen[str]


@dataclass
class Times:
    """Seconds of every request, and the ratio of every two neighbouring turns."""

    ours: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)

    @property
    def overhead(self) -> float:
        """What tenancy costs: 0.05 is 5 %."""
        return statistics.median(self.ratios) - 1


def main() -> None:
    """Prepare both databases, take turns, compare."""
    quick = bench.is_quick()
    bench.machine()
    if quick:
        os.environ["BENCH_CASES"] = "60"
    with bench.bench_database("request"), plain_database() as plain_env:
        bench.grow(TENANTS[quick])
        _run("prepare", {**os.environ})
        results = {page: Times() for page in PAGES}
        for _pair in range(PAIRS[quick]):
            with serving({**os.environ}) as ours, serving(plain_env) as plain:
                for page in PAGES:
                    compare(page, ours, plain, ROUNDS[quick], results[page])
    report(results)


@contextmanager
def plain_database() -> Iterator[dict[str, str]]:
    """A database with everything in `public`; gives the environment of a process on it."""
    from django.db import connection

    connection.close()
    with bench.server() as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {PLAIN_DATABASE} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {PLAIN_DATABASE}")
    urls = {
        name: bench.on_database(os.environ[name], PLAIN_DATABASE) for name in ("DATABASE_URL", "DATABASE_OWNER_URL")
    }
    env = {**os.environ, **urls, "DJANGO_SETTINGS_MODULE": "tests.bench._plain_settings"}
    try:
        subprocess.run([sys.executable, "manage.py", "bootstrap_database"], env=os.environ | urls, check=True)
        _run("prepare", {**env, "DATABASE_URL": urls["DATABASE_OWNER_URL"]})
        yield env
    finally:
        with bench.server() as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {PLAIN_DATABASE} WITH (FORCE)")


def _command(verb: str) -> list[str]:
    return [sys.executable, "-W", "ignore", "-m", "tests.bench._serve", verb]


def _run(verb: str, env: dict[str, str]) -> None:
    subprocess.run(_command(verb), env=env, check=True)


@contextmanager
def serving(env: dict[str, str]) -> Iterator[Server]:
    """A process that answers requests when it is told to."""
    child = subprocess.Popen(_command("serve"), env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield child
    finally:
        child.kill()
        child.wait()


def ask(child: Server, page: str, count: int) -> list[float]:
    """Let a process answer `count` requests; seconds of each."""
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(f"{json.dumps([page, count])}\n")
    child.stdin.flush()
    line = child.stdout.readline()
    if not line:
        raise RuntimeError(f"the process that answers {page} has died")
    spent: list[float] = json.loads(line)
    return spent


def compare(page: str, ours: Server, plain: Server, rounds: int, times: Times) -> None:
    """Turns in the order ours, plain, plain, ours, …"""
    for child in (ours, plain):
        ask(child, page, WARM_UP)
    for turn in range(rounds):
        if turn % 2:
            mine, other = ask(ours, page, BATCH), ask(plain, page, BATCH)
        else:
            other, mine = ask(plain, page, BATCH), ask(ours, page, BATCH)
        times.ours += mine
        times.plain += other
        times.ratios.append(statistics.median(mine) / statistics.median(other))


def report(results: dict[str, Times]) -> None:
    """Print both pages; the worse one counts."""
    rows = []
    for page, found in results.items():
        for label, spent in (("in a tenant", found.ours), ("plain Django", found.plain)):
            figures = [statistics.median(spent), *(bench.percentile(spent, share) for share in (0.95, 0.99))]
            cost = f"{found.overhead:+.1%}" if spent is found.ours else ""
            rows.append([page, label, str(len(spent)), *(f"{value * 1000:.1f} ms" for value in figures), cost])
    bench.table(["page", "where", "requests", "median", "p95", "p99", "overhead"], rows)
    worst = max(bench.percentile(found.ours, 0.99) for found in results.values())
    overhead = max(found.overhead for found in results.values())
    bench.finish(overhead=round(overhead, 3), p99_ms=round(worst * 1000, 1))


if __name__ == "__main__":
    main()
