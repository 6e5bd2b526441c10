"""Somebody who signs up, and time that passes."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from tests.provisioning.sign_up.steps import Browse
from tests.support.browser import HostClient


@pytest.fixture
def visitor(browse: Browse, empty_caches: None) -> HostClient:
    """Somebody at the operator's site, with no sign-up yet."""
    return browse(None)


@pytest.fixture
def later() -> Any:
    """Time passes between beginning and sending; `shift` lets more pass."""
    with time_machine.travel(timezone.now() + timedelta(seconds=30), tick=True) as traveller:
        yield traveller
