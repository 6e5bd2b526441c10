"""Quotations, orders and what they let an LGO do (vectors 1 to 6, 25, 26, 32)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from billing.models import Account, InvoiceLine, Quote, QuoteState, Subscription
from billing.selectors import balance_of, entitlement_on, not_begun, subscription_of, trial_balance
from billing.services import orders, quotes
from kit.errors import Invalid, Refused
from tenants.models import Tenant
from tests.billing.conftest import AT, accepted, at, ordered, paid, quoted_new

GIGABYTE = 1024**3
pytestmark = pytest.mark.usefixtures("lgo")


@pytest.mark.parametrize(("package", "total"), [("S", 65_000), ("SS", 50_000), ("M", 95_000), ("L", 135_000)])
def test_a_new_subscription_costs_the_package_and_the_installation(lgo: Tenant, package: str, total: int) -> None:
    assert quoted_new(lgo, package).gross == total


def test_the_brochure_s_example_from_first_year_to_renewal(lgo: Tenant) -> None:
    first = ordered(lgo, "S")
    assert first.gross == 65_000
    more = quotes.offer_storage(tenant=lgo, code="100GB", units=1, starts_on=date(2026, 10, 1), day=date(2026, 10, 1))
    invoice = accepted(
        quotes.issue_quote(tenant=lgo, offer=more, actor=None, at=at(date(2026, 10, 1))), day=date(2026, 10, 1)
    )
    assert (invoice.gross, invoice.net, invoice.vat) == (3_000, Decimal("2803.74"), Decimal("196.26"))
    lgo.refresh_from_db()
    assert lgo.bytes_allowed == 110 * GIGABYTE
    subscription = Subscription.objects.get(tenant=lgo)
    term = subscription.terms.get()
    renewal = quotes.offer_renewal(
        subscription=subscription, term=term, day=date(2026, 11, 1), valid_until=date(2027, 1, 30)
    )
    quote = quotes.issue_quote(tenant=lgo, offer=renewal, actor=None, at=at(date(2026, 11, 1)))
    assert (quote.gross, quote.starts_on) == (62_000, date(2027, 1, 1))
    accepted(quote, day=date(2027, 1, 10))
    assert [one.starts_on for one in subscription.terms.all()] == [date(2026, 1, 1), date(2027, 1, 1)]


def test_two_sizes_at_once_add_up(lgo: Tenant) -> None:
    ordered(lgo, "S", storage={"50GB": 2, "200GB": 1})
    lgo.refresh_from_db()
    assert lgo.bytes_allowed == 310 * GIGABYTE


def test_an_order_takes_effect_at_once_and_the_ledger_knows_the_debt(lgo: Tenant) -> None:
    invoice = ordered(lgo, "M")
    lgo.refresh_from_db()
    assert (lgo.state, lgo.accounts, lgo.bytes_allowed) == ("active", 100, 20 * GIGABYTE)
    assert lgo.entitled_until == date(2026, 12, 31)
    assert balance_of(Account.RECEIVABLE, lgo) == invoice.gross
    assert sum(trial_balance().values()) == 0


def test_an_upgrade_costs_the_difference_and_replaces_the_package(lgo: Tenant) -> None:
    ordered(lgo, "S")
    day = date(2026, 10, 1)
    offer = quotes.offer_upgrade(tenant=lgo, package="M", starts_on=day, day=day)
    invoice = accepted(quotes.issue_quote(tenant=lgo, offer=offer, actor=None, at=at(day)), day=day)
    assert invoice.gross == 7_500
    subscription = subscription_of(lgo)
    assert subscription is not None
    before, after = entitlement_on(subscription, date(2026, 9, 30)), entitlement_on(subscription, day)
    assert before is not None
    assert after is not None
    assert (before.package, after.package, after.accounts) == ("S", "M", 100)


def test_a_smaller_package_waits_for_the_renewal(lgo: Tenant) -> None:
    ordered(lgo, "M")
    with pytest.raises(Invalid):
        quotes.offer_upgrade(tenant=lgo, package="S", starts_on=date(2026, 6, 1), day=date(2026, 6, 1))
    subscription = Subscription.objects.get(tenant=lgo)
    subscription.next_package = "S"
    subscription.save()
    renewal = quotes.offer_renewal(
        subscription=subscription,
        term=subscription.terms.get(),
        day=date(2026, 11, 1),
        valid_until=date(2027, 1, 30),
    )
    assert sum(line.gross for line in renewal.lines) == 50_000


def test_of_two_upgrades_from_one_package_only_the_first_fits(lgo: Tenant) -> None:
    ordered(lgo, "SS")
    day = date(2026, 6, 15)
    both = [
        quotes.issue_quote(
            tenant=lgo,
            offer=quotes.offer_upgrade(tenant=lgo, package=package, starts_on=day, day=day),
            actor=None,
            at=at(day),
        )
        for package in ("S", "M")
    ]
    accepted(both[0], day=day)
    with pytest.raises(Refused):
        accepted(both[1], day=day)


def test_a_quotation_ends_before_it_would_cost_less(lgo: Tenant) -> None:
    ordered(lgo, "S")
    offer = quotes.offer_storage(tenant=lgo, code="50GB", units=1, starts_on=date(2026, 3, 20), day=date(2026, 3, 20))
    quote = quotes.issue_quote(tenant=lgo, offer=offer, actor=None, at=at(date(2026, 3, 20)))
    assert quote.valid_until == date(2026, 3, 31)
    with pytest.raises(Refused):
        accepted(quote, day=date(2026, 4, 1))
    quote.refresh_from_db()
    assert quote.state == QuoteState.ISSUED


def test_a_quotation_is_accepted_once(lgo: Tenant) -> None:
    quote = quoted_new(lgo)
    accepted(quote, day=date(2026, 1, 2))
    with pytest.raises(Refused):
        accepted(quote, day=date(2026, 1, 2))


def test_more_storage_needs_a_package(lgo: Tenant) -> None:
    with pytest.raises(Refused):
        quotes.offer_storage(tenant=lgo, code="50GB", units=1, starts_on=date(2026, 3, 1), day=date(2026, 3, 1))


@pytest.mark.parametrize(("code", "units"), [("51GB", 1), ("50GB", 0), ("50GB", -1)])
def test_only_what_is_in_the_book_is_sold(lgo: Tenant, code: str, units: int) -> None:
    ordered(lgo)
    with pytest.raises(Invalid):
        quotes.offer_storage(tenant=lgo, code=code, units=units, starts_on=date(2026, 3, 1), day=date(2026, 3, 1))


def test_without_an_order_it_begins_when_it_is_paid(lgo: Tenant) -> None:
    quote = quoted_new(lgo)
    invoice = accepted(quote, day=date(2026, 1, 1), acceptance=orders.Acceptance(by="ปลัด"))
    assert subscription_of(lgo) is None
    paid(lgo, invoice, amount="65000", day=date(2026, 1, 20))
    subscription = subscription_of(lgo)
    assert subscription is not None
    assert subscription.started_on == date(2026, 1, 20)


def test_the_installation_is_paid_once(lgo: Tenant) -> None:
    ordered(lgo)
    assert InvoiceLine.objects.filter(kind="installation").count() == 1


def test_lines_say_why(lgo: Tenant) -> None:
    ordered(lgo)
    day = date(2026, 10, 2)
    offer = quotes.offer_storage(tenant=lgo, code="100GB", units=1, starts_on=day, day=day)
    quote = quotes.issue_quote(tenant=lgo, offer=offer, actor=None, at=at(day))
    workings = quote.lines.get().workings
    assert (workings["months_over"], workings["months_left"], workings["next_month"]) == ("9", "3", "2026-11-01")


def test_numbers_follow_the_fiscal_year(lgo: Tenant) -> None:
    first = quoted_new(lgo, start=date(2026, 9, 30))
    second = quoted_new(lgo, start=date(2026, 10, 1))
    assert (first.number, second.number) == ("QT-2569-000001", "QT-2570-000001")


def test_an_accepted_quotation_keeps_its_prices(lgo: Tenant) -> None:
    quote = quoted_new(lgo)
    quote.book.packages.update(yearly=Decimal(1))
    assert accepted(quote, day=date(2026, 1, 2)).gross == 65_000


def test_a_renewal_replaces_the_earlier_quotation(lgo: Tenant) -> None:
    ordered(lgo)
    subscription = Subscription.objects.get(tenant=lgo)
    made = []
    for day in (date(2026, 10, 3), date(2026, 11, 2)):
        offer = quotes.offer_renewal(
            subscription=subscription, term=subscription.terms.get(), day=day, valid_until=date(2027, 1, 30)
        )
        made.append(quotes.issue_quote(tenant=lgo, offer=offer, actor=None, at=at(day)))
    states = list(Quote.objects.filter(pk__in=[one.pk for one in made]).order_by("pk").values_list("state", flat=True))
    assert states == ["superseded", "issued"]
    with pytest.raises(Refused):
        accepted(made[0], day=date(2026, 11, 3))


def test_billing_has_no_table_in_a_tenant(lgo: Tenant) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT schemaname FROM pg_tables WHERE tablename LIKE 'billing\\_%%'", [])
        assert [row[0] for row in cursor.fetchall()] == ["public"]


def test_the_time_is_passed_in(lgo: Tenant) -> None:
    assert quoted_new(lgo).issued_at == AT


def test_who_has_renewed_may_still_take_a_larger_package(lgo: Tenant) -> None:
    ordered(lgo, "S")
    day = date(2026, 11, 1)
    subscription = Subscription.objects.get(tenant=lgo)
    term = subscription.terms.get()
    renewal = quotes.offer_renewal(subscription=subscription, term=term, day=day, valid_until=date(2027, 1, 30))
    accepted(quotes.issue_quote(tenant=lgo, offer=renewal, actor=None, at=at(day)), day=day)
    invoice = accepted(upgrade(lgo, "M", date(2026, 11, 5)), day=date(2026, 11, 5))
    assert invoice.gross == 5_000
    found = [entitlement_on(subscription, one) for one in (date(2026, 12, 31), date(2027, 1, 1))]
    assert [one.package for one in found if one] == ["M", "S"]


def test_a_larger_package_that_comes_next_month_is_the_only_one_then(lgo: Tenant) -> None:
    ordered(lgo, "S")
    day, coming = date(2026, 3, 10), date(2026, 4, 1)
    offer = quotes.offer_upgrade(tenant=lgo, package="M", starts_on=coming, day=day)
    earlier = upgrade(lgo, "L", day)
    accepted(quotes.issue_quote(tenant=lgo, offer=offer, actor=None, at=at(day)), day=day)
    with pytest.raises(Refused):
        accepted(earlier, day=day)
    with pytest.raises(Refused, match="สั่งแพ็กเกจที่ใหญ่กว่าไว้แล้ว"):
        upgrade(lgo, "L", day)
    accepted(upgrade(lgo, "L", coming), day=coming)
    subscription = subscription_of(lgo)
    assert subscription is not None
    found = [entitlement_on(subscription, one) for one in (day, coming)]
    assert [(one.package, one.storage) for one in found if one] == [("S", 10 * GIGABYTE), ("L", 50 * GIGABYTE)]


def test_two_larger_packages_that_waited_for_money_never_run_beside_one_another(lgo: Tenant) -> None:
    ordered(lgo, "SS")
    day, without_order = date(2026, 6, 15), orders.Acceptance(by="ปลัด")
    first, second = [
        accepted(quote, day=day, acceptance=without_order)
        for quote in [upgrade(lgo, package, day) for package in ("S", "M")]
    ]
    paid(lgo, first, amount=str(first.gross), reference="T-1", day=date(2026, 6, 20))
    money = paid(lgo, second, amount=str(second.gross), reference="T-2", day=date(2026, 6, 21))
    assert money.allocated == second.gross, "money is never refused"
    assert [one.number for one in not_begun()] == [second.number]
    lgo.refresh_from_db()
    assert lgo.accounts == 50


def test_what_is_paid_after_its_term_does_not_begin_and_is_shown(lgo: Tenant) -> None:
    ordered(lgo)
    day = date(2026, 12, 20)
    offer = quotes.offer_storage(tenant=lgo, code="50GB", units=1, starts_on=day, day=day)
    quote = quotes.issue_quote(tenant=lgo, offer=offer, actor=None, at=at(day))
    invoice = accepted(quote, day=day, acceptance=orders.Acceptance(by="ปลัด"))
    paid(lgo, invoice, amount="700", day=date(2027, 1, 15))
    assert [one.number for one in not_begun()] == [invoice.number]


def test_credit_settles_the_next_invoice_by_itself(lgo: Tenant) -> None:
    first = ordered(lgo)
    paid(lgo, first, amount="67000")
    day = date(2026, 10, 1)
    offer = quotes.offer_storage(tenant=lgo, code="100GB", units=1, starts_on=day, day=day)
    invoice = accepted(quotes.issue_quote(tenant=lgo, offer=offer, actor=None, at=at(day)), day=day)
    assert (invoice.gross, invoice.balance) == (3_000, 1_000)
    assert balance_of(Account.CREDIT, lgo) == 0
    assert sum(trial_balance().values()) == 0


def upgrade(lgo: Tenant, package: str, day: date) -> Quote:
    """A quotation for a larger package from that day on."""
    offer = quotes.offer_upgrade(tenant=lgo, package=package, starts_on=day, day=day)
    return quotes.issue_quote(tenant=lgo, offer=offer, actor=None, at=at(day))
