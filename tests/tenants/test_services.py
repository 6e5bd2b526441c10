"""Changes of tenants: audited, told to every process, and fair to the others."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kit import clock
from kit.errors import Conflict, Invalid
from shared_apps.audit.selectors import entries_of
from tenants import resolver, services
from tenants.models import Domain, Tenant, TenantIdentity
from tenants.services import Identity

Capture = Callable[..., Any]


def _identity(**changes: str) -> Identity:
    values = {"name": "เทศบาลตำบลใหม่", "lgo_type": "subdistrict", "dla_code": "05560177", "province_code": "56"}
    return Identity(**{**values, **changes})


def _request(host: str = "mai.localhost", **changes: str) -> Tenant:
    return services.request_tenant(identity=_identity(**changes), host=host, actor=None, at=timezone.now())


def test_it_works(in_public: None, staff: Any) -> None:
    tenant = _request()
    assert tenant.state == "requested"
    assert tenant.domains.get().domain == "mai.localhost"
    assert tenant.identities.get().dla_code == "05560177"
    assert [entry.action for entry in entries_of(tenant)] == ["tenant.requested"]


def test_a_host_name_is_given_once(in_public: None) -> None:
    _request()
    with pytest.raises(Conflict) as conflict:
        _request(dla_code="05560178")
    assert conflict.value.field == "subdomain"
    assert not Tenant.objects.filter(dla_code="05560178").exists()


def test_a_dla_code_is_given_once(in_public: None) -> None:
    _request()
    with pytest.raises(Conflict) as conflict:
        _request(host="other.localhost")
    assert conflict.value.field == "dla_code"
    assert not Domain.objects.filter(domain="other.localhost").exists()


def test_who_was_declined_may_ask_again(in_public: None, staff: Any) -> None:
    tenant = _request()
    now = timezone.now()
    services.change_state(tenant=tenant, action="decline", actor=staff, at=now, reason="เอกสารไม่ครบ")
    services.free_domains(tenant=tenant, actor=staff, at=now)
    again = _request(name="เทศบาลตำบลใหม่เอี่ยม")
    assert (again.pk, again.state, again.name) == (tenant.pk, "requested", "เทศบาลตำบลใหม่เอี่ยม")
    assert again.domains.get().domain == "mai.localhost"


def test_the_names_of_a_site_that_was_open_are_never_freed(in_public: None, north: Tenant) -> None:
    with pytest.raises(Invalid):
        services.free_domains(tenant=north, actor=None, at=timezone.now())


def test_a_change_of_state_is_seen_at_once(
    in_public: None, north: Tenant, staff: Any, django_capture_on_commit_callbacks: Capture
) -> None:
    host = north.domains.get().domain
    assert resolver.tenant_of(host).state == "trial"  # type: ignore[union-attr]
    with django_capture_on_commit_callbacks(execute=True):
        services.change_state(tenant=north, action="suspend", actor=staff, at=timezone.now(), reason="ค้างชำระ")
    assert resolver.tenant_of(host).state == "suspended"  # type: ignore[union-attr]
    entry = entries_of(north)[0]
    assert (entry.actor_id, entry.data["reason"], entry.data["from"]) == (staff.pk, "ค้างชำระ", "trial")


def test_an_upgrade_is_dated_history(in_public: None, north: Tenant, staff: Any) -> None:
    now = timezone.now()
    today = clock.bangkok(now).date()
    change: dict[str, Any] = {"lgo_type": "subdistrict", "dla_code": "05480115", "actor": staff, "at": now}
    services.change_identity(tenant=north, name="เทศบาลตำบลเหนือ", effective_from=today + timedelta(days=3), **change)
    assert Tenant.objects.get(pk=north.pk).dla_code == "06480115"
    assert services.apply_identities(at=now + timedelta(days=2)) == 0
    assert services.apply_identities(at=now + timedelta(days=3)) == 1
    assert Tenant.objects.get(pk=north.pk).name == "เทศบาลตำบลเหนือ"
    assert TenantIdentity.objects.filter(tenant=north).count() == 2


def test_a_missed_day_is_made_up_for(in_public: None, north: Tenant, staff: Any) -> None:
    now = timezone.now()
    today = clock.bangkok(now).date()
    services.change_identity(
        tenant=north,
        name="เทศบาลตำบลเหนือ",
        lgo_type="subdistrict",
        dla_code="05480115",
        effective_from=today + timedelta(days=3),
        actor=staff,
        at=now,
    )
    assert services.apply_identities(at=now + timedelta(days=5)) == 1


def test_the_code_of_another_is_refused(in_public: None, north: Tenant, south: Tenant) -> None:
    for days in (0, 7):
        day = clock.bangkok(timezone.now()).date() + timedelta(days=days)
        with pytest.raises(Conflict):
            services.change_identity(
                tenant=north,
                name=north.name,
                lgo_type="sao",
                dla_code=south.dla_code,
                effective_from=day,
                actor=None,
                at=timezone.now(),
            )


def test_capabilities_are_a_snapshot(in_public: None, north: Tenant, staff: Any) -> None:
    wanted = services.capabilities_of(north, accounts=None, services=("complaints", "fees"))
    services.set_capabilities(tenant=north, capabilities=wanted, actor=staff, at=timezone.now())
    now = Tenant.objects.get(pk=north.pk)
    assert (now.accounts, now.services, now.bytes_allowed) == (None, ["complaints", "fees"], north.bytes_allowed)


def test_a_second_domain(in_public: None, north: Tenant, south: Tenant) -> None:
    now = timezone.now()
    services.add_domain(tenant=north, host="WWW.north.go.th", primary=True, actor=None, at=now)
    assert north.domains.get(is_primary=True).domain == "www.north.go.th"
    with pytest.raises(Conflict):
        services.add_domain(tenant=south, host="www.north.go.th", primary=False, actor=None, at=now)


def test_a_code_still_in_use_holds_nobody_else_up(in_public: None, north: Tenant, south: Tenant) -> None:
    now = timezone.now()
    day = clock.bangkok(now).date() + timedelta(days=1)
    change: dict[str, Any] = {"lgo_type": "subdistrict", "effective_from": day, "actor": None, "at": now}
    services.change_identity(tenant=north, name="เทศบาลตำบลเหนือ", dla_code="05800199", **change)
    services.change_identity(tenant=south, name="เทศบาลตำบลใต้ใหม่", dla_code=south.dla_code, **change)
    _request(dla_code="05800199")
    assert services.apply_identities(at=now + timedelta(days=1)) == 1
    assert Tenant.objects.get(pk=south.pk).name == "เทศบาลตำบลใต้ใหม่"
    assert Tenant.objects.get(pk=north.pk).dla_code == "06480115"
