"""Baht, VAT and largest remainders (`facts.md` K, `billing.md` 33 to 42)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.money import allocate, baht, from_satang, split_vat, to_satang

SEVEN = Decimal(7)
amounts = st.decimals(min_value=0, max_value=10**9, places=2)


@pytest.mark.parametrize(
    ("gross", "net", "vat"),
    [
        ("65000", "60747.66", "4252.34"),
        ("50000", "46728.97", "3271.03"),
        ("15000", "14018.69", "981.31"),
        ("3000", "2803.74", "196.26"),
        ("62000", "57943.93", "4056.07"),
        ("29166.67", "27258.57", "1908.10"),
        ("35000", "32710.28", "2289.72"),
        ("80000", "74766.36", "5233.64"),
        ("120000", "112149.53", "7850.47"),
        ("700", "654.21", "45.79"),
        ("1000", "934.58", "65.42"),
        ("1800", "1682.24", "117.76"),
    ],
)
def test_vat_is_taken_out_of_the_total(gross: str, net: str, vat: str) -> None:
    assert split_vat(Decimal(gross), SEVEN) == (Decimal(net), Decimal(vat))


def test_another_rate() -> None:
    assert split_vat(Decimal(65_000), Decimal(10)) == (Decimal("59090.91"), Decimal("5909.09"))


@given(gross=amounts, rate=st.sampled_from([Decimal(0), SEVEN, Decimal(10)]))
def test_the_parts_are_the_whole(gross: Decimal, rate: Decimal) -> None:
    net, vat = split_vat(gross, rate)
    assert net + vat == gross
    assert vat >= 0


def test_three_lines_of_700_add_up_as_one_document() -> None:
    net = split_vat(Decimal(2_100), SEVEN).net
    assert net == Decimal("1962.62")
    assert allocate(net, [Decimal(700)] * 3) == (Decimal("654.21"), Decimal("654.21"), Decimal("654.20"))


def test_lines_of_different_size() -> None:
    net, vat = split_vat(Decimal(65_000), SEVEN)
    weights = [Decimal(50_000), Decimal(15_000)]
    assert allocate(net, weights) == (Decimal("46728.97"), Decimal("14018.69"))
    assert allocate(vat, weights) == (Decimal("3271.03"), Decimal("981.31"))


@given(total=amounts, weights=st.lists(st.decimals(min_value=0, max_value=10**6, places=2), min_size=1, max_size=12))
def test_allocated_parts_are_the_whole_and_none_is_off_by_a_satang(total: Decimal, weights: list[Decimal]) -> None:
    whole = sum(weights)
    if not whole:
        with pytest.raises(ValueError, match="nothing"):
            allocate(total, weights)
        return
    parts = allocate(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * weight / whole) < Decimal("0.01")


def test_half_a_satang_goes_up() -> None:
    assert baht("4.555") == Decimal("4.56")
    assert baht(Decimal("0.005")) == Decimal("0.01")


@pytest.mark.parametrize("amount", [1.5, True])
def test_floats_are_no_money(amount: object) -> None:
    with pytest.raises(TypeError, match="no amount"):
        baht(amount)  # type: ignore[arg-type]  # what the check is for


@given(satang=st.integers(min_value=-(10**12), max_value=10**12))
def test_satang_and_back(satang: int) -> None:
    assert to_satang(from_satang(satang)) == satang


def test_parts_of_a_satang_are_refused() -> None:
    with pytest.raises(ValueError, match="satang"):
        to_satang(Decimal("1.005"))
