"""Audit rows of changes."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from shared_apps.audit.selectors import entries
from shared_apps.audit.services import record_change
from tenants.models import Tenant
from tenants.scope import tenant_scope


def test_a_change_keeps_what_was_and_what_is(in_north: Tenant, south: Tenant, officer: Any) -> None:
    before = {"phone": "1", "day": date(2026, 1, 1), "share": Decimal("1.50"), "same": {"b", "a"}, "left": 1}
    after = {"phone": "2", "day": date(2026, 1, 2), "share": Decimal("1.5"), "same": {"a", "b"}, "new": [1, None]}
    assert record_change("x.change", actor=officer, target=officer, before=before, after=after, at=timezone.now())
    entry = entries()[0]
    assert entry.data == {
        "changes": {"phone": ["1", "2"], "day": ["2026-01-01", "2026-01-02"], "new": [None, [1, None]]}
    }
    assert (entry.action, entry.actor_name) == ("x.change", str(officer))
    with tenant_scope(south):
        assert not entries().filter(action="x.change").exists()


def test_nothing_changed_is_not_recorded(in_north: Tenant) -> None:
    count = entries().count()
    same = {"name": "ก", "when": timezone.now()}
    assert not record_change("x.change", actor=None, target=None, before=same, after=same, at=timezone.now())
    assert entries().count() == count
