"""Visits of the operator's support. Public scope, but for `visits_of_lgo` and `visit_of_lgo`, which enter it."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from kit.errors import NotFound, gettext_noop
from provisioning.models import Duty, SupportAccess, SupportState
from shared_apps.audit.models import AuditEntry
from shared_apps.audit.selectors import entries
from tenants.models import Tenant
from tenants.scope import public_scope

NO_VISIT = gettext_noop("There is no such visit.")


def visits() -> "QuerySet[SupportAccess]":
    """All visits with LGO and person, newest first."""
    return SupportAccess.objects.select_related("tenant", "staff").order_by("-asked_at")


def search_visits(rows: "QuerySet[SupportAccess]", typed: str) -> "QuerySet[SupportAccess]":
    """Those whose LGO, person or reason hold every word that was typed."""
    for word in typed.split():
        about = Q(tenant__name__icontains=word) | Q(staff__display_name__icontains=word)
        rows = rows.filter(about | Q(reason__icontains=word))
    return rows


def visit(access_id: UUID) -> SupportAccess:
    """A visit.

    Raises:
        NotFound: there is none.
    """
    found = visits().filter(pk=access_id).first()
    if found is None:
        raise NotFound(NO_VISIT)
    return found


def visits_over(at: datetime) -> "QuerySet[SupportAccess]":
    """Visits whose time is up and that still stand as allowed, the oldest first."""
    return visits().filter(state=SupportState.GRANTED, ends_at__lte=at).order_by("ends_at", "pk")


def visits_of_lgo(tenant: Tenant, *, most: int = 500) -> list[SupportAccess]:
    """The visits to one LGO, newest first, read into memory."""
    with public_scope():
        return list(visits().filter(tenant=tenant)[:most])


def visit_of_lgo(tenant: Tenant, access_id: UUID) -> SupportAccess:
    """A visit to this LGO.

    Raises:
        NotFound: there is none to this LGO.
    """
    with public_scope():
        found = visits().filter(tenant=tenant, pk=access_id).first()
    if found is None:
        raise NotFound(NO_VISIT)
    return found


def waiting_visits(tenant: Tenant) -> list[SupportAccess]:
    """Requests that wait for the LGO, and visits that are going on; in memory."""
    with public_scope():
        rows = visits().filter(tenant=tenant, state__in=[SupportState.ASKED, SupportState.GRANTED])
        return list(rows)


def visit_in_session(tenant: Tenant, access_id: str, session_digest: str) -> SupportAccess | None:
    """The visit of a session, when it is this LGO's and this browser's, and its person still has the duty."""
    with public_scope():
        found = visits().filter(tenant=tenant, pk=access_id, session_digest=session_digest).first()
        return found if found is not None and found.staff.has_duty(Duty.SUPPORT) else None


def visit_by_digest(tenant: Tenant, token_digest: str) -> SupportAccess | None:
    """The visit to this LGO that a key opens, used or not too old as it may be."""
    with public_scope():
        return visits().filter(tenant=tenant, token_digest=token_digest).exclude(token_digest="").first()


def operator_log() -> "QuerySet[AuditEntry]":
    """What the operator did to the LGO of this scope, newest first; pages looked at stand with their visit."""
    rows = entries().filter(action__startswith="operator.")
    return rows.exclude(action__in=["operator.support.viewed", "operator.support.changed"])


def search_operator_log(rows: "QuerySet[AuditEntry]", typed: str) -> "QuerySet[AuditEntry]":
    """Those whose person or reason hold every word that was typed."""
    for word in typed.split():
        rows = rows.filter(Q(actor_name__icontains=word) | Q(data__reason__icontains=word))
    return rows
