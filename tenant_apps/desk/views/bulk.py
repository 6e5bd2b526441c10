"""Work on many cases: a page to check, then done at once or by a job whose progress is shown."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kit import clock
from kit.errors import DomainError, Refused
from shared_apps.accounts.permissions import NO_RIGHT
from shared_apps.casework import work
from shared_apps.casework.work import Criteria
from shared_apps.ui.errors import message_of
from tenant_apps.desk import selectors, services
from tenant_apps.desk.exports import code_for
from tenant_apps.desk.forms import RUN_FORMS, InboxForm, RunForm, ticked
from tenant_apps.desk.models import Run
from tenant_apps.desk.views.common import actor_of, tab_of, work_required

_SHOWN = 20
_MOST_IN_ADDRESS = 100
_HTMX_STOP = 286
Row = Mapping[str, Any]


@work_required("view")
@never_cache
@require_POST
def check(request: HttpRequest) -> HttpResponseBase:
    """What is about to be done with which cases; lists that were chosen are taken away at once."""
    verb = request.POST.get("verb", "")
    if verb in {"csv", "xlsx"}:
        return _taken_away(request, verb)
    form = _form(verb)
    rows = _rows(request)
    problem = _problem(rows)
    if problem:
        messages.warning(request, problem)
        return redirect(_back(request))
    return _check_page(request, form(), rows, verb)


def _form(verb: str) -> type[RunForm]:
    if verb not in RUN_FORMS:
        raise Http404
    return RUN_FORMS[verb]


def _taken_away(request: HttpRequest, form: str) -> HttpResponseBase:
    """To the list of what was chosen, or of all that was found."""
    code = code_for(request.user, ())
    if not code:
        raise Refused(NO_RIGHT, code="no_right")
    chosen = QueryDict(mutable=True)
    if request.POST.get("all"):
        chosen = QueryDict(request.POST.get("query", "")[:4000], mutable=True)
        chosen["tab"] = tab_of(chosen, request.POST.get("tab", ""))
    else:
        cases = [value for value in request.POST.getlist("case")[:_MOST_IN_ADDRESS] if ticked([value])]
        if not cases:
            messages.warning(request, str(services.NONE))
            return redirect(_back(request))
        chosen.setlist("case", cases)
    return redirect(f"{reverse('export_list', args=[code, form])}?{chosen.urlencode()}")


def _criteria(request: HttpRequest) -> Criteria:
    """All that was found, or what was ticked among all that there is."""
    if request.POST.get("all"):
        given = QueryDict(request.POST.get("query", "")[:4000])
        return InboxForm(given, user=request.user).criteria(tab_of(given, request.POST.get("tab", "")))
    return Criteria(picked=tuple((service, pk) for service, pk, _version in _ticked(request)))


def _ticked(request: HttpRequest) -> list[tuple[str, int, int]]:
    return ticked(request.POST.getlist("case")[: services.MOST + 1])


def _rows(request: HttpRequest) -> list[Row]:
    """The cases that the officer may give away, in the versions that were seen."""
    rows = work.find(request.user, _criteria(request), at=clock.now(), action="assign")
    found = list(rows.order_by("submitted_at", "number")[: services.MOST + 1]) if rows is not None else []
    seen = {(service, pk): version for service, pk, version in _ticked(request)}
    return [{**row, "version": seen.get((row["service"], row["id"]), row["version"])} for row in found]


def _problem(rows: list[Row]) -> str:
    if not rows:
        return str(services.NONE)
    return str(services.TOO_MANY) % {"most": services.MOST} if len(rows) > services.MOST else ""


def _back(request: HttpRequest) -> str:
    given = QueryDict(request.POST.get("query", "")[:4000])
    url = reverse("desk_inbox_tab", args=[tab_of(given, request.POST.get("tab", ""))])
    return f"{url}?{given.urlencode()}"


def _check_page(request: HttpRequest, form: RunForm, rows: list[Row], verb: str, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "verb": verb,
        "verb_label": Run.Verb(verb).label,
        "rows": [
            {**row, "state_shown": work.source_of(row["service"]).state_shown(row["state"])} for row in rows[:_SHOWN]
        ],
        "total": len(rows),
        "more": max(len(rows) - _SHOWN, 0),
        "cases": [f"{row['service']}:{row['id']}:{row['version']}" for row in rows],
        "query": request.POST.get("query", "")[:4000],
        "tab": request.POST.get("tab", ""),
        "back_url": _back(request),
        "is_slow": len(rows) > services.AT_ONCE,
    }
    return render(request, "desk/check.html", context, status=status)


@work_required("assign")
@require_POST
def begin(request: HttpRequest) -> HttpResponseBase:
    """Do it: at once when the cases are few."""
    verb = request.POST.get("verb", "")
    form = _form(verb)(request.POST)
    rows = _rows(request)
    if not form.is_valid():
        return _check_page(request, form, rows, verb, status=422)
    actor = actor_of(request)
    try:
        run = services.begin_run(verb=verb, cases=rows, actor=actor, at=clock.now(), **form.cleaned_data)
    except DomainError as error:
        form.add_error(None, message_of(error))
        return _check_page(request, form, rows, verb, status=422)
    if run.total <= services.AT_ONCE:
        services.work_on(run=run, at=clock.now())
    return redirect("desk_run", run.pk)


def _run(request: HttpRequest, run_id: UUID) -> Run:
    found = selectors.run_of(request.user, run_id)
    if found is None:
        raise Http404
    return found


@work_required("view")
@never_cache
@require_safe
def run(request: HttpRequest, run_id: UUID) -> HttpResponseBase:
    """How it went."""
    found = _run(request, run_id)
    return render(request, "desk/run.html", _run_context(found))


@work_required("view")
@never_cache
@require_safe
def progress(request: HttpRequest, run_id: UUID) -> HttpResponseBase:
    """The part of the page that is asked for every second."""
    found = _run(request, run_id)
    is_running = found.state == Run.State.RUNNING
    response = render(request, "desk/run_progress.html", _run_context(found))
    response.status_code = 200 if is_running else _HTMX_STOP
    if not is_running:
        response["HX-Refresh"] = "true"
    return response


def _run_context(found: Run) -> dict[str, Any]:
    counts = selectors.outcomes(found)
    is_running = found.state == Run.State.RUNNING
    done = counts["done"] + counts["refused"]
    refused = [
        {"number": item.number, "reason": item.reason, "url": work.source_of(item.service).url(item.number)}
        for item in selectors.refused(found)
    ]
    return {
        "run": found,
        "counts": counts,
        "refused": refused,
        "progress": {
            "id": "progress",
            "label": found.get_verb_display(),
            "done": done,
            "total": found.total,
            "state": found.state,
            "poll_url": reverse("desk_run_progress", args=[found.pk]),
            "note": _("You can leave this page. The work goes on.") if is_running else "",
        },
    }


@work_required("view")
@never_cache
@require_safe
def runs(request: HttpRequest) -> HttpResponseBase:
    """The latest acts on many cases, and lists that were made."""
    return render(request, "desk/runs.html", {"runs": selectors.latest_runs(request.user)})
