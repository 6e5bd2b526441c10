"""The life of a tenant: every state × action pair."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kit.workflow import TransitionRefused
from tenants import services
from tenants.lifecycle import LIFECYCLE
from tenants.models import Tenant
from tenants.workflow import TenantState

EXPECTED = {
    ("requested", "approve"): "provisioning",
    ("requested", "decline"): "declined",
    ("declined", "request_again"): "requested",
    ("provisioning", "roll_back"): "declined",
    ("provisioning", "start_trial"): "trial",
    ("provisioning", "activate"): "active",
    ("trial", "activate"): "active",
    ("read_only", "activate"): "active",
    ("trial", "make_read_only"): "read_only",
    ("active", "make_read_only"): "read_only",
    ("trial", "suspend"): "suspended",
    ("active", "suspend"): "suspended",
    ("read_only", "suspend"): "suspended",
    ("read_only", "resume_trial"): "trial",
    ("suspended", "resume_trial"): "trial",
    ("suspended", "reactivate"): "active",
    ("trial", "terminate"): "terminated",
    ("active", "terminate"): "terminated",
    ("read_only", "terminate"): "terminated",
    ("suspended", "terminate"): "terminated",
}
PAIRS = [(str(state), action) for state in TenantState for action in LIFECYCLE.actions]


def _in_state(tenant: Tenant, state: str) -> Tenant:
    tomorrow = timezone.now().date() + timedelta(days=2)
    Tenant.objects.filter(pk=tenant.pk).update(state=state, entitled_until=tomorrow)
    return Tenant.objects.get(pk=tenant.pk)


@pytest.mark.parametrize(("state", "action"), PAIRS, ids=lambda pair: pair)
def test_every_state_and_action(in_public: None, north: Tenant, state: str, action: str) -> None:
    tenant = _in_state(north, state)
    target = EXPECTED.get((state, action))
    if target is None:
        with pytest.raises(TransitionRefused) as refused:
            services.change_state(tenant=tenant, action=action, actor=None, at=timezone.now(), reason="เหตุผล")
        assert refused.value.code == "not_open"
        assert Tenant.objects.get(pk=tenant.pk).state == state
    else:
        services.change_state(tenant=tenant, action=action, actor=None, at=timezone.now(), reason="เหตุผล")
        assert Tenant.objects.get(pk=tenant.pk).state == target


@pytest.mark.parametrize(
    ("state", "action"),
    [
        ("requested", "decline"),
        ("provisioning", "roll_back"),
        ("trial", "suspend"),
        ("trial", "make_read_only"),
        ("active", "terminate"),
    ],
)
def test_a_move_that_hurts_needs_a_reason(in_public: None, north: Tenant, state: str, action: str) -> None:
    with pytest.raises(TransitionRefused) as refused:
        services.change_state(tenant=_in_state(north, state), action=action, actor=None, at=timezone.now(), reason="  ")
    assert refused.value.code == "condition"
    assert Tenant.objects.get(pk=north.pk).state == state


def test_a_trial_that_is_over_is_not_resumed(in_public: None, north: Tenant) -> None:
    Tenant.objects.filter(pk=north.pk).update(state="suspended", entitled_until=date(2026, 1, 1))
    with pytest.raises(TransitionRefused):
        services.change_state(tenant=north, action="resume_trial", actor=None, at=timezone.now())
