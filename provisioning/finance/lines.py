"""Lines of quotations and invoices as pages show them: what, the arithmetic, the amount."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language

from billing.documents.wording import SoldLine, Words, arithmetic, months_explained
from billing.models import PackagePrice, PriceBook


@dataclass(frozen=True)
class ShownLine:
    """A line with the rule behind it in words."""

    title: str
    arithmetic: str
    months: str
    amount: Decimal


def shown_lines(lines: Iterable[SoldLine], book: PriceBook) -> list[ShownLine]:
    """Lines of one price book, in the language of the page."""
    words = Words(book)
    return [
        ShownLine(words.title(line), arithmetic(line), months_explained(line.workings), line.gross) for line in lines
    ]


def package_name(package: PackagePrice) -> str:
    """What a package is called in the language of the page."""
    return package.name_th if (get_language() or "th").startswith("th") else package.name_en
