"""What a movement may be for when the rules are not sure: invoices in the order of likelihood, each with why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from billing.models import BankMatch, Invoice, StatementLine
from billing.selectors.bank import Owed, open_references, owed
from billing.statements.references import canonical, nearest, numbers_in, references_in
from kit.thai import search_fold
from shared_apps.geography.lgo import FACTS, SPECIAL
from tenants.models import Tenant

MOST = 6
EXACT, NEAR, FULL, NET, NAMED, BEFORE = 60, 35, 30, 28, 25, 15
_REASONS = {
    "exact": _("The reference is exact."),
    "near": _("The reference differs by a digit or two."),
    "full": _("The amount is what is owed."),
    "net": _("The amount is what is owed less the tax withheld."),
    "less": _("The amount is less than what is owed."),
    "more": _("The amount is more than what is owed; the rest would be credit."),
    "named": _("The bank's text names this local government."),
    "before": _("This payer has paid for this local government before."),
}
_SHORTEST_PLACE = 3


@dataclass(frozen=True)
class Suggestion:
    """An invoice that a movement may be for. `withheld` is the tax that would be taken as withheld (baht)."""

    owed: Owed
    score: int
    why: Sequence[str]
    withheld: Decimal

    @property
    def invoice(self) -> Invoice:
        """The invoice."""
        return self.owed.invoice

    @property
    def reasons(self) -> list[Any]:
        """Why, for people."""
        return [_REASONS[code] for code in self.why]


def suggestions(line: StatementLine) -> list[Suggestion]:
    """The likeliest invoices of a movement that came in, best first."""
    if line.amount <= 0:
        return []
    exact = set(references_in(line.reference, line.description, line.payer))
    near = _near(line, exact)
    named, before = _named_in(line.text), _paid_before(line)
    wanted = (
        Q(reference__in=[f"IV{one}" for one in exact])
        | Q(pk__in=near)
        | Q(tenant_id__in=[*named, *before])
        | Q(gross=F("settled") + F("credited") + line.amount)
        | Q(gross=F("settled") + F("credited") + F("withholding") + line.amount)
    )
    found = [_judged(one, line, exact, near, named, before) for one in owed(Invoice.objects.filter(wanted))]
    return sorted(found, key=lambda one: (-one.score, one.invoice.due_on, one.invoice.pk))[:MOST]


def _judged(
    one: Owed, line: StatementLine, exact: set[str], near: set[int], named: set[Any], before: set[Any]
) -> Suggestion:
    amount_code, amount_score, withheld = _amount(one, line.amount)
    signs = (
        ("exact", EXACT, canonical(one.invoice.reference) in exact),
        ("near", NEAR, one.invoice.pk in near),
        (amount_code, amount_score, True),
        ("named", NAMED, one.invoice.tenant_id in named),
        ("before", BEFORE, one.invoice.tenant_id in before),
    )
    speaking = [(code, score) for code, score, speaks in signs if speaks]
    return Suggestion(one, sum(score for _code, score in speaking), [code for code, _score in speaking], withheld)


def _amount(one: Owed, amount: Decimal) -> tuple[str, int, Decimal]:
    if amount == one.balance:
        return "full", FULL, Decimal(0)
    if amount == one.net:
        return "net", NET, one.withholding
    return ("less" if amount < one.balance else "more"), 0, Decimal(0)


def _near(line: StatementLine, exact: set[str]) -> set[int]:
    numbers = numbers_in(line.reference, line.description)
    if not numbers:
        return set()
    known = open_references()
    return {known[one] for number in numbers for one in nearest(number, known) if one not in exact}


def _named_in(text: str) -> set[Any]:
    """LGOs with open invoices whose place stands in the text, with the kind of LGO or without."""
    folded = search_fold(text).replace(" ", "")
    if len(folded) < _SHORTEST_PLACE:
        return set()
    rows = Tenant.objects.filter(invoices__settled_at=None, invoices__isnull=False).distinct()
    return {pk for pk, name in rows.values_list("pk", "name") if _names(folded, name)}


def _names(folded: str, name: str) -> bool:
    whole = search_fold(name).replace(" ", "")
    place = next((whole.removeprefix(kind) for kind in _KINDS if whole.startswith(kind)), whole)
    return whole in folded or (len(place) > _SHORTEST_PLACE and place in folded)


def _kinds() -> Iterable[str]:
    """Longest first, so that `เทศบาลตำบล` goes before `เทศบาล`."""
    names = {search_fold(facts.name_th).replace(" ", "") for facts in (*FACTS.values(), *SPECIAL)}
    return sorted(names, key=len, reverse=True)


_KINDS = tuple(_kinds())


def _paid_before(line: StatementLine) -> set[Any]:
    """LGOs for which this payer has paid before."""
    if not line.payer:
        return set()
    rows = BankMatch.objects.filter(line__payer=line.payer, undone_at=None).exclude(line=line)
    return set(rows.values_list("payment__tenant_id", flat=True)[:20])
