"""A real mail server, a real SMS gateway and a LINE that speaks its API, all on the loopback."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from socket import socket
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.cache import caches
from django.utils import timezone

from shared_apps.jobs import services as jobs
from shared_apps.jobs.models import OutboxJob
from tenants.models import Tenant
from tenants.scope import no_scope, public_scope
from tests.support.providers import Gateway, Line, line_platform, sms_gateway


@pytest.fixture(autouse=True)
def _no_settings_of_another_test(_clean_slate: None, django_db_setup: None) -> Iterator[None]:
    """The rows of a test are rolled back; what Redis remembers of them is not."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    for name in ("default", "platform"):
        caches[name].clear()


@dataclass
class Mailbox:
    """What the mail server took, and what it answers to RCPT."""

    messages: list[EmailMessage] = field(default_factory=list)
    answer: str = ""
    port: int = 0
    controller: Controller | None = None

    def start(self) -> None:
        """Begin to listen, on the same port as before."""
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self) -> None:
        """Be away: nobody listens."""
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.messages.append(BytesParser(EmailMessage, policy=default).parsebytes(envelope.content))
        return "250 OK"


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox(port=_free_port())
    box.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = box.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_URL_IS_SET = True
    yield box
    box.stop()


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    """The platform's SMS gateway."""
    with sms_gateway() as seen:
        settings.SMS_GATEWAY_URL = f"{seen.url}/send"
        settings.SMS_GATEWAY_TOKEN = "token"
        yield seen


@pytest.fixture
def line(settings: Any) -> Iterator[Line]:
    """LINE."""
    with line_platform() as seen:
        settings.LINE_API_URL = seen.url
        yield seen


def work(tenant: Tenant) -> int:
    """Let a worker do what is due in the outbox of this LGO; returns how much it was."""
    with public_scope():
        rows = list(
            OutboxJob.objects.filter(schema_name=tenant.schema_name, state="waiting", run_at__lte=timezone.now())
        )
        OutboxJob.objects.filter(pk__in=[row.pk for row in rows]).update(state="sent")
    for row in rows:
        with no_scope():
            jobs.run(row.pk)
    return len(rows)
