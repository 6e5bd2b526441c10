"""Writing of the rules for complaints, the categories with their time limits, and the ladder of warnings."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext_lazy as _

from kit.errors import Refused
from shared_apps.audit import services as audit
from tenant_apps.complaints.models import Category, DayUnit, EscalationStep, Policy, TimeLimit
from tenant_apps.complaints.selectors.policy import POLICY_KEY, limit_of
from tenants.scope import require_tenant, tenant_scope

IN_USE = _("There are cases of this category. Take it out of use instead; its cases stay as they are.")
LAST = _("This is the last category in use. Citizens could report nothing. Put another one in use first.")
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
_OF_CATEGORY = ("name_th", "name_en", "hint_th", "hint_en", "icon", "division", "needs_place", "restricted", "active")


@transaction.atomic
def change_policy(*, values: Mapping[str, Any], actor: Any, at: datetime) -> Policy:
    """Change some of the rules; they count from now on."""
    Policy.objects.get_or_create(id=1)
    policy = Policy.objects.select_for_update().get(id=1)
    before = {name: getattr(policy, name) for name in values}
    for name, value in values.items():
        setattr(policy, name, value)
    policy.save(update_fields=list(values))
    audit.record_change("complaints.change_policy", actor=actor, target=policy, before=before, after=values, at=at)
    forget_policy()
    return policy


def forget_policy() -> None:
    """Read the rules anew: now, and after the commit since a page could put the old ones back before."""
    tenant = require_tenant()
    cache.delete(POLICY_KEY)

    def again() -> None:
        with tenant_scope(tenant):  # the commit may come after the scope was left
            cache.delete(POLICY_KEY)

    transaction.on_commit(again)


@transaction.atomic
def add_category(*, values: Mapping[str, Any], days: int, unit: str, actor: Any, at: datetime) -> Category:
    """Add a category at the end of the list."""
    last = Category.objects.aggregate(last=Max("order"))["last"] or 0
    chosen = {name: values[name] for name in _OF_CATEGORY if name in values}
    category = Category.objects.create(code=f"own-{uuid4().hex[:12]}", order=last + 10, working_days=days, **chosen)
    TimeLimit.objects.create(category=category, days=days, unit=unit, since=_FIRST)
    after = _shown(category, days, unit)
    audit.record_change("complaints.add_category", actor=actor, target=category, before={}, after=after, at=at)
    return category


@transaction.atomic
def change_category(
    *, category: Category, values: Mapping[str, Any], days: int, unit: str, actor: Any, at: datetime
) -> Category:
    """Change a category. A new time limit counts for cases filed from now on.

    Raises:
        Refused: it is the last one in use and would be taken out of use.
    """
    category = Category.objects.select_for_update(of=("self",)).select_related("division").get(pk=category.pk)
    limit = limit_of(category, filed_at=at)
    before = _shown(category, limit.days, DayUnit.WORKING if limit.is_working else DayUnit.CALENDAR)
    if category.active and not values.get("active", True):
        _refuse_last(category)
    for name in _OF_CATEGORY:
        setattr(category, name, values.get(name, getattr(category, name)))
    category.working_days = days
    category.save()
    if (days, unit == DayUnit.WORKING) != (limit.days, limit.is_working):
        _set_limit(category, before, days, unit, at)
    after = _shown(category, days, unit)
    audit.record_change("complaints.change_category", actor=actor, target=category, before=before, after=after, at=at)
    return category


def _set_limit(category: Category, before: Mapping[str, object], days: int, unit: str, at: datetime) -> None:
    old = {"days": before["days"], "unit": before["unit"]}
    TimeLimit.objects.get_or_create(category=category, since=_FIRST, defaults=old)
    TimeLimit.objects.update_or_create(category=category, since=at, defaults={"days": days, "unit": unit})


def _refuse_last(category: Category) -> None:
    if not Category.objects.filter(active=True).exclude(pk=category.pk).exists():
        raise Refused(LAST, code="last")


def _shown(category: Category, days: int, unit: str) -> dict[str, object]:
    """A category in the words that the history shows."""
    fields = {name: getattr(category, name) for name in _OF_CATEGORY}
    return {**fields, "division": str(category.division or ""), "days": days, "unit": str(unit)}


@transaction.atomic
def move_category(*, category: Category, up: bool, actor: Any, at: datetime) -> None:
    """Change places with the category before or after."""
    rows = list(Category.objects.select_for_update().order_by("order", "pk"))
    at_place = next(place for place, row in enumerate(rows) if row.pk == category.pk)
    other = at_place - 1 if up else at_place + 1
    if not 0 <= other < len(rows):
        return
    rows[at_place], rows[other] = rows[other], rows[at_place]
    for place, row in enumerate(rows, start=1):
        row.order = place * 10
    Category.objects.bulk_update(rows, ["order"])
    audit.record("complaints.move_category", actor=actor, target=category, data={"place": other + 1}, at=at)


@transaction.atomic
def delete_category(*, category: Category, actor: Any, at: datetime) -> None:
    """Delete a category of which there is no case.

    Raises:
        Refused: there is one, or it is the last category in use.
    """
    if category.active:
        _refuse_last(category)
    audit.record("complaints.delete_category", actor=actor, target=category, data={"name": category.name_th}, at=at)
    try:
        category.delete()
    except ProtectedError as error:
        raise Refused(IN_USE, code="in_use") from error


@transaction.atomic
def change_steps(*, steps: Sequence[EscalationStep], actor: Any, at: datetime) -> None:
    """Replace the ladder of warnings."""
    before = [_step_shown(step) for step in EscalationStep.objects.select_for_update()]
    EscalationStep.objects.all().delete()
    EscalationStep.objects.bulk_create(steps)
    after = [_step_shown(step) for step in EscalationStep.objects.all()]
    audit.record_change(
        "complaints.change_ladder", actor=actor, target=None, before={"steps": before}, after={"steps": after}, at=at
    )


def _step_shown(step: EscalationStep) -> str:
    people = [name for name in ("assignee", "heads", "executives") if getattr(step, f"to_{name}")]
    return f"{step.moment} {step.value}: {', '.join(people)}"
