"""Cases on their way."""

from datetime import datetime
from typing import Any

import pytest

from tenant_apps.complaints import services
from tenant_apps.complaints.models import Complaint
from tests.tenant_apps.complaints.conftest import AT


def do(verb: Any, complaint: Complaint, actor: Any, at: datetime = AT, **values: Any) -> Any:
    """Do `verb` on the case as it is now."""
    complaint.refresh_from_db()
    return verb(complaint=complaint, version=complaint.version, actor=actor, at=at, **values)


@pytest.fixture
def started(filed: Complaint, officer: Any) -> Complaint:
    """A case being worked on."""
    do(services.accept, filed, officer)
    do(services.start, filed, officer)
    return filed


@pytest.fixture
def resolved(started: Complaint, officer: Any) -> Complaint:
    """A case with a result."""
    do(services.resolve, started, officer, note="เปลี่ยนหลอดไฟแล้ว")
    return started
