"""People who sign in. Addresses and IP numbers are new in every test, so that no rate limit of another test counts."""

import re
from collections.abc import Callable
from random import randint
from uuid import uuid4

import pytest
from django.utils import timezone

from shared_apps.accounts import services
from shared_apps.accounts.models import User
from shared_apps.notifications.models import Message
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.conftest import Browse
from tests.support.browser import HostClient

PASSWORD = "three odd words"
Visit = Callable[[Tenant | None], HostClient]


def new_email() -> str:
    return f"{uuid4().hex[:12]}@example.com"


def new_phone() -> str:
    return f"081{randint(1_000_000, 9_999_999)}"


def new_ip() -> str:
    return ".".join(str(randint(1, 254)) for _part in range(4))


@pytest.fixture
def visit(browse: Browse) -> Visit:
    """A browser on a tenant's host, from an address of its own."""

    def open_client(tenant: Tenant | None) -> HostClient:
        client = browse(tenant)
        client.defaults["REMOTE_ADDR"] = new_ip()
        return client

    return open_client


def messages_to(tenant: Tenant | None, address: str) -> list[Message]:
    with tenant_scope(tenant) if tenant else public_scope():
        return list(Message.objects.filter(to=address).order_by("created_at"))


def code_for(tenant: Tenant | None, address: str) -> str:
    newest = messages_to(tenant, address)[-1]
    found = re.search(r"\d{6}", newest.body)
    assert found, newest.body
    return found[0]


def new_officer(tenant: Tenant, *, is_administrator: bool = False) -> User:
    with tenant_scope(tenant):
        return services.create_officer(
            email=new_email(),
            display_name="สมหญิง ใจดี",
            password=PASSWORD,
            is_administrator=is_administrator,
            actor=None,
            at=timezone.now(),
        )


def user_of(client: HostClient) -> str | None:
    """The id of who is signed in."""
    with tenant_scope(client.tenant) if client.tenant else public_scope():
        user_id: str | None = client.session.get("_auth_user_id")
        return user_id
