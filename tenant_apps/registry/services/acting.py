"""Writing of acting orders."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit import clock
from kit.errors import Conflict, Invalid, Refused
from shared_apps.accounts.models import User
from shared_apps.accounts.services import lock_people
from shared_apps.audit import services as audit
from shared_apps.files.services import store_file
from tenant_apps.registry.models import ActingOrder, Capacity, Officer, Position
from tenant_apps.registry.selectors.acting import officer_rights, position_rights

ORDER_PURPOSE = "registry.acting_order"


@dataclass(frozen=True, kw_only=True)
class Order:
    """What an order says. Exactly one of `principal` and `position` is given."""

    deputy: Officer
    principal: Officer | None = None
    position: Position | None = None
    capacity: Capacity
    order_number: str
    order_date: date
    starts_on: date
    ends_on: date


@transaction.atomic
def add_acting_order(*, order: Order, upload: "UploadedFile[Any] | None", actor: User, at: datetime) -> ActingOrder:
    """Record that someone acts for someone, or in a vacant position, by an order.

    Raises:
        Invalid: the days or the people make no sense.
        Conflict: another order for these days stands in the way.
        Refused: the actor would give rights that they lack.
    """
    lock_people()
    _check(order)
    _refuse_overlap(order)
    _refuse_more(order, actor)
    file = store_file(upload, actor=actor, purpose=ORDER_PURPOSE, at=at) if upload else None
    row = ActingOrder(
        deputy=order.deputy,
        principal=order.principal,
        position=order.position,
        position_name=order.position.name if order.position else (order.principal.position if order.principal else ""),
        capacity=order.capacity,
        order_number=order.order_number,
        order_date=order.order_date,
        starts_on=order.starts_on,
        ends_on=order.ends_on,
        file=file,
        created_by=actor,
        created_at=at,
    )
    row.save()
    data: dict[str, object] = {
        "order": row.order_number,
        "deputy": str(row.deputy),
        "for": str(row.principal or row.position),
        "capacity": row.capacity,
        "from": row.starts_on.isoformat(),
        "to": row.ends_on.isoformat(),
    }
    audit.record("registry.acting_added", actor=actor, target=row, data=data, at=at)
    return row


@transaction.atomic
def end_acting_order(*, order: ActingOrder, actor: User, at: datetime) -> None:
    """End an order now: from this moment nobody acts under it.

    Raises:
        Refused: it has ended already.
    """
    row = ActingOrder.objects.select_for_update().get(pk=order.pk)
    today = clock.bangkok(at).date()
    if row.ended_on is not None or row.ends_on < today:
        raise Refused(_("This order has ended already."), code="ended")
    row.ended_on, row.ended_by = today, actor
    row.save(update_fields=["ended_on", "ended_by"])
    audit.record_change(
        "registry.acting_ended",
        actor=actor,
        target=row,
        before={"last day": row.ends_on},
        after={"last day": row.last_day},
        at=at,
    )


def _check(order: Order) -> None:
    if order.starts_on > order.ends_on:
        raise Invalid(_("The last day must not be before the first one."), code="days", field="ends_on")
    if (order.principal is None) == (order.position is None):
        raise Invalid(_("Choose a person or a vacant position, one of the two."), code="for_whom", field="principal")
    if order.principal is not None and order.principal.pk == order.deputy.pk:
        raise Invalid(_("Nobody acts for themselves. Choose another person."), code="oneself", field="deputy")
    if not order.deputy.is_active:
        raise Invalid(
            _("This person's account is closed. Choose someone who works here."), code="closed", field="deputy"
        )


def _refuse_overlap(order: Order) -> None:
    same_days = (
        ActingOrder.objects.filter(starts_on__lte=order.ends_on, ends_on__gte=order.starts_on)
        .filter(Q(ended_on=None) | Q(ended_on__gt=order.starts_on))
        .select_related("deputy__user")
    )
    if order.principal is not None and same_days.filter(deputy=order.principal, principal=order.deputy).exists():
        raise Conflict(
            _("In these days each would act for the other. End the other order first."), code="mutual", field="deputy"
        )
    office = same_days.filter(principal=order.principal, position=order.position)
    if not order.capacity.is_exclusive:
        office = office.filter(deputy=order.deputy)
    other = next(
        (one for one in office if one.deputy_id == order.deputy.pk or Capacity(one.capacity).is_exclusive), None
    )
    if other is not None:
        raise Conflict(
            _("%(name)s acts there in these days by order %(order)s. End that order first, or choose other days."),
            code="overlap",
            params={"name": str(other.deputy), "order": other.order_number},
            field="starts_on",
        )


def _refuse_more(order: Order, actor: User) -> None:
    """Whoever may not give a role may not give it by an order either, least of all to themselves."""
    if actor.is_administrator:
        return
    given = officer_rights(order.principal) if order.principal else position_rights(order.position)
    if given - actor.rights:
        raise Refused(
            _("You cannot give rights that you do not have yourself. Ask an administrator."), code="more_than_own"
        )
