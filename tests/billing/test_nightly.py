"""The night: renewals, reminders, steps down the ladder and up again; twice, late, one by one."""

from datetime import date, timedelta
from typing import Any

import pytest

from billing.ladder import Stage
from billing.models import Account, LadderRules, LadderStep, Quote, QuoteState, StepKind, Subscription, VersionState
from billing.periods import Period
from billing.selectors import balance_of, standing, standings, steps_of
from billing.services import corrections, ladder, nightly, orders, recognition, renewals, telling
from kit.errors import Invalid, Refused
from shared_apps.jobs.models import OutboxJob
from shared_apps.notifications.models import Message
from tenants.models import Tenant
from tests.billing.conftest import BY, accepted, at, ordered, paid, quoted_new

pytestmark = pytest.mark.usefixtures("lgo")
END = date(2027, 1, 1)
"""The first day after a term that began on 1 January 2026."""
WITHOUT_ORDER = orders.Acceptance(by="นายก")


@pytest.fixture(autouse=True)
def _alone(lgo: Tenant, south: Tenant) -> None:
    """South is no customer of these tests."""
    Tenant.objects.filter(pk=south.pk).update(state="terminated")


def bought(lgo: Tenant, package: str = "S", **values: Any) -> None:
    """A first subscription that is paid."""
    invoice = ordered(lgo, package, **values)
    paid(lgo, invoice, amount=str(invoice.gross))


def night(day: date) -> dict[str, int]:
    return dict(nightly.run_night(at=at(day)).steps)


def after(days: int) -> date:
    return END + timedelta(days=days)


def state(lgo: Tenant) -> str:
    lgo.refresh_from_db()
    return lgo.state


def steps(lgo: Tenant) -> list[tuple[str, int]]:
    return [(step.kind, step.days) for step in steps_of(lgo).order_by("pk")]


def test_renewals_are_offered_three_times_each_replacing_the_one_before(lgo: Tenant) -> None:
    bought(lgo, "S", storage={"100GB": 1})
    assert night(after(-91)) == {}
    for days in (90, 60, 30):
        assert night(after(-days)) == {"renewal": 1}
        assert night(after(-days)) == {}, "twice is once"
    found = Quote.objects.filter(kind="renewal").order_by("pk")
    assert [quote.state for quote in found] == ["superseded", "superseded", "issued"]
    assert {quote.gross for quote in found} == {62_000}
    assert found[2].valid_until == date(2027, 1, 30)
    assert steps(lgo) == [("renewal", 90), ("renewal", 60), ("renewal", 30)]


def test_a_late_night_offers_once(lgo: Tenant) -> None:
    bought(lgo)
    assert night(after(-25)) == {"renewal": 1}
    assert steps(lgo) == [("renewal", 30)]
    assert Quote.objects.filter(kind="renewal").count() == 1


def test_what_was_ordered_is_offered_no_more(lgo: Tenant) -> None:
    bought(lgo)
    night(after(-90))
    accepted(Quote.objects.get(kind="renewal"), day=after(-80), acceptance=WITHOUT_ORDER)
    assert night(after(-60)) == {}
    with pytest.raises(Refused, match="สั่งต่ออายุไว้แล้ว"):
        renewals.request_renewal(tenant=lgo, actor=None, at=at(after(-60)))


def test_down_the_ladder_day_by_day(lgo: Tenant) -> None:
    bought(lgo)
    seen = {}
    for days in range(-31, 182):
        night(after(days))
        seen[days] = state(lgo)
    assert seen[-1] == seen[0] == seen[29] == "active"
    assert seen[30] == seen[89] == "read_only"
    assert seen[90] == seen[181] == "suspended"
    assert steps(lgo) == [
        ("renewal", 60),
        ("renewal", 30),
        ("grace", 0),
        ("warning", 14),
        ("warning", 3),
        ("read_only", 0),
        ("warning", 14),
        ("warning", 3),
        ("export_only", 0),
        ("warning", 14),
        ("warning", 3),
        ("ended", 0),
    ]
    closed = steps_of(lgo).get(kind="read_only")
    assert closed.reason == "ช่วงที่ชำระไว้สิ้นสุดเมื่อวันที่ 31 ธันวาคม 2569 และยังไม่ได้ต่ออายุ"
    assert Tenant.objects.get(pk=lgo.pk).state == "suspended", "nobody is ever ended by the passing of days"


def test_a_night_that_comes_months_late_goes_straight_to_where_the_lgo_stands(lgo: Tenant) -> None:
    bought(lgo)
    assert night(after(100)) == {"export_only": 1}
    assert state(lgo) == "suspended"


def test_payment_opens_at_once_and_the_late_term_begins_where_the_old_one_ended(lgo: Tenant) -> None:
    bought(lgo)
    night(after(-30))
    night(after(95))
    assert state(lgo) == "suspended"
    quote = renewals.request_renewal(tenant=lgo, actor=None, at=at(after(96)))
    invoice = accepted(quote, day=after(96), acceptance=WITHOUT_ORDER)
    assert state(lgo) == "suspended"
    paid(lgo, invoice, amount="50000", reference="T-2", day=after(97))
    assert state(lgo) == "active"
    assert (lgo.entitled_until, steps_of(lgo).first().kind) == (date(2027, 12, 31), "reopened")  # type: ignore[union-attr]  # there is one
    assert Subscription.objects.get(tenant=lgo).terms.last().starts_on == END  # type: ignore[union-attr]  # there are two
    assert night(after(98)) == {}


@pytest.mark.parametrize(("days", "begins"), [(179, 0), (180, 180), (400, 400)])
def test_what_was_over_begins_anew_when_it_is_paid(lgo: Tenant, days: int, begins: int) -> None:
    bought(lgo, storage={"100GB": 1}, start=date(2026, 1, 1))
    quote = renewals.request_renewal(tenant=lgo, actor=None, at=at(after(days)))
    assert (quote.starts_on, quote.gross) == (after(begins), 62_000)
    invoice = accepted(quote, day=after(days), acceptance=WITHOUT_ORDER)
    paid(lgo, invoice, amount="62000", reference="T-2", day=after(days + 1))
    old, new = Subscription.objects.get(tenant=lgo).terms.order_by("position")
    first = END if begins == 0 else after(begins + 1)
    assert (old.starts_on, old.ends_on, new.starts_on) == (date(2026, 1, 1), END, first)
    assert old.period.end == END
    assert standing(lgo, after(days + 1)).is_paid
    lgo.refresh_from_db()
    assert lgo.entitled_until == new.ends_on - timedelta(days=1)
    following = renewals.request_renewal(tenant=lgo, actor=None, at=at(new.ends_on - timedelta(days=5)))
    assert following.starts_on == new.ends_on == Period.first(first).end
    recognition.recognise_revenue(day=date(2030, 1, 1), at=at(date(2030, 1, 1)))
    assert balance_of(Account.DEFERRED) == 0


def test_what_is_paid_after_all_its_days_begins_anew(lgo: Tenant) -> None:
    bought(lgo)
    quote = renewals.request_renewal(tenant=lgo, actor=None, at=at(after(10)))
    invoice = accepted(quote, day=after(10), acceptance=WITHOUT_ORDER)
    paid(lgo, invoice, amount="50000", reference="T-2", day=after(366))
    assert Subscription.objects.get(tenant=lgo).terms.latest("position").starts_on == after(366)


def test_what_staff_closed_stays_closed_when_money_comes(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    ladder.change_state(tenant=lgo, action="suspend", actor=None, at=at(date(2026, 2, 1)), reason="ศาลสั่ง")
    paid(lgo, invoice, amount="65000", day=date(2026, 2, 2))
    night(date(2026, 2, 3))
    assert state(lgo) == "suspended"


def test_an_order_stops_the_clock_until_it_is_paid_or_waived(lgo: Tenant, settings: Any) -> None:
    bought(lgo)
    settings.BILLING_ACTIVATE_ON_ORDER = False
    night(after(-30))
    invoice = accepted(Quote.objects.get(kind="renewal"), day=after(20), acceptance=BY)
    now = standing(lgo, after(100))
    assert (now.stage, now.days_over, now.is_paused) == (Stage.GRACE, 20, True)
    night(after(100))
    assert state(lgo) == "active"
    corrections.issue_credit_note(
        invoice=invoice, gross=invoice.gross, reason="ยกเลิกใบสั่ง", actor=None, at=at(after(100))
    )
    assert standing(lgo, after(110)).stage == Stage.READ_ONLY
    assert renewals.request_renewal(tenant=lgo, actor=None, at=at(after(110))).state == QuoteState.ISSUED


def test_a_trial_is_reminded_closed_extended_and_bought(lgo: Tenant) -> None:
    Tenant.objects.filter(pk=lgo.pk).update(entitled_until=after(-1))
    lgo.refresh_from_db()
    assert standing(lgo, after(-1)).stage == Stage.TRIAL
    for days in (-14, -3, 0, 30):
        night(after(days))
    assert steps(lgo) == [("trial", 14), ("trial", 3), ("grace", 0), ("read_only", 0)]
    assert state(lgo) == "read_only"
    with pytest.raises(Refused):
        ladder.give_respite(tenant=lgo, until=after(60), reason="รออนุมัติ", actor=None, at=at(after(31)))
    ladder.extend_trial(tenant=lgo, until=after(60), reason="รออบรม", actor=None, at=at(after(31)))
    assert state(lgo) == "trial"
    assert standing(lgo, after(60)).stage == Stage.TRIAL
    night(after(91))
    assert state(lgo) == "read_only"
    invoice = accepted(quoted_new(lgo, start=after(92)), day=after(92), acceptance=WITHOUT_ORDER)
    assert state(lgo) == "read_only"
    paid(lgo, invoice, amount="65000", day=after(93))
    assert state(lgo) == "active"


def test_a_respite_opens_until_its_day(lgo: Tenant) -> None:
    bought(lgo)
    night(after(40))
    assert state(lgo) == "read_only"
    with pytest.raises(Invalid):
        ladder.give_respite(tenant=lgo, until=after(39), reason="x", actor=None, at=at(after(40)))
    with pytest.raises(Invalid):
        ladder.give_respite(tenant=lgo, until=after(60), reason=" ", actor=None, at=at(after(40)))
    ladder.give_respite(tenant=lgo, until=after(60), reason="สภาอนุมัติแล้ว", actor=None, at=at(after(40)))
    assert state(lgo) == "active"
    night(after(60))
    assert state(lgo) == "active"
    night(after(61))
    assert state(lgo) == "read_only"


def test_a_smaller_package_begins_with_the_new_term_and_storage_may_be_dropped(lgo: Tenant) -> None:
    bought(lgo, "M", storage={"100GB": 1})
    night(after(-60))
    first = Quote.objects.get(kind="renewal")
    assert first.gross == 92_000
    quote = renewals.choose_for_renewal(
        tenant=lgo, package="S", storage={"100GB": 0}, by="นายก", actor=None, at=at(after(-50))
    )
    assert quote is not None
    assert (quote.gross, quote.package, quote.storage) == (50_000, "S", {})
    first.refresh_from_db()
    assert first.state == QuoteState.SUPERSEDED
    paid(lgo, accepted(quote, day=after(-40)), amount="50000", reference="T-2")
    lgo.refresh_from_db()
    assert (lgo.accounts, lgo.bytes_allowed, lgo.entitled_until) == (100, 120 * 1024**3, date(2027, 12, 31))
    night(after(-1))
    lgo.refresh_from_db()
    assert lgo.accounts == 100
    night(after(0))
    lgo.refresh_from_db()
    assert (lgo.accounts, lgo.bytes_allowed, lgo.state) == (50, 10 * 1024**3, "active")
    with pytest.raises(Invalid):
        renewals.choose_for_renewal(tenant=lgo, package="XXL", storage={}, by="นายก", actor=None, at=at(after(1)))


def test_more_storage_in_the_term_makes_the_renewal_anew(lgo: Tenant) -> None:
    from billing.services import quotes

    ordered(lgo)
    night(after(-60))
    day = after(-40)
    more = quotes.offer_storage(tenant=lgo, code="50GB", units=1, starts_on=day, day=day)
    accepted(quotes.issue_quote(tenant=lgo, offer=more, actor=None, at=at(day)), day=day)
    assert [quote.gross for quote in Quote.objects.filter(kind="renewal", state="issued")] == [58_400]


def test_notice_ends_the_offers_and_leaves_no_days_of_grace(lgo: Tenant) -> None:
    bought(lgo)
    night(after(-60))
    with pytest.raises(Invalid):
        renewals.give_notice(tenant=lgo, reason="", by="นายก", actor=None, at=at(after(-50)))
    renewals.give_notice(tenant=lgo, reason="ควบรวมหน่วยงาน", by="นายก", actor=None, at=at(after(-50)))
    assert Quote.objects.get(kind="renewal").state == QuoteState.DECLINED
    assert night(after(-30)) == {}
    assert night(after(-14)) == {"warning": 1}
    night(after(0))
    assert state(lgo) == "read_only"
    renewals.take_notice_back(tenant=lgo, by="นายก", actor=None, at=at(after(1)))
    night(after(1))
    assert state(lgo) == "active"


def test_overdue_invoices_are_asked_for(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    due = invoice.due_on
    for days in (0, 1, 2, 15, 30):
        night(due + timedelta(days=days))
    assert steps(lgo) == [("overdue", 1), ("overdue", 15), ("overdue", 30)]
    paid(lgo, invoice, amount="65000", day=due + timedelta(days=40))
    assert night(due + timedelta(days=60)) == {}


def test_numbers_are_those_of_the_day_of_the_end(lgo: Tenant) -> None:
    bought(lgo)
    first = LadderRules.objects.get()
    LadderRules.objects.create(
        version=first.version + 1,
        state=VersionState.APPROVED,
        approved_at=first.approved_at,
        effective_from=date(2027, 1, 1),
        grace=5,
        renewal_days=first.renewal_days,
        trial_days=first.trial_days,
        warning_days=first.warning_days,
        overdue_days=first.overdue_days,
    )
    assert standing(lgo, after(5)).stage == Stage.READ_ONLY
    LadderRules.objects.filter(grace=5).update(effective_from=date(2027, 1, 2))
    assert standing(lgo, after(5)).stage == Stage.GRACE


def test_one_that_fails_does_not_keep_the_others(lgo: Tenant, south: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    Tenant.objects.filter(pk__in=[lgo.pk, south.pk]).update(state="trial", entitled_until=after(-1))
    real = nightly.apply_entitlement
    assert real
    take = nightly.take_step

    def failing(**values: Any) -> Any:
        if values["tenant"].pk == lgo.pk:
            raise RuntimeError("broken")
        return take(**values)

    monkeypatch.setattr(nightly, "take_step", failing)
    with pytest.raises(nightly.SomeFailed):
        nightly.run_night(at=at(after(0)))
    assert (steps(lgo), steps(south)) == ([], [("grace", 0)])
    monkeypatch.undo()
    assert night(after(0)) == {"grace": 1}
    assert steps(lgo) == [("grace", 0)]


def test_finance_people_are_told_once_and_nobody_else(
    lgo: Tenant, administrator: Any, clerk: Any, south: Tenant
) -> None:
    Tenant.objects.filter(pk=lgo.pk).update(entitled_until=after(-1))
    night(after(-14))
    step = steps_of(lgo).get()
    job = OutboxJob.objects.get(name="billing.tell")
    assert job.arguments == {"step": step.pk}
    for _again in range(2):
        assert telling.tell_of(step) == 1
    message = Message.objects.get(event="billing/trial")
    assert message.to == administrator.email
    assert message.subject == "ช่วงทดลองใช้ขององค์การบริหารส่วนตำบลเหนือ สิ้นสุดวันที่ 31 ธันวาคม 2569"
    assert "http://north.localhost" in message.body
    assert "{" not in message.body


@pytest.mark.parametrize("kind", StepKind.values)
def test_every_message_is_whole_and_thai(lgo: Tenant, administrator: Any, kind: str) -> None:
    invoice = ordered(lgo)
    night(after(-30))
    step = LadderStep(
        tenant=lgo,
        kind=kind,
        key=f"test:{kind}",
        days=3,
        ends_on=END,
        day=after(31),
        at=at(after(31)),
        reason="เหตุผล",
        quote=Quote.objects.filter(kind="renewal").first() if kind in {"renewal", "grace"} else None,
        invoice=invoice if kind == "overdue" else None,
    )
    step.save()
    assert telling.tell_of(step) == 1
    message = Message.objects.get(event=f"billing/{kind}")
    text = f"{message.subject}\n{message.body}"
    assert "องค์การบริหารส่วนตำบลเหนือ" in text
    plain = text.replace("http", "").replace("north.localhost", "")
    words = {word for word in plain.split() if word.isascii() and word.isalpha()}
    assert words <= {"S"}, words


def test_standings_of_many_cost_as_much_as_of_one(lgo: Tenant, south: Tenant, django_assert_num_queries: Any) -> None:
    ordered(lgo)
    with django_assert_num_queries(4):
        found = standings([lgo, south], END)
    assert (found[lgo.pk].is_trial, found[south.pk].is_trial) == (False, True)
