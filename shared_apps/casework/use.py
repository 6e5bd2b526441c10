"""How much each service of an LGO is used: counts, nothing of people. For the tenant in scope."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Count, Min, Q, QuerySet

from shared_apps.casework.models import AbstractCase


@dataclass(frozen=True)
class ServiceUse:
    """Cases of one service: all, those since a moment, those since an earlier one, and when the first came."""

    service: str
    cases: int
    lately: int
    since_month: int
    first_at: datetime | None


def uses(*, since: datetime, since_month: datetime) -> Iterator[ServiceUse]:
    """The use of every service that has cases; its code is the label of its app."""
    for model in apps.get_models():
        if not issubclass(model, AbstractCase):
            continue
        rows: Any = QuerySet(model).order_by()
        found = rows.aggregate(
            cases=Count("pk"),
            lately=Count("pk", filter=Q(submitted_at__gte=since)),
            month=Count("pk", filter=Q(submitted_at__gte=since_month)),
            first=Min("submitted_at"),
        )
        yield ServiceUse(model._meta.app_label, found["cases"], found["lately"], found["month"], found["first"])
