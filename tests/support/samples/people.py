"""Citizens, officers, divisions, positions, roles and invitations."""

import re
from uuid import uuid4

from django.utils import timezone

from kit import clock
from shared_apps.accounts import services as accounts
from shared_apps.accounts.models import Invitation, User
from shared_apps.notifications import services as notifications
from shared_apps.notifications.models import AddressMark, Failure, Message
from tenant_apps.registry import services as registry
from tenant_apps.registry.models import Capacity
from tenant_apps.registry.selectors import divisions
from tests.support.samples.model import Samples
from tests.support.samples.values import PASSWORD


def email(who: str, canary: tuple[str, str]) -> str:
    """New in every run: Redis remembers for a while what was sent to an address."""
    return f"{who}-{uuid4().hex[:8]}@{canary[1]}.example"


def citizen(email: str, canary: tuple[str, str]) -> User:
    user = accounts.citizen_of(email=email, at=timezone.now())
    accounts.set_name(user=user, display_name=f"{canary[0]} {canary[1]}", at=timezone.now())
    return user


def officer(email: str, canary: tuple[str, str], *, is_administrator: bool) -> User:
    at = timezone.now()
    user = new_officer(email, canary, is_administrator=is_administrator)
    registry.appoint(user=user, division=divisions().first(), position=canary[0], actor=None, at=at)
    if is_administrator:
        accounts.activate_second_factor(user=user, secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", at=at)
    return user


def new_officer(email: str, canary: tuple[str, str], *, is_administrator: bool = False) -> User:
    return accounts.create_officer(
        email=email,
        display_name=f"{canary[0]} {canary[1]}",
        password=PASSWORD,
        is_administrator=is_administrator,
        actor=None,
        at=timezone.now(),
    )


def invitation(administrator: User, canary: tuple[str, str], beyond: Samples | None) -> Invitation:
    number = 0
    while True:
        number += 1
        made = registry.invite(
            email=f"invited{number}@{canary[1]}.example",
            display_name=canary[0],
            division=divisions().first(),
            position=canary[0],
            is_administrator=False,
            actor=administrator,
            at=timezone.now(),
        )
        if beyond is None or made.pk > beyond.invitation.pk:
            return made
        accounts.revoke_invitation(invitation=made, actor=administrator, at=timezone.now())


def structure(administrator: User, canary: tuple[str, str], beyond: Samples | None) -> dict[str, int]:
    """Numbers of a division, position, role and acting order, none of which is one of `beyond`."""
    at, number = timezone.now(), 0
    while True:
        number += 1
        words = f"{canary[0]} {canary[1]} {number}"
        role = registry.save_role(
            role=None, name=words, description=words, granted=[], is_default=False, actor=None, at=at
        )
        position = registry.save_position(position=None, name=words, level=10, role=role, actor=None, at=at)
        division = registry.save_division(division=None, name=words, short_name=canary[0][:30], actor=None, at=at)
        user = new_officer(email(f"deputy{number}", canary), canary)
        deputy = registry.appoint(user=user, division=division, position=canary[0], roles=[role], actor=None, at=at)
        order = registry.add_acting_order(
            order=registry.Order(
                deputy=deputy,
                position=position,
                capacity=Capacity.ACTING_IN_POSITION,
                order_number=words,
                order_date=clock.today(),
                starts_on=clock.today(),
                ends_on=clock.today(),
            ),
            upload=None,
            actor=administrator,
            at=at,
        )
        keys = {"division_id": division.pk, "position_id": position.pk, "role_id": role.pk, "order_id": order.pk}
        if beyond is None or all(key > beyond.structure[name] for name, key in keys.items()):
            return keys


def token(invitation: Invitation) -> str:
    """The link's token stands in the e-mail only."""
    body = Message.objects.get(event="accounts/invitation", to=invitation.email).body
    found = re.search(r"/invitation/([^/\s]+)/", body)
    assert found, body
    return found[1]


def message_of(invitation: Invitation) -> Message:
    """The message that invited."""
    return Message.objects.get(event="accounts/invitation", to=invitation.email)


def mark(invitation: Invitation, administrator: User, beyond: Samples | None) -> AddressMark:
    """The invitation came back."""
    while True:
        message = message_of(invitation)
        at = timezone.now()
        notifications.mark_bounced(message_id=message.pk, recipient=message.to, failure=Failure.BOUNCED, at=at)
        mark = AddressMark.objects.get()
        if beyond is None or mark.pk > beyond.mark.pk:
            return mark
        notifications.unmark(mark_id=mark.pk, actor=administrator, at=at)
