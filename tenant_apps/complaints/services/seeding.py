"""What a new LGO begins with."""

from datetime import datetime

from django.db import transaction

from shared_apps.audit import services as audit
from tenant_apps.complaints.models import Category, EscalationStep, Policy, Source
from tenant_apps.complaints.seeds import CATEGORIES, SOURCES, CategorySeed
from tenant_apps.registry.selectors import division_by_code


@transaction.atomic
def seed(*, at: datetime) -> None:
    """Give a new LGO its categories, each with the division that answers. Idempotent; changes nothing twice."""
    seed_sources()
    if Category.objects.exists():
        return
    Policy.objects.get_or_create(id=1)
    EscalationStep.objects.bulk_create(default_steps())
    Category.objects.bulk_create([_category(one, place * 10) for place, one in enumerate(CATEGORIES, start=1)])
    audit.record("complaints.seed", actor=None, data={"categories": len(CATEGORIES)}, at=at)


def seed_sources() -> None:
    """Give an LGO that has no ways in the usual ones, also one that is older than ways in. Idempotent."""
    if Source.objects.exists():
        return
    rows = [
        Source(code=code, name_th=th, name_en=en, order=place * 10) for place, (code, th, en) in enumerate(SOURCES, 1)
    ]
    Source.objects.bulk_create(rows, ignore_conflicts=True)  # two officers may open the page at once


def _category(one: CategorySeed, order: int) -> Category:
    return Category(
        code=one.code,
        name_th=one.name_th,
        name_en=one.name_en,
        hint_th=one.hint_th,
        hint_en=one.hint_en,
        icon=one.icon,
        division=division_by_code(*one.divisions),
        needs_place=one.needs_place,
        restricted=one.restricted,
        order=order,
    )


def default_steps() -> list[EscalationStep]:
    """The ladder to begin with: at three quarters of the time, on the due day, after three working days."""
    share, late = EscalationStep.Moment.SHARE, EscalationStep.Moment.LATE
    return [
        EscalationStep(moment=share, value=75),
        EscalationStep(moment=late, value=0, to_heads=True),
        EscalationStep(moment=late, value=3, to_heads=True, to_executives=True),
    ]
