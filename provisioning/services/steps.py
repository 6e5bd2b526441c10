"""The steps that make a tenant. Each is idempotent and runs in a transaction that also marks it done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError

from billing.services.standings import standing_changed
from kit import clock
from provisioning.models import ProvisioningRun, StepName, StepProblem
from shared_apps.jobs.services import enqueue
from tenant_apps.complaints import services as complaints
from tenant_apps.registry import services as registry
from tenant_apps.site import services as site
from tenants import pool, resolver
from tenants import services as tenant_services
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tenants.selectors import primary_host
from tenants.workflow import TenantState

PROBE = "provisioning-probe.txt"
_PROBE_TEXT = "ทดสอบการเก็บไฟล์".encode()


class StepFailed(Exception):
    """A step could not be done. `problem` is told to people, `detail` to the operator."""

    def __init__(self, problem: StepProblem, detail: str) -> None:
        super().__init__(f"{problem}: {detail}")
        self.problem, self.detail = problem, detail


@dataclass(frozen=True)
class Step:
    """A named step and what its unexpected failures mean to people."""

    name: StepName
    work: Callable[[ProvisioningRun, Tenant, datetime], None]
    problem: StepProblem


@contextmanager
def explained(problem: StepProblem) -> Iterator[None]:
    """Turn whatever goes wrong inside into a StepFailed that says what it means."""
    try:
        yield
    except StepFailed:
        raise
    except OperationalError as error:
        raise StepFailed(StepProblem.DATABASE, _told(error)) from error
    except Exception as error:
        raise StepFailed(problem, _told(error)) from error


def _told(error: Exception) -> str:
    first_line = str(error).strip().split("\n")[0]
    return f"{type(error).__name__}: {first_line}"[:1000]


def role_and_schema(run: ProvisioningRun, tenant: Tenant, at: datetime) -> None:
    """Claim a spare schema with its role and order a new spare."""
    pool.claim(tenant)
    tenant_services.announce()
    enqueue("provisioning.refill_spares", key=f"refill:{run.code}")


def seed_data(run: ProvisioningRun, tenant: Tenant, at: datetime) -> None:
    """Write what every LGO begins with, in the order in which the apps build on each other."""
    with tenant_scope(tenant):
        registry.seed(at=at)
        site.seed(at=at)
        complaints.seed(at=at)


def storage(run: ProvisioningRun, tenant: Tenant, at: datetime) -> None:
    """Prove that a file of this tenant can be written, read back and deleted."""
    with tenant_scope(tenant):
        default_storage.delete(PROBE)
        name = default_storage.save(PROBE, ContentFile(_PROBE_TEXT))
        try:
            with default_storage.open(name) as file:
                if file.read() != _PROBE_TEXT:
                    raise StepFailed(StepProblem.STORAGE, "what was read differs from what was written")
        finally:
            default_storage.delete(name)
        if default_storage.exists(name):
            raise StepFailed(StepProblem.STORAGE, "the file could not be deleted")


def domain(run: ProvisioningRun, tenant: Tenant, at: datetime) -> None:
    """Prove that the host name leads to this tenant and to its new schema."""
    host = primary_host(tenant)
    resolver.forget_all()
    found = resolver.tenant_of(host) if host else None
    if found is None or found.pk != tenant.pk or found.schema_name != tenant.schema_name:
        raise StepFailed(StepProblem.NO_DOMAIN, f"{host or 'no primary host'} leads to {found and found.pk}")


def go_live(run: ProvisioningRun, tenant: Tenant, at: datetime) -> None:
    """Begin the trial: from now on the site answers and its jobs run."""
    if tenant.state != TenantState.PROVISIONING:
        raise StepFailed(StepProblem.STATE, tenant.state)
    last_day = clock.bangkok(at).date() + timedelta(days=settings.TRIAL_DAYS)
    capabilities = tenant_services.capabilities_of(tenant, entitled_until=last_day)
    tenant_services.set_capabilities(tenant=tenant, capabilities=capabilities, actor=None, at=at)
    standing_changed(tenant_id=tenant.pk, at=at)
    tenant_services.change_state(tenant=tenant, action="start_trial", actor=None, at=at)


def administrator(run: ProvisioningRun, tenant: Tenant, at: datetime) -> None:
    """Invite the contact person. Last, because the link must work and jobs run only for a live tenant."""
    with tenant_scope(tenant):
        registry.invite(
            email=run.contact_email,
            display_name=run.contact_name,
            division=None,
            position=run.contact_position[:100],
            is_administrator=True,
            actor=None,
            at=at,
        )


STEPS = (
    Step(StepName.ROLE_AND_SCHEMA, role_and_schema, StepProblem.SCHEMA),
    Step(StepName.SEED_DATA, seed_data, StepProblem.SEED),
    Step(StepName.STORAGE, storage, StepProblem.STORAGE),
    Step(StepName.DOMAIN, domain, StepProblem.NO_DOMAIN),
    Step(StepName.GO_LIVE, go_live, StepProblem.STATE),
    Step(StepName.ADMINISTRATOR, administrator, StepProblem.INVITATION),
)
