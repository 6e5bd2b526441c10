"""The officers' pages of satisfaction."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit import clock
from shared_apps.accounts.permissions import right_required
from shared_apps.exports.views import export_response
from tenant_apps.surveys import selectors, services
from tenant_apps.surveys.forms import HideForm, ResultsForm
from tenant_apps.surveys.models import Response

_PER_PAGE = 20


def _found(form: ResultsForm) -> Any:
    values = form.cleaned_data if form.is_valid() else {}
    division = values.get("division")
    return selectors.responses(
        form.period, service=values.get("service", ""), division=division.pk if division else None
    )


@require_safe
@right_required("surveys", "view")
def results(request: HttpRequest) -> HttpResponse:
    """Totals, averages, shares and words."""
    form = ResultsForm(request.GET)
    rows = _found(form)
    values = form.cleaned_data if form.is_valid() else {}
    words = selectors.worded(rows, user=request.user, typed=values.get("words", ""), score=values.get("score", ""))
    query = request.GET.copy()
    query.pop("page", None)
    found = selectors.results(rows)
    context = {
        "form": form,
        "period": form.period,
        "results": found,
        "figures": [(figure, _exports(request, figure.code)) for figure in found.figures],
        "page": Paginator(words, _PER_PAGE).get_page(request.GET.get("page")),
        "query": query.urlencode(),
    }
    return render(request, "surveys/results.html", context)


def _exports(request: HttpRequest, code: str) -> list[dict[str, str]]:
    query = request.GET.copy()
    query["figure"] = code
    return [
        {"label": label, "url": f"{reverse('survey_export', args=[form])}?{query.urlencode()}"}
        for form, label in (("xlsx", "Excel"), ("csv", "CSV"))
    ]


@require_safe
@right_required("surveys", "export")
def export(request: HttpRequest, form: str) -> HttpResponse:
    """One figure of the page as a list."""
    found = selectors.results(_found(ResultsForm(request.GET)))
    figure = next((one for one in found.figures if one.code == request.GET.get("figure", "score")), None)
    if figure is None:
        raise Http404
    services.record_export(actor=get_user(request), at=clock.now(), form=form, rows=len(figure.rows))
    name = _("satisfaction")
    return export_response(name=name, form=form, headers=list(figure.headings), rows=figure.as_rows)


def _response(request: HttpRequest, response_id: int) -> Response:
    found = selectors.response_by_id(response_id, user=request.user)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@right_required("surveys", "edit")
def hide(request: HttpRequest, response_id: int) -> HttpResponse:
    """Hide the words of one answer."""
    response = _response(request, response_id)
    form = HideForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        services.hide_words(response=response, actor=get_user(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("The words are hidden."))
        return redirect("survey_results")
    context = {"form": form, "response": response}
    return render(request, "surveys/hide.html", context, status=422 if form.errors else 200)


@require_POST
@right_required("surveys", "edit")
def show(request: HttpRequest, response_id: int) -> HttpResponse:
    """Show them again."""
    services.show_words(response=_response(request, response_id), actor=get_user(request), at=clock.now())
    messages.success(request, _("The words are shown again."))
    return redirect("survey_results")
