"""A program that calls the programming interface of an LGO."""

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone

from shared_apps.api import scopes as known
from shared_apps.api.services import issue_token
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.support.browser import HostClient

PROBLEM = "application/problem+json"


def token_for(tenant: Tenant, user: Any, *scopes: str, kind: str = "personal", days: int = 30) -> str:
    """A token of `user` with the scopes named, or with all that the user may give."""
    with tenant_scope(tenant):
        at = timezone.now()
        chosen = scopes or tuple(scope.code for scope in known.open_to(user))
        return issue_token(
            owner=user, name="test", scopes=chosen, expires_at=at + timedelta(days=days), at=at, kind=kind
        ).text


class Program:
    """Sends JSON with a token, without cookies, from an address of its own."""

    def __init__(self, tenant: Tenant, slug: str, token: str = "", ip: str = "203.0.113.7") -> None:
        self.client = HostClient(tenant, slug=slug)
        self.client.raise_request_exception = True
        self.headers = {"authorization": f"Bearer {token}"} if token else {}
        self.ip = ip

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """One request; header names have `_` for `-`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = sent.pop("content-type", "application/json")
        return self.client.generic(
            method, path, data, content_type=kind, headers={**self.headers, **sent}, REMOTE_ADDR=self.ip
        )

    def get(self, path: str, **headers: str) -> Any:
        """GET."""
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """POST of JSON."""
        return self.ask("POST", path, body, **headers)

    def post_photo(self, path: str, upload: Any, **headers: str) -> Any:
        """POST of one photo as a form."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(path, {"photo": upload}, headers={**self.headers, **sent}, REMOTE_ADDR=self.ip)
