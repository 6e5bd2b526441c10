"""Reading of divisions and officers."""

from typing import Any

from django.db import models
from django.db.models import Count, F, Func, Q
from django.db.models.expressions import OrderBy
from django.db.models.functions import Collate

from shared_apps.accounts.models import Invitation, User
from shared_apps.accounts.selectors import invitations
from shared_apps.accounts.selectors import officers as users_of_lgo
from tenant_apps.registry.models import Division, Officer, Position, Posting, Role


def divisions(*, active_only: bool = True) -> "models.QuerySet[Division]":
    """The divisions in their order."""
    rows = Division.objects.order_by("order", "pk")
    return rows.filter(is_active=True) if active_only else rows


def division_by_code(*codes: str) -> Division | None:
    """The first of the seeded divisions `codes` that this LGO has in use, else its first division.

    `division_by_code("health", "office")`: small LGOs have no health division, so that waste belongs to the office.
    """
    found = {division.code: division for division in divisions()}
    return next((found[code] for code in codes if code in found), next(iter(found.values()), None))


def officers(*, active_only: bool = True) -> "models.QuerySet[Officer]":
    """The officers by name, with their user and division in the same query."""
    rows = Officer.objects.select_related("user", "division").order_by("user__display_name", "pk")
    return rows.filter(user__is_active=True) if active_only else rows


def officers_of(division: Division) -> "models.QuerySet[Officer]":
    """The active officers of one division."""
    return officers().filter(division=division)


def officer_of(user: Any) -> Officer | None:
    """The officer that `user` is here, or None."""
    key = getattr(user, "pk", None)
    return officers(active_only=False).filter(user_id=key).first() if key else None


def officer_by_id(officer_id: int) -> Officer | None:
    """The officer of this id, active or not."""
    return officers(active_only=False).filter(pk=officer_id).first()


def posting_of(user: User) -> Posting | None:
    """Where the invitation that `user` accepted said they would work."""
    rows = Posting.objects.select_related("division").filter(invitation__accepted_by=user)
    return rows.order_by("-invitation__accepted_at").first()


def people() -> "models.QuerySet[User]":
    """All who work here, closed accounts too, in Thai dictionary order, with their division in the same query."""
    return users_of_lgo().select_related("officer__division").order_by(thai_order("display_name"), "pk")


def person(user_id: int) -> User | None:
    """One of `people`."""
    return people().filter(pk=user_id).first()


def pending_invitations() -> "models.QuerySet[Invitation]":
    """Invitations that were neither accepted nor withdrawn, with the division they are for."""
    return invitations().select_related("posting__division", "invited_by")


def pending_invitation(invitation_id: int) -> Invitation | None:
    """One of `pending_invitations`."""
    return pending_invitations().filter(pk=invitation_id).first()


def roles() -> "models.QuerySet[Role]":
    """The roles in their order."""
    return Role.objects.order_by("order", "pk")


def default_roles() -> "models.QuerySet[Role]":
    """What new officers get: one role, or none when the LGO wants that."""
    return roles().filter(is_default=True)


def role(role_id: int) -> Role | None:
    """The role of this id."""
    return roles().filter(pk=role_id).first()


def roles_with_holders() -> "models.QuerySet[Role]":
    """The roles, each with the number of officers with open accounts (`holders`)."""
    return roles().annotate(holders=Count("officers", filter=Q(officers__user__is_active=True), distinct=True))


def positions(*, active_only: bool = True) -> "models.QuerySet[Position]":
    """The positions, highest first."""
    rows = Position.objects.select_related("role").order_by("-level", "name")
    return rows.filter(is_active=True) if active_only else rows


def positions_with_holders() -> "models.QuerySet[Position]":
    """The positions, each with the number of officers with open accounts (`holders`)."""
    return positions(active_only=False).annotate(holders=Count("officers", filter=Q(officers__user__is_active=True)))


def position(position_id: int) -> Position | None:
    """The position of this id."""
    return positions(active_only=False).filter(pk=position_id).first()


def position_named(name: str) -> Position | None:
    """The listed position that is written so."""
    return Position.objects.filter(name=name).first() if name else None


def divisions_with_officers() -> "models.QuerySet[Division]":
    """All divisions, those in use first, each with the number of officers with open accounts (`people`)."""
    rows = divisions(active_only=False).select_related("merged_into").order_by("-is_active", "order", "pk")
    return rows.annotate(people=Count("officers", filter=Q(officers__user__is_active=True)))


def division(division_id: int) -> Division | None:
    """The division of this id, in use or not."""
    return divisions(active_only=False).filter(pk=division_id).first()


def users_with_duty(duty: str, *, division: int | None = None) -> "models.QuerySet[User]":
    """The active users who hold the role that an LGO begins with for this duty, of one division if given."""
    rows = users_of_lgo().filter(is_active=True, officer__roles__code=duty)
    return (rows.filter(officer__division=division) if division else rows).distinct().order_by("pk")


def administrators() -> "models.QuerySet[User]":
    """The active administrators."""
    return users_of_lgo().filter(is_active=True, is_administrator=True).order_by("pk")


def thai_order(field: str, *, descending: bool = False) -> OrderBy:
    """Order by a text column as a Thai dictionary does."""
    key = Collate(Func(F(field), function="thai_key", output_field=models.TextField()), "C")
    return key.desc() if descending else key.asc()
