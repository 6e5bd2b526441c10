"""Reminders to pay that the operator's staff send. Public scope."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from billing.selectors import customer_of, open_invoices, standing
from kit import clock
from kit.errors import Invalid
from kit.money import ZERO
from provisioning import selectors
from provisioning.models import FollowUpKind
from provisioning.services import follow_ups
from shared_apps.accounts.models import User
from shared_apps.accounts.selectors import active_administrators
from shared_apps.jobs.services import enqueue
from shared_apps.notifications.services import Recipient, notify, recipient_of
from shared_apps.ui.templatetags.thai import thaidate, thainumber
from tenants.models import Tenant, base_url
from tenants.scope import tenant_scope
from tenants.selectors import primary_host

MOST = 200
NOBODY = _("Choose at least one local government.")
TOO_MANY = _("Choose at most %(most)s local governments at a time.")


@transaction.atomic
def remind_all(*, tenants: Iterable[str], actor: Any, at: datetime) -> int:
    """Have each of the LGOs reminded, once a day at most; returns how many will be.

    Raises:
        Invalid: none, or too many.
    """
    found = list(selectors.tenants_of(list(tenants)))
    if not found:
        raise Invalid(NOBODY, code="nobody")
    if len(found) > MOST:
        raise Invalid(TOO_MANY, code="too_many", params={"most": MOST})
    day = clock.bangkok_day(at)
    for tenant in found:
        key = f"remind:{tenant.pk}:{day}"
        enqueue("provisioning.remind", tenant_id=str(tenant.pk), actor_id=actor.pk, key=key)
    return len(found)


@transaction.atomic
def remind(*, tenant_id: str, actor_id: int, at: datetime) -> None:
    """Write to an LGO about what it owes or what ends; safe to run again on the same day."""
    tenant = selectors.tenants_of([tenant_id]).first()
    if tenant is None:
        return
    day = clock.bangkok_day(at)
    context = _words(tenant, day)
    for to in _recipients(tenant):
        notify("provisioning/payment_reminder", to=to, context=context, key=f"remind:{tenant.pk}:{day}")
    actor = User.objects.filter(pk=actor_id).first()
    if not selectors.was_reminded(tenant, since=datetime(day.year, day.month, day.day, tzinfo=clock.BANGKOK)):
        text = gettext("Reminder: %(amount)s baht are owed, until %(day)s")
        follow_ups.note(
            tenant=tenant,
            kind=FollowUpKind.REMINDER,
            text=text % {"amount": context["amount"], "day": context["due"]},
            actor=actor,
            at=at,
        )


def _words(tenant: Tenant, day: date) -> dict[str, str]:
    now = standing(tenant, day)
    owed = sum((one.balance for one in open_invoices(tenant)), ZERO)
    return {
        "lgo": tenant.name,
        "amount": thainumber(owed, 2),
        "due": thaidate(now.changes_on or now.ends_on, "medium") or "–",
        "stage": str(now.stage.label),
        "url": f"{base_url(primary_host(tenant))}/desk/",
    }


def _recipients(tenant: Tenant) -> list[Recipient]:
    """Who stands on the documents, the central mailbox, and the administrators of the site; each address once."""
    customer = customer_of(tenant)
    found = [Recipient(email=customer.email, name=tenant.name)] if customer and customer.email else []
    if tenant.saraban_email:
        found.append(Recipient(email=tenant.saraban_email, name=tenant.name))
    if tenant.is_live:
        with tenant_scope(tenant):
            people = [recipient_of(person) for person in active_administrators()]
        found += [Recipient(email=one.email, name=one.name, language=one.language) for one in people if one.email]
    return list({one.email: one for one in found}.values())
