"""Races with real threads and real connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

Result = TypeVar("Result")


def race(work: Callable[[int], Result], threads: int) -> list[Result | Exception]:
    """Run `work(0) … work(threads - 1)` at the same moment; what it raises is returned in its place."""
    barrier = Barrier(threads)

    def run(index: int) -> Result | Exception:
        try:
            barrier.wait(timeout=120)
            return work(index)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))
