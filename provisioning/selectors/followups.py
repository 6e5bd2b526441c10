"""Notes about LGOs. Public scope."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet

from kit.errors import NotFound, gettext_noop
from provisioning.models import FollowUp, FollowUpKind
from tenants.models import Tenant

CONTACTS = (FollowUpKind.CALL, FollowUpKind.LETTER, FollowUpKind.PROMISE, FollowUpKind.REMINDER)
"""Kinds by which the LGO was spoken or written to."""


def follow_ups() -> "QuerySet[FollowUp]":
    """All notes with LGO and people, newest first."""
    return FollowUp.objects.select_related("tenant", "author", "done_by").order_by("-at", "-pk")


def follow_ups_of(tenant: Tenant) -> "QuerySet[FollowUp]":
    """What was noted about one LGO."""
    return follow_ups().filter(tenant=tenant)


def follow_up(key: int) -> FollowUp:
    """A note.

    Raises:
        NotFound: there is none.
    """
    found = follow_ups().filter(pk=key).first()
    if found is None:
        raise NotFound(gettext_noop("There is no such note."))
    return found


def due_follow_ups(day: date, *, within_days: int = 7) -> "QuerySet[FollowUp]":
    """What is to be done by a day soon, and what is late, the most urgent first."""
    until = day + timedelta(days=within_days)
    return follow_ups().filter(done_at=None, due_on__lte=until).order_by("due_on", "pk")


def last_contacts(tenants: "list[UUID]") -> "dict[UUID, object]":
    """When each LGO was last spoken or written to, in one query."""
    rows = FollowUp.objects.filter(tenant__in=tenants, kind__in=CONTACTS).order_by().values_list("tenant")
    return dict(rows.annotate(last=Max("at")))


def next_steps(tenants: "list[UUID]") -> dict[UUID, FollowUp]:
    """The open note of each LGO that is due first, in one query."""
    rows = FollowUp.objects.filter(tenant__in=tenants, done_at=None, due_on__isnull=False)
    found: dict[UUID, FollowUp] = {}
    for row in rows.order_by("due_on", "pk"):
        found.setdefault(row.tenant_id, row)
    return found


def was_reminded(tenant: Tenant, *, since: datetime) -> bool:
    """Whether a reminder was sent since then."""
    return FollowUp.objects.filter(tenant=tenant, kind=FollowUpKind.REMINDER, at__gte=since).exists()
