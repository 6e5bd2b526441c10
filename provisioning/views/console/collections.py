"""Collections: who has to pay soon, who is late, and what was agreed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from billing.ladder import Stage
from billing.models import StoredStanding
from kit import clock
from kit.errors import DomainError
from provisioning import filters, lgo_page, selectors
from provisioning.duties import Duty, duty_required, has_duty
from provisioning.selectors import Collection, StageTotal, is_uuid
from provisioning.services import reminders
from provisioning.tables.collections import CollectionTable, collection_headers, collection_row, days_in_words
from shared_apps.accounts.permissions import staff_required
from shared_apps.exports.services import record as record_export
from shared_apps.exports.views import export_response, links_here
from shared_apps.exports.writers import CONTENT_TYPES
from shared_apps.ui.errors import message_of

_CARDS = 6
_LABELS = {selectors.SOON: _("Ends within 90 days"), **{str(stage): stage.label for stage in Stage}}


@dataclass(frozen=True)
class Column:
    """A stage on the board: how many are there, what they owe in baht, and the most urgent of them."""

    code: str
    label: Any
    url: str
    count: int
    owed: Decimal
    cards: list[tuple[Collection, str]]


@staff_required
@never_cache
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """All stages at a glance, and what was promised for these days."""
    today = clock.today()
    totals = selectors.stage_totals(today)
    due = [lgo_page.note_of(one) for one in selectors.due_follow_ups(today)[:20]]
    context = {
        "columns": [_column(code, totals[code], today) for code in selectors.STAGES],
        "due": due,
        "today": today,
        "may_note": has_duty(request.user, Duty.SUPPORT, Duty.FINANCE, Duty.APPROVER),
        "back": reverse("console_collections"),
    }
    return render(request, "provisioning/console/collections.html", context)


def _column(code: str, total: StageTotal, today: date) -> Column:
    cards = selectors.collections(selectors.at_stage(code, today)[:_CARDS]) if total.count else []
    return Column(
        code=code,
        label=_LABELS[code],
        url=reverse("console_stage", args=[code]),
        count=total.count,
        owed=total.owed,
        cards=[(one, days_in_words(one.days)) for one in cards],
    )


@staff_required
@never_cache
@require_safe
def stage(request: HttpRequest, code: str) -> HttpResponse:
    """All LGOs of one stage, to search, take away and remind."""
    if code not in selectors.STAGES:
        raise Http404
    found = filters.StageFilter(request.GET, queryset=selectors.at_stage(code, clock.today()))
    kind = request.GET.get("export", "")
    if kind in CONTENT_TYPES:
        return _export(request, code, kind, found.qs)
    table = CollectionTable(found.qs)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    context = {
        "table": table,
        "filter": found,
        "label": _LABELS[code],
        "exports": links_here(request),
        "may_remind": has_duty(request.user, Duty.SUPPORT, Duty.FINANCE),
        "code": code,
    }
    return render(request, "provisioning/console/stage.html", context)


def _export(request: HttpRequest, code: str, kind: str, standings: "QuerySet[StoredStanding]") -> HttpResponse:
    label, found = str(_LABELS[code]), selectors.collections(standings)
    record_export("console-collections", form=kind, rows=len(found), actor=request.user, at=timezone.now())
    rows = [collection_row(one, label) for one in found]
    return export_response(name=label, form=kind, headers=collection_headers(), rows=rows)


@duty_required(Duty.SUPPORT, Duty.FINANCE)
@require_POST
def remind(request: HttpRequest, code: str) -> HttpResponse:
    """Remind those that were ticked."""
    keys = [key for key in request.POST.getlist("tenant") if is_uuid(key)]
    try:
        count = reminders.remind_all(tenants=keys, actor=request.user, at=timezone.now())
        said = ngettext("%(count)s local government is reminded.", "%(count)s local governments are reminded.", count)
        messages.success(request, said % {"count": count})
    except DomainError as error:
        messages.warning(request, message_of(error))
    if code not in selectors.STAGES:
        raise Http404
    return redirect("console_stage", code)
