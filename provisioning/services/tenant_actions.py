"""What a second person's approval does to an LGO. Public scope; the LGO finds each of them in its own log."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from billing.models import Invoice, Subscription
from billing.selectors import book_in_force, standing, subscription_of, term_on
from billing.services import ladder
from billing.services.corrections import TOO_MUCH, issue_credit_note
from billing.services.goodwill import give_credit
from billing.services.orders import Acceptance, accept_quote
from billing.services.quotes import NO_PACKAGE, issue_quote, offer_upgrade
from billing.services.renewals import choose_for_renewal
from kit import clock
from kit.errors import Invalid, NotFound, Refused, gettext_noop
from provisioning.services.handover import ask_for_data
from provisioning.services.lgo_log import OPERATOR, tell_lgo
from shared_apps.audit.services import record
from tenants import services as tenants
from tenants.models import Tenant
from tenants.workflow import TenantState

HAS_CONTRACT = _("This local government has a contract. Its term is extended by a renewal, not as a trial.")
NOT_LATER = _("Choose a day after the present last day of the trial.")
PAID_UNTIL = _("It is paid for until this day. Choose a later one.")
NO_INVOICE = gettext_noop("There is no such invoice.")


@transaction.atomic
def move(*, tenant: Tenant, action: str, reason: str, actor: Any, at: datetime) -> None:
    """Move an LGO along its life.

    Raises:
        TransitionRefused: it cannot be moved so from where it is.
    """
    tenants.change_state(tenant=tenant, action=action, reason=reason, actor=actor, at=at)
    tell_lgo(tenant=tenant, action=f"tenant.{action}", reason=reason, actor=actor, at=at)


@transaction.atomic
def extend_trial(*, tenant: Tenant, until: date, reason: str, actor: Any, at: datetime) -> None:
    """Let a trial last until a later day; one that had run out goes on at once.

    Raises:
        Refused: there is a contract.
        Invalid: the day is not later than the present one, or has passed.
    """
    fresh = Tenant.objects.select_for_update().get(pk=tenant.pk)
    check_trial(fresh, until, day=clock.bangkok_day(at))
    ladder.extend_trial(tenant=fresh, until=until, reason=reason, actor=actor, at=at)
    fresh.refresh_from_db()
    if fresh.state == TenantState.READ_ONLY:  # closed by hand: the ladder leaves that to people, and these are two
        capabilities = tenants.capabilities_of(fresh, read_only=False)
        fresh = tenants.set_capabilities(tenant=fresh, capabilities=capabilities, actor=actor, at=at)
        tenants.change_state(tenant=fresh, action="resume_trial", reason=reason, actor=actor, at=at)
    data: dict[str, object] = {"until": until.isoformat()}
    tell_lgo(tenant=fresh, action="tenant.trial_extended", reason=reason, actor=actor, at=at, data=data)


def check_trial(tenant: Tenant, until: date, *, day: date) -> None:
    """Raise what `extend_trial` raises."""
    if subscription_of(tenant) is not None:
        raise Refused(HAS_CONTRACT, code="has_contract")
    if until < day or (tenant.entitled_until is not None and until <= tenant.entitled_until):
        raise Invalid(NOT_LATER, code="not_later", field="until")


@transaction.atomic
def give_respite(*, tenant: Tenant, until: date, reason: str, actor: Any, at: datetime) -> None:
    """Let everything work until a day although it is not paid for; a site that was closed for that opens again.

    Raises:
        Refused: it is a trial, which is extended instead.
        Invalid: the day has passed, or it is paid for until then.
    """
    fresh = Tenant.objects.select_for_update().get(pk=tenant.pk)
    check_respite(fresh, until, day=clock.bangkok_day(at))
    ladder.give_respite(tenant=fresh, until=until, reason=reason, actor=actor, at=at)
    data: dict[str, object] = {"until": until.isoformat()}
    record("tenant.respite_given", actor=actor, target=fresh, data={"reason": reason, **data}, at=at)
    tell_lgo(tenant=fresh, action="tenant.respite_given", reason=reason, actor=actor, at=at, data=data)


def check_respite(tenant: Tenant, until: date, *, day: date) -> None:
    """Raise what `give_respite` raises."""
    if subscription_of(tenant) is None:
        raise Refused(ladder.ON_TRIAL, code="on_trial")
    if until < day:
        raise Invalid(ladder.PAST, code="past", field="until")
    ends_on = standing(tenant, day).ends_on
    if ends_on is not None and until < ends_on:
        raise Invalid(PAID_UNTIL, code="paid_until", field="until")


@transaction.atomic
def change_plan(*, tenant: Tenant, package: str, order_number: str, reason: str, actor: Any, at: datetime) -> None:
    """Give an LGO another package: at once in a trial, a larger one at once with its invoice, a smaller one at renewal.

    Raises:
        Invalid: there is no such package.
        DomainError: billing refuses it.
    """
    fresh = Tenant.objects.select_for_update().get(pk=tenant.pk)
    day = clock.bangkok_day(at)
    subscription = subscription_of(fresh)
    if subscription is None or term_on(subscription, day) is None:
        _as_trial(fresh, package, actor=actor, at=at)
    elif is_larger(subscription, package, day):
        offer = offer_upgrade(tenant=fresh, package=package, starts_on=day, day=day)
        quote = issue_quote(tenant=fresh, offer=offer, actor=actor, at=at)
        by = Acceptance(by=str(OPERATOR), order_number=order_number, order_date=day)
        accept_quote(quote=quote, acceptance=by, actor=actor, at=at)
    else:
        choose_for_renewal(tenant=fresh, package=package, storage=None, by=str(OPERATOR), actor=actor, at=at)
    told: dict[str, object] = {"package": package, "order": order_number}
    tell_lgo(tenant=fresh, action="tenant.plan_changed", reason=reason, actor=actor, at=at, data=told)


def is_larger(subscription: Subscription, package: str, day: date) -> bool:
    """Whether a package costs more than the running one, by the prices of its term.

    Raises:
        Invalid: there is no such package.
    """
    term = term_on(subscription, day)
    if term is None:
        return False
    wanted = term.book.packages.filter(code=package).first()
    if wanted is None:
        raise Invalid(NO_PACKAGE, code="no_package", field="package")
    running = term.items.filter(kind="package", starts_on__lte=day, ends_on__gt=day).get()
    return bool(wanted.yearly > running.price)


def _as_trial(tenant: Tenant, package: str, *, actor: Any, at: datetime) -> None:
    wanted = book_in_force(clock.bangkok_day(at)).packages.filter(code=package).first()
    if wanted is None:
        raise Invalid(NO_PACKAGE, code="no_package", field="package")
    capabilities = tenants.capabilities_of(tenant, accounts=wanted.accounts, bytes_allowed=wanted.storage)
    tenants.set_capabilities(tenant=tenant, capabilities=capabilities, actor=actor, at=at)


def invoice_of(tenant: Tenant, key: object) -> Invoice:
    """An invoice of this LGO.

    Raises:
        NotFound: it has none of that number.
    """
    found = Invoice.objects.filter(tenant=tenant, pk=str(key)).first() if str(key).isdigit() else None
    if found is None:
        raise NotFound(NO_INVOICE)
    return found


def check_waive(invoice: Invoice, amount: Decimal) -> None:
    """Raise Invalid when more would be waived than is owed; what was paid is given back by finance, not waived."""
    if not 0 < amount <= invoice.balance:
        raise Invalid(TOO_MUCH, code="too_much", field="amount", params={"most": invoice.balance})


@transaction.atomic
def waive(*, tenant: Tenant, invoice: Invoice, amount: Decimal, reason: str, actor: Any, at: datetime) -> None:
    """Take back a part of an invoice by a credit note.

    Raises:
        Invalid: more than the invoice would be taken back.
    """
    check_waive(invoice, amount)
    note = issue_credit_note(invoice=invoice, gross=amount, reason=reason, actor=actor, at=at)
    data: dict[str, object] = {"invoice": invoice.number, "credit_note": note.number, "amount": str(amount)}
    tell_lgo(tenant=tenant, action="tenant.waived", reason=reason, actor=actor, at=at, data=data)


@transaction.atomic
def credit(*, tenant: Tenant, amount: Decimal, reference: str, reason: str, actor: Any, at: datetime) -> None:
    """Give credit, which settles what is open.

    Raises:
        Invalid: it would be nothing.
    """
    give_credit(tenant=tenant, amount=amount, reference=reference, reason=reason, actor=actor, at=at)
    data: dict[str, object] = {"amount": str(amount)}
    tell_lgo(tenant=tenant, action="tenant.credited", reason=reason, actor=actor, at=at, data=data)


@transaction.atomic
def terminate(*, tenant: Tenant, acceptance: dict[str, Any], reason: str, actor: Any, at: datetime) -> None:
    """End it all, with the LGO's written acceptance on record. All its data is put into an archive; nothing is erased.

    Raises:
        TransitionRefused: it cannot be ended from where it is.
    """
    data: dict[str, object] = dict(acceptance)
    tell_lgo(tenant=tenant, action="tenant.terminate", reason=reason, actor=actor, at=at, data=data)
    record("tenant.termination_accepted", actor=actor, target=tenant, data=data, at=at)
    tenants.change_state(tenant=tenant, action="terminate", reason=reason, actor=actor, at=at)
    ask_for_data(tenant=tenant, by=str(OPERATOR), at=at, is_final=True)
