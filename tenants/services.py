"""Every change of a tenant: its life, identity, capabilities and host names. All run in the public scope.

Each writes an audit row in the same transaction and, once committed, tells every process to look the tenant up again.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from kit import clock
from kit.errors import Conflict, Invalid, gettext_noop
from tenants.lifecycle import LIFECYCLE, Change
from tenants.models import Domain, Tenant, TenantIdentity
from tenants.names import new_schema_name
from tenants.resolver import publish_change
from tenants.workflow import TenantState

log = structlog.get_logger(__name__)
SUBDOMAIN_TAKEN = gettext_noop("Another local government has this address already. Choose another.")
DLA_CODE_TAKEN = gettext_noop(
    "A local government with this DLA code has an account already. Contact us if you think that this is wrong."
)
_MADE_UP_FOR = timedelta(days=30)
"""For how long a day is made up for on which the daily job did not run."""
_TAKEN = {
    "tenant_domain": ("subdomain", SUBDOMAIN_TAKEN),
    "tenant_dla_code_of_the_living": ("dla_code", DLA_CODE_TAKEN),
}


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What an LGO is called and where it lies."""

    name: str
    lgo_type: str
    dla_code: str
    province_code: str
    district: str = ""
    saraban_email: str = ""


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """What a tenant may do; `accounts` None is unlimited, `entitled_until` the last day."""

    accounts: int | None
    bytes_allowed: int
    services: tuple[str, ...]
    read_only: bool
    entitled_until: date | None


def request_tenant(*, identity: Identity, host: str, actor: Any, at: datetime) -> Tenant:
    """Register an LGO that asks to join, with its host name. One that was declined may ask again.

    Raises:
        Conflict: the host name or the DLA code is in use; `field` says which. Of two at once, one wins.
    """
    try:
        with transaction.atomic():
            tenant = _declined(identity.dla_code)
            if tenant is None:
                tenant = Tenant.objects.create(created_at=at, state_changed_at=at, **asdict(identity))
            else:
                tenant = _request_again(tenant, identity, actor=actor, at=at)
            _record_identity(tenant, effective_from=clock.bangkok(at).date(), at=at)
            Domain.objects.create(tenant=tenant, domain=host, is_primary=True)
            _record("tenant.requested", tenant, actor=actor, at=at, data={"host": host, "dla_code": identity.dla_code})
    except IntegrityError as error:
        raise _conflict(error) from error
    announce()
    return tenant


def _declined(dla_code: str) -> Tenant | None:
    declined: Tenant | None = (
        Tenant.objects.select_for_update().filter(dla_code=dla_code, state=TenantState.DECLINED).first()
    )
    return declined


def _request_again(tenant: Tenant, identity: Identity, *, actor: Any, at: datetime) -> Tenant:
    Tenant.objects.filter(pk=tenant.pk).update(created_at=at, **asdict(identity))
    return change_state(tenant=tenant, action="request_again", actor=actor, at=at)


def _conflict(error: IntegrityError) -> Exception:
    """The Conflict that a violated constraint means to a person; the error itself when it means none."""
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
    if constraint not in _TAKEN:
        return error
    field, message = _TAKEN[constraint]
    return Conflict(message, code=f"{field}_taken", field=field)


@transaction.atomic
def change_state(*, tenant: Tenant, action: str, actor: Any, at: datetime, reason: str = "") -> Tenant:
    """Move `tenant` along `tenants.lifecycle.LIFECYCLE`. Returns it as it is now.

    Raises:
        TransitionRefused: the table has no such move from its state, or a reason or another condition is missing.
    """
    locked = _lock(tenant.pk)
    before = locked.state
    change = Change(tenant=locked, reason=reason.strip(), today=clock.bangkok(at).date())
    move = LIFECYCLE.plan(change, state=before, action=action)
    _update(locked, state=move.target, state_changed_at=at, state_reason=change.reason[:500])
    data: dict[str, object] = {"from": before, "to": move.target, "reason": change.reason}
    _record(f"tenant.{action}", locked, actor=actor, at=at, data=data)
    return locked


@transaction.atomic
def change_identity(
    *, tenant: Tenant, name: str, lgo_type: str, dla_code: str, effective_from: date, actor: Any, at: datetime
) -> Tenant:
    """Give an LGO another name, type or DLA code from a day on; days to come are applied by `apply_identities`.

    Raises:
        Conflict: another LGO has the code.
    """
    locked = _lock(tenant.pk)
    values = {"name": name, "lgo_type": lgo_type, "dla_code": dla_code}
    if effective_from > clock.bangkok(at).date() and _others(locked).filter(dla_code=dla_code).exists():
        raise Conflict(DLA_CODE_TAKEN, code="dla_code_taken", field="dla_code")
    TenantIdentity.objects.update_or_create(
        tenant=locked, effective_from=effective_from, defaults={**values, "recorded_at": at}
    )
    _record("tenant.identity", locked, actor=actor, at=at, data={**values, "effective_from": str(effective_from)})
    _apply_identity(locked, clock.bangkok(at).date())
    return locked


def apply_identities(*, at: datetime) -> int:
    """Let names, types and codes take effect that began lately. Returns how many tenants changed.

    A code that another LGO still bears is tried again the next day; the others do not wait for it.
    """
    today = clock.bangkok(at).date()
    began = TenantIdentity.objects.filter(effective_from__range=(today - _MADE_UP_FOR, today))
    changed = 0
    for tenant in Tenant.objects.filter(pk__in=began.values("tenant")):
        try:
            changed += _apply_identity(tenant, today)
        except Conflict as conflict:
            log.warning("identity_not_applied", lgo=str(tenant.pk), reason=conflict.code)
    return changed


def _apply_identity(tenant: Tenant, today: date) -> bool:
    newest = tenant.identities.filter(effective_from__lte=today).order_by("-effective_from").first()
    if newest is None:
        return False
    values = {key: getattr(newest, key) for key in ("name", "lgo_type", "dla_code")}
    if all(getattr(tenant, key) == value for key, value in values.items()):
        return False
    try:
        with transaction.atomic():
            _update(tenant, **values)
    except IntegrityError as error:
        raise _conflict(error) from error
    return True


def _others(tenant: Tenant) -> Any:
    return Tenant.objects.exclude(pk=tenant.pk).exclude(state=TenantState.TERMINATED)


def capabilities_of(tenant: Tenant, **changes: Any) -> Capabilities:
    """The snapshot as it is, with `changes`."""
    now = Capabilities(
        accounts=tenant.accounts,
        bytes_allowed=tenant.bytes_allowed,
        services=tuple(tenant.services),
        read_only=tenant.read_only,
        entitled_until=tenant.entitled_until,
    )
    return replace(now, **changes)


@transaction.atomic
def set_capabilities(*, tenant: Tenant, capabilities: Capabilities, actor: Any, at: datetime) -> Tenant:
    """Write the snapshot of what a tenant may do."""
    locked = _lock(tenant.pk)
    values = {**asdict(capabilities), "services": list(capabilities.services)}
    _update(locked, **values)
    data = {**values, "entitled_until": str(capabilities.entitled_until or "")}
    _record("tenant.capabilities", locked, actor=actor, at=at, data=data)
    return locked


@transaction.atomic
def add_domain(*, tenant: Tenant, host: str, primary: bool, actor: Any, at: datetime) -> Domain:
    """Let a tenant answer on one more host name, as its primary one if so wished.

    Raises:
        Conflict: another LGO has it.
    """
    locked = _lock(tenant.pk)
    if primary:
        Domain.objects.filter(tenant=locked, is_primary=True).update(is_primary=False)
    try:
        with transaction.atomic():
            domain: Domain = Domain.objects.create(tenant=locked, domain=host.lower(), is_primary=primary)
    except IntegrityError as error:
        raise _conflict(error) from error
    _record("tenant.domain_added", locked, actor=actor, at=at, data={"host": host, "primary": primary})
    announce()
    return domain


@transaction.atomic
def free_domains(*, tenant: Tenant, actor: Any, at: datetime) -> None:
    """Give up the host names of an LGO that never went live, so that others may have them.

    Raises:
        Invalid: it was live once; its names are never given to another.
    """
    locked = _lock(tenant.pk)
    if locked.state != TenantState.DECLINED:
        raise Invalid(gettext_noop("The address of a site that was open is never given to another."))
    hosts = list(locked.domains.values_list("domain", flat=True))
    Domain.objects.filter(tenant=locked).delete()
    _record("tenant.domains_freed", locked, actor=actor, at=at, data={"hosts": hosts})
    announce()


def forget_schema(*, tenant: Tenant) -> None:
    """After its schema was dropped: the tenant gets a fresh, never used name for the next one."""
    _update(tenant, schema_name=new_schema_name())


def announce() -> None:
    """Have every process look its tenants up again once the transaction is committed."""
    transaction.on_commit(publish_change)


def _lock(tenant_id: UUID) -> Tenant:
    locked: Tenant = Tenant.objects.select_for_update().get(pk=tenant_id)
    return locked


def _update(tenant: Tenant, **values: Any) -> None:
    """Write `values` and have every process look the tenant up again after the commit."""
    Tenant.objects.filter(pk=tenant.pk).update(**values)
    for name, value in values.items():
        setattr(tenant, name, value)
    announce()


def _record_identity(tenant: Tenant, *, effective_from: date, at: datetime) -> None:
    values = {"name": tenant.name, "lgo_type": tenant.lgo_type, "dla_code": tenant.dla_code, "recorded_at": at}
    TenantIdentity.objects.update_or_create(tenant=tenant, effective_from=effective_from, defaults=values)


def _record(action: str, tenant: Tenant, *, actor: Any, at: datetime, data: dict[str, object]) -> None:
    """The audit app lies above this one, so the settings name its verb."""
    import_string(settings.TENANT_RECORDER)(action, actor=actor, target=tenant, data=data, at=at)
