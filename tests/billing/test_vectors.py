"""The 45 computed vectors of `billing.md` that need no database: 7 to 44; the others stand with what they show."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.periods import MONTHS, Period
from billing.rules import storage_charge, upgrade_charge, vat_due, withholding
from kit.clock import bangkok_day

SEVEN, ONE = Decimal(7), Decimal(1)
JANUARY = Period.first(date(2026, 1, 1))
YEARLY = {"SS": Decimal(35_000), "S": Decimal(50_000), "M": Decimal(80_000), "L": Decimal(120_000)}
starts = st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 12, 31))


@pytest.mark.parametrize(
    ("start", "monthly", "bought", "charge"),
    [
        (date(2026, 1, 1), 1_000, date(2026, 1, 1), 12_000),
        (date(2026, 1, 1), 1_000, date(2026, 1, 31), 12_000),
        (date(2026, 1, 1), 1_000, date(2026, 2, 1), 11_000),
        (date(2026, 1, 1), 1_000, date(2026, 9, 30), 4_000),
        (date(2026, 1, 1), 1_000, date(2026, 10, 1), 3_000),
        (date(2026, 1, 1), 1_000, date(2026, 10, 2), 3_000),
        (date(2026, 1, 1), 1_000, date(2026, 12, 31), 1_000),
        (date(2026, 1, 1), 1_000, bangkok_day(datetime.fromisoformat("2026-09-30T17:30:00+00:00")), 3_000),
        (date(2026, 1, 31), 700, date(2026, 2, 27), 8_400),
        (date(2026, 1, 31), 700, date(2026, 2, 28), 7_700),
        (date(2026, 1, 31), 700, date(2026, 3, 30), 7_700),
        (date(2026, 1, 31), 700, date(2026, 3, 31), 7_000),
        (date(2026, 1, 31), 700, date(2026, 4, 30), 6_300),
        (date(2028, 2, 29), 1_800, date(2028, 3, 28), 21_600),
        (date(2028, 2, 29), 1_800, date(2028, 3, 29), 19_800),
        (date(2028, 2, 29), 1_800, date(2029, 2, 27), 1_800),
        (date(2026, 8, 29), 1_000, date(2027, 2, 28), 6_000),
    ],
)
def test_storage_for_the_months_that_are_left(start: date, monthly: int, bought: date, charge: int) -> None:
    months = Period.first(start).months_left(bought)
    assert storage_charge(monthly=Decimal(monthly), months=months) == charge


def test_terms_return_to_the_day_on_which_the_contract_began() -> None:
    period = Period.first(date(2028, 2, 29))
    found = []
    for _year in range(4):
        period = period.next
        found.append(period.start)
    assert found == [date(2029, 2, 28), date(2030, 2, 28), date(2031, 2, 28), date(2032, 2, 29)]


def test_two_of_one_size_and_one_of_another() -> None:
    months = JANUARY.months_left(date(2026, 7, 1))
    two = storage_charge(monthly=Decimal(700), months=months, units=2)
    assert two + storage_charge(monthly=Decimal(1_800), months=months) == 19_200


def test_a_larger_add_on_instead_of_a_smaller_one() -> None:
    months = JANUARY.months_left(date(2026, 10, 1))
    assert upgrade_charge(old_yearly=Decimal(12_000), new_yearly=Decimal(21_600), months=months) == 2_400


@pytest.mark.parametrize(
    ("old", "new", "day", "charge"),
    [
        ("SS", "S", date(2026, 6, 15), "8750"),
        ("S", "M", date(2026, 10, 1), "7500"),
        ("S", "L", date(2026, 8, 1), "29166.67"),
        ("SS", "L", date(2026, 12, 31), "7083.33"),
        ("S", "M", date(2026, 1, 1), "30000"),
    ],
)
def test_an_upgrade_costs_the_difference(old: str, new: str, day: date, charge: str) -> None:
    months = JANUARY.months_left(day)
    assert upgrade_charge(old_yearly=YEARLY[old], new_yearly=YEARLY[new], months=months) == Decimal(charge)


def test_a_downgrade_waits_for_the_renewal() -> None:
    with pytest.raises(ValueError, match="renewal"):
        upgrade_charge(old_yearly=YEARLY["M"], new_yearly=YEARLY["S"], months=6)


@pytest.mark.parametrize(
    ("gross", "withheld", "transfer"),
    [
        ("65000", "607.48", "64392.52"),
        ("50000", "467.29", "49532.71"),
        ("15000", "140.19", "14859.81"),
        ("3000", "28.04", "2971.96"),
        ("62000", "579.44", "61420.56"),
        ("29166.67", "272.59", "28894.08"),
        ("500", "0.00", "500.00"),
    ],
)
def test_what_an_lgo_withholds_and_transfers(gross: str, withheld: str, transfer: str) -> None:
    tax = withholding(gross=Decimal(gross), vat_rate=SEVEN, rate=ONE)
    assert (tax, Decimal(gross) - tax) == (Decimal(withheld), Decimal(transfer))


def test_vat_falls_due_with_each_part_of_a_payment() -> None:
    gross, vat = Decimal(65_000), Decimal("4252.34")
    first = vat_due(gross=gross, vat=vat, paid_before=Decimal(0), paid_now=Decimal(20_000))
    second = vat_due(gross=gross, vat=vat, paid_before=Decimal(20_000), paid_now=Decimal(45_000))
    assert (first, second) == (Decimal("1308.41"), Decimal("2943.93"))


@given(start=starts)
def test_months_start_one_after_another_and_each_leaves_one_less(start: date) -> None:
    period = Period.first(start)
    days = [period.boundary(month) for month in range(MONTHS + 1)]
    assert days == sorted(set(days))
    assert [period.months_left(day) for day in days[:-1]] == list(range(MONTHS, 0, -1))


@given(start=starts, offset=st.integers(min_value=0, max_value=364))
def test_a_later_day_never_costs_more(start: date, offset: int) -> None:
    period = Period.first(start)
    day = date.fromordinal(start.toordinal() + offset)
    later = date.fromordinal(day.toordinal() + 1)
    if period.contains(later):
        assert period.months_left(day) - period.months_left(later) in {0, 1}


@given(months=st.integers(min_value=1, max_value=12))
def test_two_upgrades_cost_what_one_does_give_or_take_a_satang(months: int) -> None:
    direct = upgrade_charge(old_yearly=YEARLY["SS"], new_yearly=YEARLY["L"], months=months)
    steps = upgrade_charge(old_yearly=YEARLY["SS"], new_yearly=YEARLY["S"], months=months) + upgrade_charge(
        old_yearly=YEARLY["S"], new_yearly=YEARLY["L"], months=months
    )
    assert abs(direct - steps) <= Decimal("0.01")


@given(
    gross=st.decimals(min_value=1, max_value=10**6, places=2),
    shares=st.lists(st.integers(min_value=1, max_value=9), min_size=1, max_size=6),
)
def test_vat_of_all_parts_is_the_vat_of_the_invoice(gross: Decimal, shares: list[int]) -> None:
    from kit.money import allocate, split_vat

    vat = split_vat(gross, SEVEN).vat
    paid, due = Decimal(0), Decimal(0)
    for part in allocate(gross, [Decimal(share) for share in shares]):
        due += vat_due(gross=gross, vat=vat, paid_before=paid, paid_now=part)
        paid += part
    assert (paid, due) == (gross, vat)
