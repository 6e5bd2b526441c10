"""The published prices, in baht with VAT, by the day from which they hold."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.errors import NotFound, gettext_noop


@dataclass(frozen=True)
class Package:
    """A yearly package; `accounts` None is unlimited."""

    code: str
    accounts: int | None
    gigabytes: int
    yearly: Decimal


@dataclass(frozen=True)
class AddOn:
    """More storage, paid by the month together with a package."""

    gigabytes: int
    monthly: Decimal


@dataclass(frozen=True)
class PriceList:
    """What holds from a day on."""

    effective_from: date
    installation: Decimal
    packages: tuple[Package, ...]
    add_ons: tuple[AddOn, ...]

    def package(self, code: str) -> Package:
        """The package of that code; KeyError when there is none."""
        return next(package for package in self.packages if package.code == code)

    def add_on(self, gigabytes: int) -> AddOn:
        """The add-on of that size."""
        return next(add_on for add_on in self.add_ons if add_on.gigabytes == gigabytes)


PRICE_LISTS = (
    PriceList(
        effective_from=date(2026, 1, 1),
        installation=Decimal(15_000),
        packages=(
            Package("SS", 20, 5, Decimal(35_000)),
            Package("S", 50, 10, Decimal(50_000)),
            Package("M", 100, 20, Decimal(80_000)),
            Package("L", None, 50, Decimal(120_000)),
        ),
        add_ons=(AddOn(50, Decimal(700)), AddOn(100, Decimal(1_000)), AddOn(200, Decimal(1_800))),
    ),
)


def price_list(day: date) -> PriceList:
    """The prices of a day.

    Raises:
        NotFound: none were published yet.
    """
    lists = [each for each in PRICE_LISTS if each.effective_from <= day]
    if not lists:
        raise NotFound(gettext_noop("There are no prices for this day."))
    return max(lists, key=lambda each: each.effective_from)


@dataclass(frozen=True)
class Examples:
    """The three worked examples of the brochure, computed from the list."""

    package: Package
    add_on: AddOn
    installation: Decimal
    months_left: int = 3

    @property
    def first_year(self) -> Decimal:
        """A new customer: package and installation."""
        return self.package.yearly + self.installation

    @property
    def add_on_now(self) -> Decimal:
        """More storage for the months that are left."""
        return self.add_on.monthly * self.months_left

    @property
    def add_on_year(self) -> Decimal:
        """More storage for a whole year."""
        return self.add_on.monthly * 12

    @property
    def next_year(self) -> Decimal:
        """The next year with the add-on, without installation."""
        return self.package.yearly + self.add_on_year

    @property
    def storage(self) -> int:
        """Storage of package and add-on together."""
        return self.package.gigabytes + self.add_on.gigabytes


def examples(prices: PriceList) -> Examples:
    """The brochure's examples: package S, and 100 GB more after nine months."""
    return Examples(package=prices.package("S"), add_on=prices.add_on(100), installation=prices.installation)
