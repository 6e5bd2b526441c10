"""Reading of saved views and runs; and where an inbox begins."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q

from tenant_apps.desk.models import Item, Preference, Run, SavedView
from tenant_apps.registry.selectors import officer_of

REFUSED_SHOWN = 500


def views_of(user: Any) -> "models.QuerySet[SavedView]":
    """An officer's own saved views, and those shared with the officer's division."""
    officer = officer_of(user)
    division = officer.division_id if officer else None
    shared = Q(division=division) if division else Q(pk=None)
    return SavedView.objects.filter(Q(owner=user) | shared).select_related("owner", "division").order_by("name", "pk")


def view_of(user: Any, view_id: int) -> SavedView | None:
    """One of `views_of`."""
    return views_of(user).filter(pk=view_id).first()


def first_view_of(user: Any) -> int | None:
    """The id of the view with which this officer's inbox opens, if it still may."""
    found = Preference.objects.filter(user=user, first_view__isnull=False).values_list("first_view_id", flat=True)
    return found.first()


def run_of(user: Any, run_id: UUID | str) -> Run | None:
    """A run that this officer began; for administrators any."""
    rows = Run.objects.all() if user.is_administrator else _runs_of(user)
    try:
        return rows.filter(pk=run_id).first()
    except (ValidationError, ValueError):
        return None


def run_by_id(run_id: UUID | str) -> Run | None:
    """Any run, for the worker."""
    return Run.objects.select_related("actor").filter(pk=run_id).first()


def latest_runs(user: Any) -> "models.QuerySet[Run]":
    """The ten latest runs of an officer."""
    return _runs_of(user).order_by("-created_at")[:10]


def _runs_of(user: Any) -> "models.QuerySet[Run]":
    return Run.objects.filter(actor=user)


def outcomes(run: Run) -> dict[str, int]:
    """How many cases of a run ended how."""
    rows = Item.objects.filter(run=run).order_by().values_list("outcome").annotate(number=Count("pk"))
    return dict.fromkeys(Item.Outcome.values, 0) | dict(rows)


def refused(run: Run) -> "models.QuerySet[Item]":
    """The cases of a run that were not changed, with the reason."""
    return Item.objects.filter(run=run, outcome=Item.Outcome.REFUSED).order_by("place")[:REFUSED_SHOWN]


def waiting_items(run: Run) -> list[int]:
    """The ids of the cases that are still to be done."""
    rows = Item.objects.filter(run=run, outcome=Item.Outcome.WAITING).order_by("place")
    return list(rows.values_list("pk", flat=True))
