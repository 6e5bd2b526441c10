"""Totals for programs, under `/api/v1/desk/reports/`."""

from typing import Any

from django.http import HttpRequest, QueryDict
from ninja import Query, Router

from kit.errors import Invalid
from shared_apps.api.callers import TokenAuth
from tenant_apps.reports import schemas
from tenant_apps.reports.forms import ReportForm
from tenant_apps.reports.kept import report_of
from tenant_apps.reports.scopes import REPORTS, SATISFACTION
from tenant_apps.surveys import selectors as surveys

router = Router(tags=["Reports"])


@router.get(
    "/complaints",
    response=schemas.CaseReportOut,
    auth=TokenAuth(REPORTS),
    url_name="report_complaints",
    operation_id="getComplaintReport",
)
def complaints(request: HttpRequest, filters: Query[schemas.CasesFilter]) -> dict[str, Any]:
    """How many cases were filed, answered, on time and late; by status, category, division and month."""
    query = filters.query()
    form = ReportForm(QueryDict(query))
    if not form.is_valid():
        field, messages = next(iter(form.errors.items()))
        raise Invalid(str(messages[0]), field=field)
    kept = report_of(form, query)
    return {
        "at": kept.at,
        "total": schemas.rounded(kept.report.total, *schemas.CaseTotals.model_fields),
        "figures": [schemas.figure_out(figure) for figure in kept.report.figures],
    }


@router.get(
    "/satisfaction",
    response=schemas.SatisfactionOut,
    auth=TokenAuth(SATISFACTION),
    url_name="report_satisfaction",
    operation_id="getSatisfactionReport",
)
def satisfaction(request: HttpRequest, filters: Query[schemas.AnswersFilter]) -> dict[str, Any]:
    """Scores and reasons; by service, division and month. No words and nothing of people."""
    rows = surveys.responses(filters.period, service=filters.service or "", division=filters.division)
    found = surveys.results(rows)
    return {
        "total": schemas.rounded(found.total, *schemas.AnswerTotals.model_fields),
        "figures": [schemas.figure_out(figure) for figure in found.figures],
    }
