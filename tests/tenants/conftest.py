"""Fixtures of the fleet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tenants.database import Owner, owner_connection
from tests.support.releases import FIRST, Releases, releases_in


@pytest.fixture
def owner(committed: str) -> Iterator[Owner]:
    """The owner on the test's own database."""
    with owner_connection() as connected:
        yield connected


@pytest.fixture
def releases(owner: Owner, tmp_path: Path) -> Iterator[Releases]:
    """Releases of a tenant's app, the first of which is everywhere."""
    with releases_in(tmp_path) as made:
        made.add("0001_first", FIRST)
        made.run()
        yield made
