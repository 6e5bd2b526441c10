"""The published prices, in baht with VAT, from the price book that is in force."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.selectors import book_in_force

_GIGABYTE = 1024**3


@dataclass(frozen=True)
class Package:
    """A yearly package; `accounts` None is unlimited."""

    code: str
    accounts: int | None
    gigabytes: Decimal
    yearly: Decimal


@dataclass(frozen=True)
class AddOn:
    """More storage, paid by the month together with a package."""

    gigabytes: Decimal
    monthly: Decimal


@dataclass(frozen=True)
class PriceList:
    """What holds from a day on."""

    effective_from: date
    installation: Decimal
    packages: tuple[Package, ...]
    add_ons: tuple[AddOn, ...]

    def package(self, code: str) -> Package:
        """The package of that code, else the smallest."""
        return next((package for package in self.packages if package.code == code), self.packages[0])

    def add_on(self, gigabytes: int) -> AddOn | None:
        """The add-on of that size, else the smallest; None when none is sold."""
        fallback = self.add_ons[0] if self.add_ons else None
        return next((add_on for add_on in self.add_ons if add_on.gigabytes == gigabytes), fallback)


def price_list(day: date) -> PriceList:
    """The prices of a day, of the approved price book. Public scope.

    Raises:
        NotFound: none were approved for it.
    """
    book = book_in_force(day)
    return PriceList(
        effective_from=book.effective_from,
        installation=book.installation,
        packages=tuple(
            Package(one.code, one.accounts, _gigabytes(one.storage), one.yearly) for one in book.packages.all()
        ),
        add_ons=tuple(AddOn(_gigabytes(one.storage), one.monthly) for one in book.storage.all()),
    )


def _gigabytes(size: int) -> Decimal:
    return (Decimal(size) / _GIGABYTE).normalize()


@dataclass(frozen=True)
class Examples:
    """The three worked examples of the brochure, computed from the list."""

    package: Package
    add_on: AddOn | None
    installation: Decimal
    months_left: int = 3

    @property
    def first_year(self) -> Decimal:
        """A new customer: package and installation."""
        return self.package.yearly + self.installation

    @property
    def add_on_now(self) -> Decimal:
        """More storage for the months that are left."""
        return self.add_on.monthly * self.months_left if self.add_on else Decimal(0)

    @property
    def add_on_year(self) -> Decimal:
        """More storage for a whole year."""
        return self.add_on.monthly * 12 if self.add_on else Decimal(0)

    @property
    def next_year(self) -> Decimal:
        """The next year with the add-on, without installation."""
        return self.package.yearly + self.add_on_year

    @property
    def storage(self) -> Decimal:
        """Storage of package and add-on together."""
        return self.package.gigabytes + (self.add_on.gigabytes if self.add_on else 0)


def examples(prices: PriceList) -> Examples:
    """The brochure's examples: package S, and 100 GB more after nine months."""
    return Examples(package=prices.package("S"), add_on=prices.add_on(100), installation=prices.installation)
