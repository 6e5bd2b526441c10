"""Words of documents: items with the arithmetic behind them. In the language that is active, on documents Thai."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from billing.lines import LineDraft
from billing.models import AbstractLine, ItemKind, PriceBook, Tender
from shared_apps.ui.templatetags.thai import thaidate

GIGABYTE = 1024**3


SoldLine = AbstractLine | LineDraft
"""A line of a quotation or invoice, or a draft of one."""


def money(amount: Decimal) -> str:
    """`65,000.00`."""
    return f"{amount:,.2f}"


def gigabytes(size: int) -> str:
    """A size in bytes as `10 GB`."""
    whole = Decimal(size) / GIGABYTE
    return f"{whole.normalize():f} GB"


class Words:
    """Words for the lines of one price book."""

    def __init__(self, book: PriceBook) -> None:
        self.packages = {package.code: package for package in book.packages.all()}
        self.sizes = {offer.code: offer.storage for offer in book.storage.all()}

    def title(self, line: SoldLine) -> str:
        """What is sold."""
        if line.kind == ItemKind.INSTALLATION:
            return _("Installation of the digital local government system (paid once)")
        if line.kind == ItemKind.STORAGE:
            return _("More storage, %(size)s") % {"size": self._size(line.code)}
        if line.rule == "difference":
            return _("Change from package %(old)s to package %(new)s: %(contents)s") % {
                "old": line.workings.get("from", ""),
                "new": line.code,
                "contents": self.contents(line.code),
            }
        return _("Digital local government system, package %(code)s: %(contents)s") % {
            "code": line.code,
            "contents": self.contents(line.code),
        }

    def contents(self, code: str) -> str:
        """What a package holds: `50 accounts, storage 10 GB`."""
        package = self.packages.get(code)
        if package is None:
            return ""
        if package.accounts is None:
            return _("unlimited accounts, storage %(size)s") % {"size": gigabytes(package.storage)}
        return _("%(accounts)s accounts, storage %(size)s") % {
            "accounts": f"{package.accounts:,}",
            "size": gigabytes(package.storage),
        }

    def _size(self, code: str) -> str:
        return gigabytes(self.sizes[code]) if code in self.sizes else code


def arithmetic(line: SoldLine) -> str:
    """How the amount of a line was reckoned."""
    if line.rule == "months":
        return _("%(price)s baht a month × %(units)s × %(months)s months = %(amount)s baht") % _numbers(line)
    if line.rule == "difference":
        return _("(%(new)s − %(old)s) baht a year × %(months)s ÷ 12 months = %(amount)s baht") % {
            **_numbers(line),
            "new": money(Decimal(line.workings["new_yearly"])),
            "old": money(Decimal(line.workings["old_yearly"])),
        }
    if line.rule == "year":
        return _("A term of 12 months")
    return ""


def months_explained(workings: Mapping[str, str]) -> str:
    """Rule R1 in words: the term, the months that are over, and those that are left; a month begun counts in full."""
    if "term_from" not in workings:
        return ""
    return _(
        "The term runs from %(start)s to %(end)s. On %(begins)s %(over)s months are over, so %(left)s are left, "
        "that of the running month included."
    ) % {
        "start": _day(workings["term_from"]),
        "end": _day(workings["term_to"]),
        "begins": _day(workings["begins"]),
        "over": workings["months_over"],
        "left": workings["months_left"],
    }


def way_of_payment(settlement: str) -> str:
    """How a receipt was paid, from the key of its settlement."""
    way, _colon, rest = settlement.partition(":")
    if way == Tender.CREDIT:
        return _("From earlier credit")
    label = Tender(way).label if way in Tender.values else way
    reference = rest.rsplit(":", 1)[0]
    return f"{label} {reference}".strip()


def _numbers(line: SoldLine) -> dict[str, Any]:
    return {
        "price": money(line.unit_price),
        "units": line.quantity,
        "months": line.months,
        "amount": money(line.gross),
    }


def _day(iso: str) -> str:
    return thaidate(date.fromisoformat(iso), "medium")
