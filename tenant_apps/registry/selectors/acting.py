"""Who acts for whom, and what the signature says."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit import clock
from shared_apps.accounts.models import User
from tenant_apps.registry.models import ActingOrder, Capacity, Officer, Position, Role

CAPACITY_WORDS = {
    Capacity.ACTING_FOR: "รักษาราชการแทน",
    Capacity.ON_BEHALF: "ปฏิบัติราชการแทน",
    Capacity.ACTING_IN_POSITION: "รักษาการในตำแหน่ง",
    Capacity.PERFORMING: "ปฏิบัติหน้าที่",
}
"""What official papers say, in whatever language the page is."""


def acting_orders() -> "models.QuerySet[ActingOrder]":
    """All orders, those that begin last first, with their people in the same query."""
    return ActingOrder.objects.select_related("deputy__user", "principal__user", "position", "file").order_by(
        "-starts_on", "-pk"
    )


def acting_order(order_id: int) -> ActingOrder | None:
    """One of them."""
    return acting_orders().filter(pk=order_id).first()


def acting_for(user: Any, on: date) -> list[ActingOrder]:
    """The orders under which `user` may act on that day, highest position first."""
    if not getattr(user, "is_officer", False):
        return []
    orders = _valid(on).filter(deputy__user=user)
    found = list(orders.select_related("deputy__user", "principal__user", "principal__post", "position"))
    return sorted(found, key=lambda order: (-_level(order), order.starts_on, order.pk))


def stand_ins(on: date) -> dict[int, list[User]]:
    """Who acts that day in the place of whom: active deputies by the user id of the one whose place it is.

    One to whom work is only delegated (patibat-ratchakan-thaen) is not among them: the other is still in office.
    """
    orders = _valid(on).exclude(capacity=Capacity.ON_BEHALF).filter(principal__isnull=False)
    found: dict[int, list[User]] = {}
    for order in orders.filter(deputy__user__is_active=True).select_related("deputy__user", "principal"):
        if order.principal is not None:
            found.setdefault(order.principal.user_id, []).append(order.deputy.user)
    return found


def acting_with_duty(duty: str, *, on: date, division: int | None = None) -> list[User]:
    """The active users who act that day in a vacant position whose usual role is that of this duty."""
    orders = _valid(on).filter(position__role__code=duty, deputy__user__is_active=True)
    if division:
        orders = orders.filter(deputy__division=division)
    return [order.deputy.user for order in orders.select_related("deputy__user").order_by("pk")]


def rights_of(user: User) -> frozenset[str]:
    """What an officer may do by their roles, and by those of whom they act for today, in one query."""
    today = _valid(clock.today()).filter(deputy__user=user)
    held = Role.objects.filter(
        Q(officers__user=user)
        | Q(officers__in=today.exclude(principal=None).values("principal"))
        | Q(positions__in=today.exclude(position=None).values("position"))
    )
    return frozenset(right for rights in held.values_list("rights", flat=True) for right in rights)


def officer_rights(officer: Officer) -> frozenset[str]:
    """The rights of an officer's own roles."""
    return frozenset(right for rights in officer.roles.values_list("rights", flat=True) for right in rights)


def position_rights(position: Position | None) -> frozenset[str]:
    """The rights that acting in a vacant position gives."""
    return frozenset(position.role.rights) if position and position.role else frozenset()


@dataclass(frozen=True)
class SignatureBlock:
    """What stands below a signature: the name in brackets, then one line or two."""

    name: str
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join((f"({self.name})", *self.lines))


def signature_block(officer: Officer, *, on: date, order: ActingOrder | None = None) -> SignatureBlock:
    """The signature of an officer in their own position, or under an order that must be valid on that day.

    For example ``(นายสมชาย ใจดี)``, ``รองปลัดเทศบาล รักษาราชการแทน``, ``ปลัดเทศบาล`` (facts A).

    Raises:
        ValueError: the order is another officer's, or not valid on that day.
    """
    name, own = str(officer.user), officer.position
    if order is None:
        return SignatureBlock(name, (own,) if own else ())
    if order.deputy_id != officer.pk or not order.is_valid(on):
        raise ValueError(f"order {order.pk} does not let officer {officer.pk} act on {on}")
    capacity = CAPACITY_WORDS[Capacity(order.capacity)]
    return SignatureBlock(name, (f"{own} {capacity}".strip(), order.position_name))


@dataclass(frozen=True)
class OrderState:
    """Where an order stands, as a badge."""

    label: Any
    tone: str


VALID = OrderState(_("Valid now"), "success")
LATER = OrderState(_("Begins later"), "info")
PAST = OrderState(_("Has ended"), "neutral")


def state_of(order: ActingOrder, day: date) -> OrderState:
    """Whether someone may act under it on that day."""
    if order.is_valid(day):
        return VALID
    return LATER if order.starts_on > day and order.ended_on is None else PAST


def in_state(orders: "models.QuerySet[ActingOrder]", state: str, day: date) -> "models.QuerySet[ActingOrder]":
    """Those of `orders` that are `valid`, `later` or `past` on that day."""
    is_open = Q(ended_on=None) | Q(ended_on__gt=day)
    if state == "valid":
        return orders.filter(is_open, starts_on__lte=day, ends_on__gte=day)
    if state == "later":
        return orders.filter(ended_on=None, starts_on__gt=day)
    return orders.filter(Q(ends_on__lt=day) | Q(ended_on__lte=day))


def _valid(on: date) -> "models.QuerySet[ActingOrder]":
    return ActingOrder.objects.filter(starts_on__lte=on, ends_on__gte=on).filter(Q(ended_on=None) | Q(ended_on__gt=on))


def _level(order: ActingOrder) -> int:
    post = order.position or (order.principal.post if order.principal else None)
    return post.level if post else 0
