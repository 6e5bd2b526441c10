"""What somebody does who signs up."""

import re
from collections.abc import Callable
from typing import Any

from django.test import Client

from provisioning.views.sign_up import PAGES
from shared_apps.notifications.models import Message
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.factories.sign_ups import ANSWERS
from tests.support.browser import HostClient

Browse = Callable[[Tenant | None], HostClient]
STEPS = {page.slug: [name for name in page.form.base_fields if name in ANSWERS] for page in PAGES}


def post(client: Client, slug: str, **changes: Any) -> Any:
    return client.post(f"/sign-up/{slug}", {**{name: ANSWERS[name] for name in STEPS[slug]}, **changes})


def fill_in(client: Client, upto: str = "", **changes: Any) -> Any:
    """Begin and answer page by page, up to and without `upto`."""
    response = client.post("/sign-up/")
    for page in PAGES:
        if page.slug == upto:
            return response
        mine = {name: value for name, value in changes.items() if name in page.form.base_fields}
        response = post(client, page.slug, **mine)
        assert response.status_code == 302, response.context["form"].errors
    return response


def text_of(response: Any) -> str:
    return re.sub(r"<[^>]+>", " ", response.content.decode())


def newest_code() -> str:
    with public_scope():
        message = Message.objects.filter(event="provisioning/sign_up_code").order_by("-created_at").first()
    assert message is not None
    found = re.search(r"\d{6}", message.body)
    assert found is not None
    return found.group()


def send(client: Client) -> Any:
    """Accept the terms, ten minutes after the beginning."""
    return client.post("/sign-up/check", {"terms": "on"})


def message_body() -> str:
    with public_scope():
        return Message.objects.get(event="provisioning/sign_up_code").body
