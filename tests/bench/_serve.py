"""A child process of the request bench: fills a database, or answers requests and says how long each took.

`python -m tests.bench._serve prepare | serve`. It handles requests through the whole WSGI stack, without a socket.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

HOST_NUMBER = 0
CASES = int(os.environ.get("BENCH_CASES", "300"))


def prepare() -> None:
    """The one LGO with its seeds, an officer and cases; in the plain variant the tables first."""
    if os.environ["DJANGO_SETTINGS_MODULE"].endswith("_plain_settings"):
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
    from tenants.models import Domain, Tenant
    from tenants.scope import tenant_scope

    tenant = Tenant.objects.filter(domains__domain=host()).first()
    if tenant is None:
        tenant = Tenant.objects.create(name="อบต.ทดสอบ", lgo_type="sao", dla_code="06480115", province_code="48")
        Tenant.objects.update(state="trial")
        Domain.objects.create(tenant=tenant, domain=host(), is_primary=True)
    with tenant_scope(tenant):
        fill()


def host() -> str:
    """The host name of the LGO."""
    from django.conf import settings

    return f"bench{HOST_NUMBER}.{settings.BASE_DOMAIN}"


def fill() -> None:
    """Seeds, an officer, cases."""
    from django.utils import timezone

    from shared_apps.accounts.models import User
    from tenant_apps.complaints import services as complaints
    from tenant_apps.complaints.models import Category
    from tenant_apps.registry.models import Division, Officer

    now = timezone.now()
    for app in ("registry", "site", "complaints"):
        import_module(f"tenant_apps.{app}.services").seed(at=now)
    user = User(kind="officer", email="officer@bench.go.th", display_name="สมหญิง ใจดี")
    user.set_unusable_password()
    user.save()
    Officer.objects.create(user=user, division=Division.objects.order_by("order", "pk")[0], position="นักวิชาการ")
    categories = list(Category.objects.order_by("pk"))
    for number in range(CASES):
        filing = complaints.Filing(
            category=categories[number % len(categories)],
            title=f"ไฟถนนดับหน้าโรงเรียน ซอย {number}",
            description="ไฟดับมาสามวันแล้ว กลางคืนมืดมาก เดินลำบาก",
            name="สมชาย ใจดี",
            phone="+66812345678",
        )
        complaints.file_complaint(filing=filing, reporter=None, at=now)


class Requests:
    """The pages that are measured, ready to be asked for."""

    def __init__(self) -> None:
        from django.core.wsgi import get_wsgi_application
        from django.test import RequestFactory

        self.application = get_wsgi_application()
        factory = RequestFactory(headers={"host": host()})
        signed_in = RequestFactory(headers={"host": host(), "cookie": _session_cookie()})
        self.pages = {"portal home": factory.get("/"), "inbox": signed_in.get("/desk/complaints")}

    def run(self, page: str, count: int) -> list[float]:
        """Answer `count` requests; seconds of each."""
        return [self._one(self.pages[page].environ) for _ in range(count)]

    def _one(self, environ: dict[str, Any]) -> float:
        status: list[str] = []
        started = time.perf_counter()

        def start(line: str, headers: Any, error: Any = None) -> Callable[[bytes], object]:
            status.append(line)
            return lambda _chunk: None

        response = self.application(dict(environ), start)
        body = b"".join(response)
        close = getattr(response, "close", None)
        if close is not None:
            close()
        spent = time.perf_counter() - started
        if not status[0].startswith("200") or len(body) < 1000:
            raise RuntimeError(f"{environ['PATH_INFO']}: {status[0]}, {len(body)} bytes")
        return spent


def _session_cookie() -> str:
    from django.conf import settings

    from shared_apps.accounts.models import User
    from tenants.models import Tenant
    from tenants.scope import tenant_scope
    from tests.support.browser import HostClient

    tenant = Tenant.objects.get(domains__domain=host())
    client = HostClient(tenant, slug=host().split(".")[0])
    with tenant_scope(tenant):
        client.force_login(User.objects.get(email="officer@bench.go.th"), backend=settings.AUTHENTICATION_BACKENDS[0])
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def serve() -> None:
    """Read `["page", count]` a line, write the seconds a line."""
    from tenants import scope

    requests = Requests()
    scope.leave()
    for line in sys.stdin:
        page, count = json.loads(line)
        sys.stdout.write(f"{json.dumps(requests.run(page, count))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    import django

    django.setup()
    from tenants import scope

    scope.enter(None)
    prepare() if sys.argv[1] == "prepare" else serve()
