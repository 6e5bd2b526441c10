"""The journal, its entries, and the daily reconciliation."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from billing.models import LedgerEntry
from billing.selectors import money
from billing.services.reconciliation import reconcile
from kit import clock
from provisioning.money import filters, tables
from provisioning.money.forms import DayForm
from provisioning.money.states import run_badge
from provisioning.views.money.common import may_act, may_see, money_list, or_404


@may_see
@never_cache
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """Every line of the ledger."""
    found = filters.JournalFilter(request.GET, queryset=money.ledger_lines())
    return money_list(
        request, "journal", table=tables.JournalTable(found.qs), filter_set=found, title=_("Journal of the ledger")
    )


@may_see
@never_cache
@require_safe
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One entry: its lines, and the document that it comes from."""
    found = or_404(money.entry_by_id(entry_id))
    context = {"here": "journal", "found": found, "sources": _sources(found)}
    return render(request, "provisioning/money/entry.html", context)


def _sources(found: LedgerEntry) -> list[tuple[str, str, Any]]:
    """What an entry comes from: invoice, payment or credit note, as (route, text, key)."""
    sources: list[tuple[str, str, Any]] = []
    document = found.document
    if document.startswith("IV-"):
        sources.append(("money_invoice", document, document))
    elif document.startswith("CN-"):
        note = money.credit_notes().filter(number=document).first()
        if note is not None:
            sources.append(("money_invoice", note.invoice.number, note.invoice.number))
    elif document:
        rows = money.payments().filter(reference__startswith=document)[:3]
        sources.extend(("money_payment", one.reference, one.pk) for one in rows)
    line = getattr(found, "bank_line", None)
    if line is not None:
        sources.append(("money_line", line.number, line.pk))
    return sources


@may_see
@never_cache
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """All reconciliations."""
    found = filters.RunFilter(request.GET, queryset=money.reconciliations())
    return money_list(
        request,
        "reconciliations",
        table=tables.RunTable(found.qs),
        filter_set=found,
        title=_("Reconciliation"),
        day_form=DayForm(initial={"day": clock.today()}),
    )


@may_act
@require_POST
def run_now(request: HttpRequest) -> HttpResponse:
    """Reconcile until a day; it runs by itself each morning for the day before."""
    form = DayForm(request.POST)
    if not form.is_valid():
        return render(
            request, "provisioning/money/reconcile.html", {"form": form, "here": "reconciliations"}, status=422
        )
    made = reconcile(day=form.cleaned_data["day"], actor=request.user, at=timezone.now())
    return redirect("money_run", made.pk)


@may_see
@never_cache
@require_safe
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """One reconciliation with its differences."""
    found = or_404(money.run_by_id(run_id))
    context = {
        "here": "reconciliations",
        "found": found,
        "badge": run_badge(found.state),
        "differences": money.differences_of(found),
    }
    return render(request, "provisioning/money/run.html", context)
