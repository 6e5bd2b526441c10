"""Why an amount is what it is, in words: the rule of a line with its numbers."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from billing.models.quotes import AbstractLine
from kit.money import baht
from shared_apps.ui.templatetags.thai import thaidate, thainumber


def explain(line: AbstractLine) -> list[str]:
    """The arithmetic of a line of a quotation or an invoice, a sentence each.

    A rule that is not known says its name, so that nothing is hidden.
    """
    return [*_RULES.get(line.rule, _unknown)(line, line.workings), _vat(line)]


def _year(line: AbstractLine, _workings: Mapping[str, str]) -> list[str]:
    words = _("A package is charged for a whole term of %(months)s months: %(price)s baht.")
    return [words % {"months": line.months, "price": money(line.gross)}]


def _once(line: AbstractLine, _workings: Mapping[str, str]) -> list[str]:
    return [_("The installation is charged once: %(price)s baht.") % {"price": money(line.gross)}]


def _months(line: AbstractLine, workings: Mapping[str, str]) -> list[str]:
    words = _("%(price)s baht a month × %(months)s months × %(units)s = %(total)s baht.")
    sum_up = words % {
        "price": money(line.unit_price),
        "months": line.months,
        "units": line.quantity,
        "total": money(line.gross),
    }
    return [*_left(workings), sum_up]


def _difference(line: AbstractLine, workings: Mapping[str, str]) -> list[str]:
    words = _(
        "(%(new)s − %(old)s) baht a year × %(months)s ÷ 12 = %(total)s baht, the price of %(code)s less %(from)s."
    )
    values: dict[str, Any] = {
        "new": money(workings["new_yearly"]),
        "old": money(workings["old_yearly"]),
        "months": line.months,
        "total": money(line.gross),
        "code": line.code,
        "from": workings["from"],
    }
    return [*_left(workings), words % values]


def _left(workings: Mapping[str, str]) -> list[str]:
    """Rule R1: the running month is charged in full."""
    if "begins" not in workings:
        return []
    words = _(
        "The term runs from %(term_from)s to %(term_to)s. On %(begins)s %(over)s months are over; the month that runs "
        "counts in full, so %(left)s months are left."
    )
    days = {name: thaidate(date.fromisoformat(workings[name]), "medium") for name in ("term_from", "term_to", "begins")}
    return [words % {**days, "over": workings["months_over"], "left": workings["months_left"]}]


def _unknown(line: AbstractLine, workings: Mapping[str, str]) -> list[str]:
    numbers = ", ".join(f"{name} = {value}" for name, value in sorted(workings.items()))
    return [_("Rule “%(rule)s”: %(numbers)s.") % {"rule": line.rule, "numbers": numbers}]


def _vat(line: AbstractLine) -> str:
    words = _("Of this %(net)s baht is the price before VAT and %(vat)s baht VAT, shared out of the whole document.")
    return words % {"net": money(line.net), "vat": money(line.vat)}


def money(amount: Decimal | str | int) -> str:
    """`1,234.50`."""
    return thainumber(baht(amount), 2)


_RULES: Mapping[str, Callable[[AbstractLine, Mapping[str, str]], list[str]]] = {
    "year": _year,
    "once": _once,
    "months": _months,
    "difference": _difference,
}
