"""The reasons for delay, and the copy of them for the commission."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts.permissions import right_required
from shared_apps.exports.pages import list_context
from shared_apps.ui.errors import message_of
from shared_apps.ui.templatetags.thai import thainumber
from tenant_apps.complaints.models import DelayCopy
from tenant_apps.complaints.selectors import delay_copy, reasons_told
from tenant_apps.complaints.services import record_delay_copy, take_back_delay_copy
from tenant_apps.reports import services
from tenant_apps.reports.documents import delays_pdf
from tenant_apps.reports.exports import DELAYS
from tenant_apps.reports.filters import DelayFilter
from tenant_apps.reports.forms import CopyForm
from tenant_apps.reports.notices import sent_in
from tenant_apps.reports.tables import DelayTable
from tenants.scope import require_tenant

MOST_ON_PAPER = 1_000
"""Longer lists are taken away as Excel."""


@require_safe
@right_required("reports", "view")
def delays(request: HttpRequest) -> HttpResponse:
    """The reasons that citizens of late cases were told."""
    user: Any = request.user
    filtered = DelayFilter(request.GET, queryset=reasons_told(user))
    context = list_context(request, DELAYS, filtered=filtered, table=DelayTable)
    links = _links(request) if user.may("reports", "export") else {}
    return render(request, "reports/delays.html", {**context, **links, **_copy_shown(filtered, user)})


def _links(request: HttpRequest) -> dict[str, str]:
    query = request.GET.urlencode()
    return {"paper": f"{reverse('report_delays_paper')}?{query}", "noting": f"{reverse('report_copy')}?{query}"}


def _copy_shown(filtered: DelayFilter, user: Any) -> dict[str, Any]:
    """The copy to which the list is narrowed."""
    asked = filtered.form.cleaned_data.get("copy") if filtered.form.is_valid() else None
    copy = delay_copy(int(asked)) if asked else None
    if copy is None:
        return {}
    may_take_back = user.may("reports", "export") and (user.is_administrator or copy.by_id == user.pk)
    return {"copy": copy, "copy_shown": sent_in(copy), "may_take_back": may_take_back}


@require_safe
@right_required("reports", "export")
def delays_paper(request: HttpRequest) -> HttpResponse:
    """The same on paper, for the commission that gets a copy."""
    filtered = DelayFilter(request.GET, queryset=reasons_told(request.user))
    at = clock.now()
    services.record_export(actor=get_user(request), at=at, form="pdf", figure="delays")
    rows = filtered.qs[:MOST_ON_PAPER]
    content = delays_pdf(rows, office=require_tenant().name, about=filtered.chosen(), at=at)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="delays-{clock.today():%Y%m%d}.pdf"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@right_required("reports", "export")
def note_sent(request: HttpRequest) -> HttpResponse:
    """Note that the reasons of the list, as it was narrowed, were sent; not what came in since the page was opened."""
    filtered = DelayFilter(request.GET, queryset=reasons_told(request.user))
    left = filtered.qs.filter(copied__isnull=True)
    form = CopyForm(
        request.POST or None,
        initial={"sent_on": clock.today(), "last": max(left.values_list("pk", flat=True), default=0)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            copy = _record(request, left, form)
        except DomainError as error:
            form.add_error(None, message_of(error))
        else:
            return redirect(f"{reverse('report_delays')}?copy={copy.pk}")
    context = {
        "form": form,
        "count": left.count(),
        "about": filtered.chosen(),
        "back": f"{reverse('report_delays')}?{request.GET.urlencode()}",
    }
    return render(request, "reports/delay_copy.html", context, status=422 if form.errors else 200)


def _record(request: HttpRequest, left: Any, form: CopyForm) -> DelayCopy:
    values = form.cleaned_data
    events = list(left.filter(pk__lte=values["last"]).values_list("pk", flat=True))
    copy = record_delay_copy(
        events=events, sent_on=values["sent_on"], letter=values["letter"], actor=get_user(request), at=clock.now()
    )
    kept = copy.reasons.count()
    said = ngettext("%(count)s reason is marked as sent.", "%(count)s reasons are marked as sent.", kept)
    messages.success(request, said % {"count": thainumber(kept)})
    return copy


@require_POST
@right_required("reports", "export")
def take_back(request: HttpRequest, copy_id: int) -> HttpResponse:
    """Forget that a copy was sent."""
    copy = delay_copy(copy_id)
    if copy is None:
        raise Http404
    take_back_delay_copy(copy=copy, actor=get_user(request), at=clock.now())
    messages.success(request, _("Taken back. These reasons are to be sent again."))
    return redirect("report_delays")
