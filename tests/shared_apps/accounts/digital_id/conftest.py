"""A real provider on the loopback, and the way there and back."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.conftest import Browse
from tests.shared_apps.accounts.digital_id.reading import KEY, Come
from tests.support.browser import HostClient
from tests.support.digital_id import (
    Provider,
    leave,
    return_address,
    running_provider,
)


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        yield running


@pytest.fixture(autouse=True)
def _thaid_is_on(provider: Provider, settings: Any, empty_caches: None) -> None:
    settings.DIGITAL_ID_SUBJECT_KEY = KEY
    settings.DIGITAL_ID_PROVIDERS = {"thaid": provider.settings()}


@pytest.fixture
def come_back(provider: Provider, browse: Browse) -> Come:
    """Go to the provider as a person and come back by the operator's host; the LGO's answer."""

    def go(client: HostClient, subject: str, *, to: HostClient | None = None, **data: str) -> Any:
        sent_back = provider.answer(leave(client, **data), subject)
        passed_on = urlsplit(return_address(browse(None), sent_back))
        return (to or client).get(f"{passed_on.path}?{passed_on.query}")

    return go
