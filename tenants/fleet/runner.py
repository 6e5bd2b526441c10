"""From a list of schemas to all of them at the template's state, several at a time."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

import structlog

from tenants import fingerprint
from tenants.database import Owner, owner_connection
from tenants.fleet import replay
from tenants.fleet.journal import Route
from tenants.fleet.schemas import Place

log = structlog.get_logger(__name__)
Say = Callable[[str], None]
ATTEMPTS = 8
_LONGEST_PAUSE = 10.0


@dataclass
class Report:
    """How a run over the fleet ended: schemas brought along, and why others were not."""

    migrated: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


class Fleet:
    """Brings schemas along a route; every thread has a connection of its own."""

    def __init__(self, route: Route, *, jobs: int, say: Say) -> None:
        self.route = route
        self.jobs = jobs
        self.say = say
        self.report = Report()
        self._busy: dict[str, str] = {}
        self._local = threading.local()
        self._connections: list[Owner] = []

    def bring(self, places: list[Place]) -> Report:
        """Bring all of `places` along. One that is busy is tried again later; one that fails stops nobody else."""
        left = places
        try:
            for attempt in range(ATTEMPTS):
                left = self._pass(left)
                if not left:
                    break
                if attempt < ATTEMPTS - 1:
                    pause = min(0.2 * 2**attempt, _LONGEST_PAUSE)
                    self.say(f"{len(left)} in use by people; trying again in {pause:.1f} s")
                    time.sleep(pause)
        finally:
            for owner in self._connections:
                owner.close()
            self._connections.clear()
            self._local = threading.local()
        for place in left:
            self.report.failed[place.label] = str(replay.Busy(self._busy.get(place.schema, "")))
        return self.report

    def _pass(self, places: list[Place]) -> list[Place]:
        """One attempt at each; those that were busy."""
        busy: list[Place] = []
        progress = Progress(len(places), self.say)
        with ThreadPoolExecutor(max_workers=self.jobs, thread_name_prefix="fleet") as pool:
            waiting: dict[Future[None], Place] = {pool.submit(self._one, place): place for place in places}
            try:
                while waiting:
                    done, _ = wait(waiting, timeout=1, return_when=FIRST_COMPLETED)
                    for future in done:
                        self._note(waiting.pop(future), future.exception(), busy)
                    progress.show(len(places) - len(waiting), failed=len(self.report.failed), busy=len(busy))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return busy

    def _note(self, place: Place, error: BaseException | None, busy: list[Place]) -> None:
        if error is None:
            self.report.migrated.append(place.schema)
        elif isinstance(error, replay.Busy):
            self._busy[place.schema] = error.table
            busy.append(place)
        elif isinstance(error, Exception):
            self.report.failed[place.label] = replay.reason(error)
            log.error("fleet_schema_failed", schema=place.schema, reason=replay.reason(error))
        else:
            raise error

    def _one(self, place: Place) -> None:
        """Follow the route with one schema, step by step."""
        owner = self._owner()
        for _step in range(1000):
            digest = fingerprint.of_schema(owner, place.schema)
            if digest == self.route.target:
                return
            step = self.route.next_step(digest)
            try:
                if step is None:
                    replay.run_django(owner, place, self.route.target)
                elif step.python:
                    replay.run_python(owner, step, place)
                else:
                    replay.run_sql(owner, step, place.schema, wait_for=self._busy.get(place.schema, ""))
            except replay.Moved:
                continue

    def _owner(self) -> Owner:
        owner: Owner | None = getattr(self._local, "owner", None)
        if owner is None or owner.closed:
            owner = self._local.owner = owner_connection()
            self._connections.append(owner)
        return owner


class Progress:
    """A line a second: how many, how fast, how long yet."""

    def __init__(self, total: int, say: Say) -> None:
        self.total = total
        self.say = say
        self._started = self._shown = time.monotonic()

    def show(self, done: int, *, failed: int, busy: int) -> None:
        """Say where it stands, when a second has passed since the last time."""
        now = time.monotonic()
        if now - self._shown < 1 or not done:
            return
        self._shown = now
        left = (now - self._started) / done * (self.total - done)
        self.say(f"{done}/{self.total} schemas, {failed} failed, {busy} in use, about {left:.0f} s left")
