"""What the console reads of LGOs, jobs and the log. Public scope."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Count, OuterRef, Prefetch, Q, QuerySet, Subquery, UUIDField, When
from django.db.models.functions import Cast, TruncMonth

from kit import clock
from kit.dates import THAI_MONTHS_SHORT, buddhist_year
from kit.errors import NotFound, gettext_noop
from provisioning.models import ProvisioningRun, RunState
from provisioning.selectors.lgos import search_tenants
from provisioning.selectors.sign_ups import runs
from shared_apps.audit.models import AuditEntry
from shared_apps.audit.selectors import entries, entries_of
from shared_apps.jobs.models import JobState, OutboxJob
from shared_apps.jobs.registry import all_jobs
from shared_apps.ui.templatetags.thai import is_thai
from tenants import selectors as tenant_selectors
from tenants.models import SpareSchema, Tenant

MONTHS = 12
JOBS_OF_A_TENANT = 20
ENTRIES_OF_A_TENANT = 30


@dataclass(frozen=True)
class Month:
    """How many LGOs signed up in the month that begins on `first_day`."""

    first_day: date
    sign_ups: int

    @property
    def label(self) -> str:
        """`พ.ย. 69`, or `Nov 2026`."""
        return month_label(self.first_day)


@dataclass(frozen=True)
class Dashboard:
    """The state of the platform at a glance."""

    by_state: dict[str, int]
    months: list[Month]
    failed_runs: list[ProvisioningRun]
    waiting_runs: list[ProvisioningRun]
    dead_jobs: int
    spares: int


def dashboard(*, today: date) -> Dashboard:
    """Counts, the last twelve months, and what needs somebody."""
    urgent = list(runs().filter(state__in=(RunState.FAILED, RunState.WAITING)).order_by("created_at")[:20])
    return Dashboard(
        by_state=tenant_selectors.counts_by_state(),
        months=sign_ups_by_month(today=today),
        failed_runs=[run for run in urgent if run.state == RunState.FAILED],
        waiting_runs=[run for run in urgent if run.state == RunState.WAITING],
        dead_jobs=dead_jobs().count(),
        spares=SpareSchema.objects.filter(claimed_by=None).count(),
    )


def sign_ups_by_month(*, today: date) -> list[Month]:
    """The last twelve months in Bangkok, oldest first, also those without a sign-up."""
    firsts = [months_before(today.replace(day=1), count) for count in range(MONTHS - 1, -1, -1)]
    by_month = (
        Tenant.objects.annotate(month=TruncMonth("created_at", tzinfo=clock.BANGKOK))
        .values_list("month")
        .annotate(n=Count("pk"))
        .order_by()
    )
    counted = {moment.date(): n for moment, n in by_month}
    return [Month(first, counted.get(first, 0)) for first in firsts]


def month_label(first_day: date) -> str:
    """A month in the language and years of the page."""
    if is_thai():
        return f"{THAI_MONTHS_SHORT[first_day.month - 1]} {buddhist_year(first_day) % 100}"
    return f"{first_day:%b %Y}"


def months_before(first: date, count: int) -> date:
    """The first day of the month so many months before."""
    months = first.year * 12 + first.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)


def waiting_count() -> int:
    """How many sign-ups wait for the operator: for approval, or because their set-up failed."""
    return ProvisioningRun.objects.filter(state__in=(RunState.WAITING, RunState.FAILED)).count()


def tenant_page(tenant_id: UUID) -> Tenant:
    """A tenant with its names, hosts and runs.

    Raises:
        NotFound: there is none.
    """
    tenant: Tenant | None = (
        Tenant.objects.select_related("facts")
        .prefetch_related("domains", "identities", Prefetch("runs", queryset=runs()))
        .filter(pk=tenant_id)
        .first()
    )
    if tenant is None:
        raise NotFound(gettext_noop("There is no such local government."))
    return tenant


def newest_run(tenant: Tenant) -> ProvisioningRun | None:
    """The newest of the runs that `tenant_page` fetched."""
    found: list[ProvisioningRun] = sorted(tenant.runs.all(), key=lambda run: run.created_at)
    return found[-1] if found else None


def run_by_pk(pk: int) -> ProvisioningRun:
    """A run.

    Raises:
        NotFound: there is none.
    """
    run = runs().filter(pk=pk).first()
    if run is None:
        raise NotFound(gettext_noop("There is no such set-up."))
    return run


def jobs_of(tenant: Tenant) -> "list[OutboxJob]":
    """The newest jobs of a tenant and of its set-up, failed ones first."""
    codes = [run.code for run in tenant.runs.all()]
    of_set_up = Q(schema_name=settings.PUBLIC_SCHEMA_NAME, name="provisioning.provision", arguments__code__in=codes)
    rows = OutboxJob.objects.filter(Q(schema_name=tenant.schema_name) | of_set_up).defer("arguments")
    dead = list(rows.filter(state=JobState.DEAD).order_by("-created_at")[:JOBS_OF_A_TENANT])
    others = rows.exclude(state=JobState.DEAD).order_by("-created_at")[:JOBS_OF_A_TENANT]
    return [*dead, *others]


def dead_jobs() -> "QuerySet[OutboxJob]":
    """Jobs that were given up, newest first; `lgo` is the name of whose they are, None the platform's own."""
    whose = Tenant.objects.filter(schema_name=OuterRef("schema_name")).values("name")[:1]
    rows = OutboxJob.objects.filter(state=JobState.DEAD).defer("arguments").annotate(lgo=Subquery(whose))
    return rows.order_by("-created_at")


def search_jobs(rows: "QuerySet[OutboxJob]", typed: str) -> "QuerySet[OutboxJob]":
    """Those whose local government, name or error hold every word that was typed."""
    for word in typed.split():
        named = [one.name for one in all_jobs() if word in str(one.label)]
        rows = rows.filter(Q(lgo__icontains=word) | Q(last_error__icontains=word) | Q(name__in=named))
    return rows


def failed_job_choices() -> list[tuple[str, Any]]:
    """The kinds of jobs that were given up."""
    names = OutboxJob.objects.filter(state=JobState.DEAD).order_by().values_list("name", flat=True).distinct()
    return sorted(((name, OutboxJob(name=name).label) for name in names), key=lambda choice: choice[1])


def names_by_schema(schemas: set[str]) -> dict[str, tuple[UUID, str]]:
    """Key and name of the tenants of these schemas, in one query."""
    rows = Tenant.objects.filter(schema_name__in=schemas).values_list("schema_name", "pk", "name")
    return {schema: (pk, name) for schema, pk, name in rows}


def names_by_pk(keys: set[str]) -> dict[str, str]:
    """Names of the tenants with these keys, in one query."""
    return {str(pk): name for pk, name in Tenant.objects.filter(pk__in=keys).values_list("pk", "name")}


def log_of(tenant: Tenant) -> "QuerySet[AuditEntry]":
    """What was done to a tenant, newest first."""
    return entries_of(tenant).order_by("-at", "-pk")[:ENTRIES_OF_A_TENANT]


def log() -> "QuerySet[AuditEntry]":
    """All that was done on the operator's side, newest first."""
    return entries()


def search_log(rows: "QuerySet[AuditEntry]", typed: str) -> "QuerySet[AuditEntry]":
    """Those whose person, reason or local government hold every word that was typed."""
    for word in typed.split():
        lgos = [str(pk) for pk in search_tenants(Tenant.objects.all(), word).values_list("pk", flat=True)]
        about = Q(target_type="tenants.tenant", target_id__in=lgos)
        rows = rows.filter(Q(actor_name__icontains=word) | Q(data__reason__icontains=word) | about)
    return rows


def log_with_names() -> "QuerySet[AuditEntry]":
    """The same with `lgo`, the name of the local government to which it was done."""
    key = Case(When(target_type="tenants.tenant", then=Cast("target_id", UUIDField())))
    named = Tenant.objects.filter(pk=OuterRef("key")).values("name")[:1]
    return log().annotate(key=key, lgo=Subquery(named))
