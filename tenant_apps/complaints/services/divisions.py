"""What complaints keep in a division, and how it moves when divisions are merged."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenant_apps.complaints.models import Category, Complaint
from tenant_apps.complaints.workflow import OPEN
from tenant_apps.registry.extensions import Holding
from tenant_apps.registry.models import Division


def count_cases(division: Division) -> int:
    """All cases of a division; samples go along and are not counted."""
    return Complaint.objects.filter(division=division, is_sample=False).count()


def count_open_cases(division: Division) -> int:
    """Cases that somebody of the division still has to finish."""
    return Complaint.objects.filter(division=division, is_sample=False, state__in=OPEN).count()


@transaction.atomic
def move_cases(source: Division, target: Division, _at: datetime) -> int:
    """Give all cases of `source` to `target`."""
    return Complaint.objects.filter(division=source).update(division=target)


def count_categories(division: Division) -> int:
    """Categories whose cases go to the division."""
    return Category.objects.filter(division=division).count()


def count_categories_in_use(division: Division) -> int:
    """Those of them that citizens can choose."""
    return Category.objects.filter(division=division, active=True).count()


@transaction.atomic
def move_categories(source: Division, target: Division, _at: datetime) -> int:
    """Let new cases of the categories of `source` go to `target`."""
    return Category.objects.filter(division=source).update(division=target)


HOLDINGS = (
    Holding(
        name="complaints",
        label=_("Cases"),
        count=count_cases,
        open_count=count_open_cases,
        move=move_cases,
    ),
    Holding(
        name="complaint_categories",
        label=_("Categories of complaints"),
        count=count_categories,
        open_count=count_categories_in_use,
        move=move_categories,
    ),
)
