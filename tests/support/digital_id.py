"""A provider of Digital IDs on the loopback: oidc-provider-mock, with claims as ThaID gives them."""

import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from oidc_provider_mock import run_server_in_thread

from tests.support.browser import HostClient

CLIENT_ID = "thongthin"
PID = "1101999000011"
OTHER_PID = "3509900000013"


@dataclass(frozen=True)
class Provider:
    """Where it answers."""

    url: str

    def settings(self, **values: Any) -> dict[str, Any]:
        """An entry of DIGITAL_ID_PROVIDERS."""
        from config.digital_id import provider

        return provider(
            "THAID",
            client_id=CLIENT_ID,
            secret="a secret",
            discovery_url=f"{self.url}/.well-known/openid-configuration",
            scopes=["openid", "profile"],
            subject_claim=values.pop("subject_claim", "pid"),
            post_logout_url="",
            options=json.dumps(values),
            is_production=False,
        )

    def person(self, subject: str = "someone", **claims: Any) -> str:
        """Let the provider know a person; claims of the protocol itself, such as `aud`, are put into the token too."""
        usual = {"pid": PID, "given_name": "มานี", "family_name": "มีนา", "title": "นางสาว", "ial": 2.3}
        known = {name: value for name, value in {**usual, **claims}.items() if value is not None}
        httpx.put(f"{self.url}/users/{subject}", json=known).raise_for_status()
        return subject

    def answer(self, address: str, subject: str) -> str:
        """Sign in at the address to which a browser was led; where the provider sends it back to."""
        response = httpx.post(address, data={"sub": subject}, follow_redirects=False)
        assert response.status_code == 302, response.text
        return response.headers["location"]


@contextmanager
def running_provider() -> Iterator[Provider]:
    """Serve on a free port of the loopback."""
    with run_server_in_thread() as server:
        yield Provider(f"http://localhost:{server.server_port}")


def leave(client: HostClient, provider: str = "thaid", **data: str) -> str:
    """Press the button; the address of the provider to which the page leads."""
    response = client.post(f"/accounts/digital-id/{provider}/", data)
    page = response.content.decode()
    assert response.status_code == 200, page
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page)
    assert found, page
    return html.unescape(found[1])


def return_address(operator: HostClient, location: str) -> str:
    """Let the operator's host pass a browser on; the path at the LGO, whose host is in `location` of the answer."""
    parts = urlsplit(location)
    response = operator.get(f"{parts.path}?{parts.query}")
    assert response.status_code == 302, response.content.decode()
    return response.headers["Location"]


def query_of(address: str) -> dict[str, str]:
    """The parameters of an address."""
    return dict(parse_qsl(urlsplit(address).query))
