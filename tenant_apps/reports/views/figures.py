"""The officers' reports."""

from typing import Any

from django.contrib.auth import get_user
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kit import clock
from shared_apps.accounts.permissions import right_required
from shared_apps.exports.views import export_response
from tenant_apps.reports import services
from tenant_apps.reports.documents import report_pdf
from tenant_apps.reports.forms import ReportForm
from tenant_apps.reports.kept import report_of
from tenants.scope import require_tenant


@require_safe
@right_required("reports", "view")
def overview(request: HttpRequest) -> HttpResponse:
    """All figures about complaints."""
    form = ReportForm(request.GET)
    kept = report_of(form, request.GET.urlencode())
    report = kept.report
    user: Any = request.user
    may_export = user.may("reports", "export")
    context = {
        "form": form,
        "period": form.period,
        "report": report,
        "at": kept.at,
        "is_old": kept.is_old,
        "figures": [(one, _exports(request, one.code) if may_export else []) for one in report.figures],
        "pdf_url": _url(request, "pdf", "") if may_export else "",
    }
    return render(request, "reports/overview.html", context)


def _exports(request: HttpRequest, code: str) -> list[dict[str, str]]:
    labels = {"pdf": ("PDF", "file-earmark-pdf"), "xlsx": ("Excel", ""), "csv": ("CSV", "download")}
    return [{"label": label, "icon": icon, "url": _url(request, form, code)} for form, (label, icon) in labels.items()]


def _url(request: HttpRequest, form: str, code: str) -> str:
    query = request.GET.copy()
    query["figure"] = code
    return f"{reverse('report_export', args=[form])}?{query.urlencode()}"


@require_safe
@right_required("reports", "export")
def export(request: HttpRequest, form: str) -> HttpResponse:
    """One figure as a list (the first when none is named), or one or all on paper."""
    chosen = ReportForm(request.GET)
    kept = report_of(chosen, request.GET.urlencode())
    code = request.GET.get("figure", "")
    figures = [one for one in kept.report.figures if code in {"", one.code}]
    if not figures:
        raise Http404
    services.record_export(actor=get_user(request), at=clock.now(), form=form, figure=code)
    if form != "pdf":
        figure = figures[0]
        return export_response(name=_("report"), form=form, headers=list(figure.headings), rows=figure.as_rows)
    about = [str(chosen.period), *chosen.words()]
    content = report_pdf(kept.report, office=require_tenant().name, about=about, figures=figures, at=kept.at)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="report-{clock.today():%Y%m%d}.pdf"'
    return response
