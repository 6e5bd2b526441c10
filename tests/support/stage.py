"""The whole platform in processes of its own: web, worker, dispatcher and Redis on a database made for them."""

import html
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.utils import timezone

from devtool.digital_id import simulation
from devtool.paths import this_checkout
from provisioning.demo import world
from tenants import resolver, scope
from tests.support import databases
from tests.support.processes import environment, free_port, manage, own_redis, running, wait_until, web, worker

CASES = 10
"""One for each story of the demo, so that every state is there."""


@dataclass(frozen=True)
class Stage:
    """Where the platform answers."""

    port: int

    def url(self, slug: str = "") -> str:
        """The address of an LGO, or of the operator."""
        return f"http://{self._host(slug)}"

    def _host(self, slug: str) -> str:
        name = f"{slug}.{settings.BASE_DOMAIN}" if slug else settings.BASE_DOMAIN
        return f"{name}:{self.port}"

    def get(self, slug: str, path: str) -> tuple[int, str]:
        """Status and text of a page, without a browser."""
        client = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            client.request("GET", path, headers={"Host": self._host(slug), "HX-Request": "true"})
            answer = client.getresponse()
            return answer.status, answer.read().decode()
        finally:
            client.close()

    def messages(self, slug: str, search: str) -> list[str]:
        """The texts of the messages in an outbox, newest first."""
        _status, page = self.get(slug, f"/dev/outbox?{urlencode({'q': search})}")
        return [html.unescape(re.sub(r"<[^>]+>", " ", one)) for one in re.findall(r"(?s)<article.*?</article>", page)]

    def message(self, slug: str, search: str, *, seconds: float = 60) -> str:
        """The newest message that holds the words, as soon as there is one."""
        found: list[str] = []
        wait_until(lambda: found.extend(self.messages(slug, search)) or found, seconds=seconds)
        return found[0]


@contextmanager
def open_stage(name: str, log: Path) -> Iterator[Stage]:
    """Start everything; `name` is that of the database, and north is filled as the demo is."""
    databases.copy_template(name)
    port = free_port()
    try:
        _fill(name)
        with own_redis() as redis, ExitStack() as processes:
            env = environment(name, REDIS_URL=redis.url, BASE_PORT=str(port), SIGNUP_MIN_SECONDS="1", TEST_LOG=str(log))
            simulated = simulation(this_checkout(), domain=settings.BASE_DOMAIN, web_port=port, port=free_port())
            if simulated is None:
                raise LookupError("the simulated Digital ID needs Node")
            env |= simulated.facts
            for command in (web(port), worker(), manage("dispatch_jobs"), list(simulated.program.command)):
                processes.enter_context(running(command, env))
            stage = Stage(port)
            wait_until(lambda: _answers(stage), seconds=90)
            yield stage
    finally:
        with databases.admin() as server:
            databases.drop(server, name)


def _answers(stage: Stage) -> bool:
    try:
        return stage.get("", "/healthz")[0] == HTTPStatus.OK
    except OSError:
        return False


def _fill(name: str) -> None:
    """People and cases of the demo for north, and a member of the operator's staff."""
    before = connection.settings_dict["NAME"]
    databases.point_at(name)
    resolver.forget_all()
    now = timezone.now()
    try:
        with scope.public_scope():
            world.ensure_staff(at=now)
            north = resolver.tenant_of(f"north.{settings.BASE_DOMAIN}")
        if north is None:
            raise LookupError("the template database has no north")
        world.fill(north, _north(), at=now)
    finally:
        databases.point_at(before)
        resolver.forget_all()


def _north() -> world.DemoLgo:
    return world.DemoLgo(
        subdomain="north",
        identity=world.LGOS[0].identity,
        latitude=Decimal("18.3"),
        longitude=Decimal("104.1"),
        citizens=3,
        cases=CASES,
    )
