"""The inbox: cases of all services by tab, search and filters; lists to take away."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from kit import clock
from shared_apps.casework import work
from shared_apps.casework.work import Criteria
from shared_apps.ui.pages import MOST_SEARCHED, CountedPages
from tenant_apps.desk import selectors, services
from tenant_apps.desk.exports import code_for
from tenant_apps.desk.forms import InboxForm, ViewForm
from tenant_apps.desk.panels import LABELS
from tenant_apps.desk.shown import address_of
from tenant_apps.desk.tables import WorkData, WorkTable
from tenant_apps.desk.views.common import clean_query, tab_of, work_required

_PER_PAGE = 20
_ORDER = {"all": "-submitted_at", "unassigned": "submitted_at", "waiting": "submitted_at"}
_EMPTY = {
    "mine": _("Nothing waits for you. Look under “Nobody's yet” for new cases."),
    "division": _("No open case of your division."),
    "unassigned": _("Every open case has an officer."),
    "overdue": _("Nothing is overdue."),
    "waiting": _("No case waits for a citizen."),
    "all": _("No case yet. What citizens file and what you take down for them appears here."),
}


@work_required("view")
@never_cache
@require_safe
def inbox(request: HttpRequest, tab: str = "") -> HttpResponseBase:
    """What is to be done."""
    if not tab and not request.GET and (first := selectors.first_view_of(request.user)):
        view = selectors.view_of(request.user, first)
        if view is not None:
            return redirect(address_of(view))
    tab = tab_of(request.GET, tab)
    form = InboxForm(request.GET, user=request.user)
    criteria = form.criteria(tab)
    query = clean_query(request.GET, form)
    context = {
        "table": table_of(request, criteria, hidden=_hidden(request.user)),
        "filter": {"form": form},
        "tabs": _tabs(request.user, tab),
        "views": _views(request),
        "view_form": ViewForm(user=request.user),
        "tab": tab,
        "query": query,
        "gone": form.gone,
        "exports": _exports(request.user, criteria, query),
        "may_add": may_add(request.user),
    }
    context["tools"] = _tools(request, context)
    return render(request, "desk/inbox.html", context)


def may_add(user: Any) -> bool:
    """Whether an officer may take cases down for others."""
    return bool(work.sources(user, "add"))


def _hidden(user: Any) -> tuple[str, ...]:
    return () if work.sources(user, "assign") or work.sources(user, "export") else ("pick",)


def table_of(request: HttpRequest, criteria: Criteria, *, hidden: tuple[str, ...]) -> WorkTable:
    """The page of the list that is asked for, without the columns `hidden`."""
    at = clock.now()
    rows = work.find(request.user, criteria, at=at)
    data: Any = []
    if rows is not None:
        ordered = rows.order_by(_ORDER.get(criteria.tab, "due_at"), "number")
        data = WorkData(request.user, criteria, ordered, at=at)
    table = WorkTable(data, order_by=request.GET.get("sort") or None, exclude=hidden)
    table.empty_text = _EMPTY.get(criteria.tab) if criteria == Criteria(tab=criteria.tab) else None
    pages = {
        "paginator_class": CountedPages,
        "counted": work.find_keys(request.user, criteria, at=at),
        "most": MOST_SEARCHED if criteria.words else None,
        "per_page": _PER_PAGE,
        "silent": True,
    }
    RequestConfig(request, paginate=pages).configure(table)
    return table


def _tabs(user: Any, current: str) -> list[dict[str, Any]]:
    counts = work.counts(user, at=clock.now())
    return [
        {
            "label": LABELS[tab],
            "url": reverse("desk_inbox_tab", args=[tab]),
            "active": tab == current,
            "count": counts.get(tab),
            "late": tab == "overdue" and counts[tab] > 0,
        }
        for tab in work.TABS
    ]


def _views(request: HttpRequest) -> list[dict[str, Any]]:
    current = request.GET.get("view", "")
    return [
        {"label": view.name, "url": address_of(view), "active": current == str(view.pk)}
        for view in selectors.views_of(request.user)
    ]


def _exports(user: Any, criteria: Criteria, query: str) -> list[dict[str, str]]:
    code = code_for(user, criteria.services)
    if not code:
        return []
    more = f"?{urlencode({'tab': criteria.tab})}&{query}".rstrip("&")
    icons = {"xlsx": ("Excel", "file-earmark-excel"), "csv": ("CSV", "download")}
    return [
        {"label": label, "icon": icon, "url": reverse("export_list", args=[code, form]) + more}
        for form, (label, icon) in icons.items()
    ]


def _tools(request: HttpRequest, context: dict[str, Any]) -> str:
    table: Any = context["table"]
    words = {
        **context,
        "found": table.page.paginator.count,
        "is_more": table.page.paginator.is_more,
        "most": services.MOST,
        "may_assign": bool(work.sources(request.user, "assign")),
        "may_export": bool(context["exports"]),
    }
    return render_to_string("desk/tools.html", words, request=request)
