"""What is charged: the arithmetic of packages, storage and upgrades, all with VAT, in baht.

Every function is pure; prices come from a version of the price book (`domain/billing.md`, brochure of the product).
"""

from datetime import date
from decimal import Decimal

from billing.periods import MONTHS
from kit.money import baht, split_vat

WITHHOLDING_FROM = Decimal(500)
"""A payment to a company below this is not subject to withholding (Revenue Code s. 69 bis)."""
EARLIEST = date(2020, 1, 1)
"""No order and no certificate of ours is older; a date before it is a slip of the year."""


def storage_charge(*, monthly: Decimal, months: int, units: int = 1) -> Decimal:
    """More storage for the months that are left of the package."""
    _check_months(months)
    return baht(monthly * months * units)


def upgrade_charge(*, old_yearly: Decimal, new_yearly: Decimal, months: int) -> Decimal:
    """The difference of two packages for the months that are left, rounded half up to a satang.

    Raises:
        ValueError: the new package is not dearer; a downgrade waits for the renewal.
    """
    _check_months(months)
    if new_yearly <= old_yearly:
        raise ValueError("a downgrade takes effect at the renewal")
    return baht((new_yearly - old_yearly) * months / MONTHS)


def withholding(*, gross: Decimal, vat_rate: Decimal, rate: Decimal) -> Decimal:
    """Tax that an LGO withholds from a payment of `gross`: `rate` percent of the amount before VAT, from 500 baht."""
    net = split_vat(gross, vat_rate).net
    return baht(net * rate / 100) if net >= WITHHOLDING_FROM else baht(0)


def vat_due(*, gross: Decimal, vat: Decimal, paid_before: Decimal, paid_now: Decimal) -> Decimal:
    """VAT of an invoice that falls due with a part payment: the rounded share of all paid, less what was due before."""
    before = baht(vat * paid_before / gross)
    return baht(vat * (paid_before + paid_now) / gross) - before


def _check_months(months: int) -> None:
    if not 1 <= months <= MONTHS:
        raise ValueError(f"{months} months of a term of {MONTHS}")
