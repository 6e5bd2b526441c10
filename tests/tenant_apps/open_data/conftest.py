"""The LGOs of these tests publish their cases, unless a test says otherwise."""

from typing import Any

import pytest

from tenants.models import Tenant
from tests.support.publication import publish


@pytest.fixture(autouse=True)
def published(north: Tenant, south: Tenant, empty_caches: Any) -> None:
    for tenant in (north, south):
        publish(tenant, shows_cases=True)
