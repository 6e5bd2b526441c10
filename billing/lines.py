"""Lines of quotations: what is charged, and the rule that says why. Pure; amounts in baht with VAT."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol

from billing.periods import MONTHS, Period
from billing.rules import storage_charge, upgrade_charge
from kit.money import allocate, baht, split_vat


class PackageOffer(Protocol):
    """A package of a price book, or what an LGO has of one."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def yearly(self) -> Decimal:
        """Baht a year, with VAT."""


class StorageOffer(Protocol):
    """More storage of a price book, or what an LGO has of it."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def monthly(self) -> Decimal:
        """Baht a month, with VAT."""


@dataclass(frozen=True, kw_only=True)
class LineDraft:
    """A line before VAT is split; `rule` names the arithmetic and `workings` its numbers, for whoever asks why."""

    kind: str
    code: str
    unit_price: Decimal
    gross: Decimal
    rule: str
    quantity: int = 1
    months: int | None = None
    workings: dict[str, str] = field(default_factory=dict)


class Amounts(NamedTuple):
    """A line's amount in its parts."""

    gross: Decimal
    net: Decimal
    vat: Decimal


def package_line(offer: PackageOffer) -> LineDraft:
    """A package for a whole term."""
    return LineDraft(
        kind="package", code=offer.code, unit_price=offer.yearly, gross=baht(offer.yearly), months=MONTHS, rule="year"
    )


def installation_line(price: Decimal) -> LineDraft:
    """The installation, which an LGO pays once."""
    return LineDraft(kind="installation", code="installation", unit_price=price, gross=baht(price), rule="once")


def storage_line(offer: StorageOffer, *, units: int, months: int = MONTHS, workings: dict[str, str]) -> LineDraft:
    """More storage for so many months."""
    return LineDraft(
        kind="storage",
        code=offer.code,
        unit_price=offer.monthly,
        quantity=units,
        months=months,
        gross=storage_charge(monthly=offer.monthly, months=months, units=units),
        rule="months",
        workings=workings,
    )


def upgrade_line(old: PackageOffer, new: PackageOffer, *, months: int, workings: dict[str, str]) -> LineDraft:
    """The difference to a larger package for the months that are left.

    Raises:
        ValueError: it is not dearer.
    """
    gross = upgrade_charge(old_yearly=old.yearly, new_yearly=new.yearly, months=months)
    return LineDraft(
        kind="package",
        code=new.code,
        unit_price=new.yearly,
        months=months,
        gross=gross,
        rule="difference",
        workings={**workings, "from": old.code, "old_yearly": str(old.yearly), "new_yearly": str(new.yearly)},
    )


def month_workings(period: Period, day: date) -> dict[str, str]:
    """The arithmetic of rule R1 for something that begins on `day`: term, months begun, months left."""
    left = period.months_left(day)
    return {
        "term_from": period.start.isoformat(),
        "term_to": period.last_day.isoformat(),
        "begins": day.isoformat(),
        "months_over": str(MONTHS - left),
        "months_left": str(left),
        "next_month": period.next_boundary(day).isoformat(),
    }


def split_lines(lines: Sequence[LineDraft], vat_percent: Decimal) -> tuple[Amounts, list[Amounts]]:
    """The document's amounts, and each line's: VAT is taken out of the total, and shared by the largest remainder."""
    gross = [line.gross for line in lines]
    total = sum(gross, Decimal(0))
    net, vat = split_vat(total, vat_percent)
    nets = allocate(net, gross)
    return Amounts(total, net, vat), [
        Amounts(whole, part, whole - part) for whole, part in zip(gross, nets, strict=True)
    ]
