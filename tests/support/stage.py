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
from provisioning.demo.money import Story
from tenants import resolver, scope
from tests.support import databases, stripe
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
        client = HTTPConnection("127.0.0.1", self.port, timeout=120)
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

    def message(self, slug: str, search: str, *, seconds: float = 180) -> str:
        """The newest message that holds the words, as soon as there is one."""
        found: list[str] = []
        wait_until(lambda: found.extend(self.messages(slug, search)) or found, seconds=seconds)
        return found[0]


@contextmanager
def open_stage(name: str, log: Path) -> Iterator[Stage]:
    """Start everything; `name` is that of the database, and north is filled as the demo is."""
    databases.copy_template(name)
    port, stripe_port = free_port(), free_port()
    try:
        _fill(name)
        with own_redis() as redis, ExitStack() as processes:
            env = environment(name, REDIS_URL=redis.url, BASE_PORT=str(port), SIGNUP_MIN_SECONDS="1", TEST_LOG=str(log))
            simulated = simulation(this_checkout(), domain=settings.BASE_DOMAIN, web_port=port, port=free_port())
            if simulated is None:
                raise LookupError("the simulated Digital ID needs Node")
            env |= simulated.facts | stripe.environment(f"http://localhost:{stripe_port}")
            site = f"http://{settings.BASE_DOMAIN}:{port}"
            provider = stripe.command(stripe_port, site, log.with_name("stripe.json"))
            for command in (
                web(port),
                worker(),
                manage("dispatch_jobs"),
                list(simulated.program.command),
                provider,
            ):
                processes.enter_context(running(command, env))
            stage = Stage(port)
            wait_until(lambda: _answers(stage))
            yield stage
    finally:
        with databases.admin() as server:
            databases.drop(server, name)


def _answers(stage: Stage) -> bool:
    try:
        return stage.get("", "/healthz")[0] == HTTPStatus.OK
    except OSError:
        return False


@contextmanager
def database_of(name: str) -> Iterator[None]:
    """This thread on the database of a stage; not the thread in which a browser runs: Django refuses to ask there."""
    before = connection.settings_dict["NAME"]
    databases.point_at(name)
    resolver.forget_all()
    try:
        yield
    finally:
        connection.close()
        databases.point_at(before)
        resolver.forget_all()


def _fill(name: str) -> None:
    """People and cases of the demo for north, and a member of the operator's staff."""
    with database_of(name):
        with scope.public_scope():
            world.ensure_staff(at=timezone.now())
        people("north", cases=CASES)


def people(lgo: str, *, cases: int = 0) -> None:
    """People of the demo for an LGO of the template, and cases of theirs."""
    with scope.public_scope():
        tenant = resolver.tenant_of(f"{lgo}.{settings.BASE_DOMAIN}")
    if tenant is None:
        raise LookupError(f"the template database has no {lgo}")
    world.fill(tenant, _as_demo(lgo, cases), at=timezone.now())


def _as_demo(lgo: str, cases: int) -> world.DemoLgo:
    return world.DemoLgo(
        subdomain=lgo,
        identity=world.LGOS[0].identity,
        since=71,
        story=Story(),
        latitude=Decimal("18.3"),
        longitude=Decimal("104.1"),
        citizens=3,
        cases=cases,
    )
