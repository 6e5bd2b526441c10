"""How the money stands: receivables, income, what is earned and deferred; and the books as a whole."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from billing.models import Account
from billing.selectors import balance_of, money
from billing.selectors.bank import waiting_lines
from billing.selectors.certificates import awaited_amount, awaited_certificates
from billing.selectors.versions import books_to_approve, ladders_to_approve
from billing.services.recognition import recognise_revenue
from kit import clock
from kit.dates import fiscal_year, fiscal_year_bounds
from provisioning.money import filters, tables
from provisioning.money.forms import DayForm
from provisioning.views.money.common import done_or_told, may_act, may_see
from shared_apps.casework.periods import PeriodForm, month_label
from shared_apps.exports.services import record as record_export
from shared_apps.exports.views import export_response, links_here
from shared_apps.exports.writers import CONTENT_TYPES
from shared_apps.ui.figures import Cell, Figure, Row

_AGES = ("not_due", "to_30", "to_60", "to_90", "over_90")


def age_labels() -> list[str]:
    """The columns of aged receivables."""
    return [
        _("Not yet due"),
        _("1–30 days overdue"),
        _("31–60 days"),
        _("61–90 days"),
        _("More than 90 days"),
    ]


@may_see
@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What is owed, what came, what is earned, and what needs somebody."""
    today = clock.today()
    aged = money.totals(money.aged_receivables(today))
    months = money.months_of_money(_year_before(today), today)
    newest = money.reconciliations().first()
    context = {
        "here": "overview",
        "owed": sum(aged, Decimal(0)),
        "overdue": sum(aged[1:], Decimal(0)),
        "credit": -balance_of(Account.CREDIT),
        "deferred": -balance_of(Account.DEFERRED),
        "vat_due": -balance_of(Account.VAT_DUE),
        "waiting": waiting_lines().count(),
        "awaited": awaited_certificates().count(),
        "awaited_amount": awaited_amount(),
        "newest": newest,
        "books": books_to_approve(),
        "ladders": ladders_to_approve(),
        "figures": [_ages(aged), _income(months), _deferred(months)],
    }
    return render(request, "provisioning/money/overview.html", context)


def _year_before(day: date) -> date:
    """The first day of the month eleven months before."""
    return (day.replace(day=1) - timedelta(days=330)).replace(day=1)


def _ages(aged: tuple[Decimal, ...]) -> Figure:
    rows = [Row(label, (_cell(amount),)) for label, amount in zip(age_labels(), aged, strict=True)]
    return Figure(code="ages", title=_("Receivables by age"), headings=[_("Overdue"), _("Baht")], rows=rows)


def _income(months: list[money.MonthOfMoney]) -> Figure:
    rows = [
        Row(month_label(one.first), (_cell(one.invoiced), _cell(one.received), _cell(one.earned))) for one in months
    ]
    return Figure(
        code="income",
        title=_("Invoiced, received and earned by month"),
        headings=[_("Month"), _("Invoiced"), _("Money received"), _("Earned")],
        rows=rows,
        charted=3,
    )


def _deferred(months: list[money.MonthOfMoney]) -> Figure:
    rows = [Row(month_label(one.first), (_cell(one.deferred),)) for one in months]
    return Figure(
        code="deferred",
        title=_("Paid or owed, and not yet earned (end of month)"),
        headings=[_("Month"), _("Deferred")],
        rows=rows,
        kind="line",
    )


def _cell(amount: Decimal) -> Cell:
    return Cell(float(amount), 2)


@may_see
@never_cache
@require_safe
def receivables(request: HttpRequest) -> HttpResponse:
    """Who owes how much, by how long it is overdue."""
    found = filters.ReceivableFilter(request.GET, queryset=money.invoices())
    rows = money.aged_receivables(clock.today(), found.qs)
    form = request.GET.get("export", "")
    if form in CONTENT_TYPES:
        headings = [_("Local government"), *age_labels(), _("Total")]
        cells = [[one.name, *one.amounts, one.total] for one in rows]
        record_export("console-receivables", form=form, rows=len(rows), actor=request.user, at=timezone.now())
        return export_response(name="receivables", form=form, headers=headings, rows=cells)
    table = tables.ReceivableTable(rows)
    RequestConfig(request, paginate={"per_page": 20}).configure(table)
    sums = money.totals(rows)
    context = {
        "here": "receivables",
        "table": table,
        "filter": found,
        "total": sum(sums, Decimal(0)),
        "figure": _ages(sums),
        "exports": links_here(request),
    }
    return render(request, "provisioning/money/receivables.html", context)


@may_see
@never_cache
@require_safe
def revenue(request: HttpRequest) -> HttpResponse:
    """What was earned in each month of a fiscal year, and what is left to be earned."""
    period = PeriodForm(request.GET or None)
    bounds = fiscal_year_bounds(fiscal_year(clock.today()))
    chosen = period.period if period.is_bound else None
    first, last = (chosen.first or bounds[0], chosen.last or clock.today()) if chosen else (bounds[0], clock.today())
    months = money.months_of_money(first, last)
    form = request.GET.get("export", "")
    headings = [_("Month"), _("Invoiced"), _("Money received"), _("Earned"), _("Deferred at its end")]
    if form in CONTENT_TYPES:
        cells = [[one.first, one.invoiced, one.received, one.earned, one.deferred] for one in months]
        return export_response(name="revenue", form=form, headers=headings, rows=cells)
    context = {
        "here": "revenue",
        "form": period,
        "figure": _income(months),
        "deferred": _deferred(months),
        "day_form": DayForm(initial={"day": clock.today()}),
        "posted": money.revenue_runs().first(),
        "exports": links_here(request),
    }
    return render(request, "provisioning/money/revenue.html", context)


@may_act
@require_POST
def recognise(request: HttpRequest) -> HttpResponse:
    """Post what was earned until a day; it runs by itself at the end of each month."""
    form = DayForm(request.POST)
    if not form.is_valid():
        return render(request, "provisioning/money/recognise.html", {"form": form, "here": "revenue"}, status=422)
    day = form.cleaned_data["day"]
    return done_or_told(
        request,
        lambda: recognise_revenue(day=day, at=timezone.now(), actor=request.user),
        success=_("What was earned until that day stands in the ledger."),
        back="money_revenue",
    )


@may_see
@never_cache
@require_safe
def trial_balance(request: HttpRequest) -> HttpResponse:
    """Debits and credits of every account; they are equal."""
    form = PeriodForm(request.GET or None)
    period = form.period if form.is_bound else None
    rows = money.account_balances(first=period.first if period else None, last=period.last if period else None)
    kind = request.GET.get("export", "")
    headings = [_("Account of the ledger"), _("Debit"), _("Credit side"), _("Balance")]
    cells: list[list[Any]] = [[one.label, debits, credits, debits - credits] for one, debits, credits in rows]
    if kind in CONTENT_TYPES:
        return export_response(name="trial-balance", form=kind, headers=headings, rows=cells)
    context = {
        "here": "trial_balance",
        "form": form,
        "rows": [(one, debits, credits, debits - credits) for one, debits, credits in rows],
        "debits": sum((row[1] for row in rows), Decimal(0)),
        "credits": sum((row[2] for row in rows), Decimal(0)),
        "exports": links_here(request),
    }
    return render(request, "provisioning/money/trial_balance.html", context)
