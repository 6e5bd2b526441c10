"""Addresses as people type them."""

from collections.abc import Callable

import pytest

from tenants.models import Tenant
from tests.support.browser import HostClient

Browse = Callable[[Tenant | None], HostClient]


@pytest.mark.parametrize(
    ("path", "target"), [("/complaints/new/", "/complaints/new"), ("/search/?q=ไฟ", "/search?q=%E0%B9%84%E0%B8%9F")]
)
def test_one_slash_too_many(north: Tenant, browse: Browse, path: str, target: str) -> None:
    response = browse(north).get(path)
    assert response.status_code == 301
    assert response["location"] == target


@pytest.mark.parametrize("path", ["/nowhere/", "/evil.example//", "/\\evil.example/"])
def test_no_way_to_nowhere(north: Tenant, browse: Browse, path: str) -> None:
    assert browse(north).get(path).status_code == 404
