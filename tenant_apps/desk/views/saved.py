"""Saved views: kept, shared, opened first, removed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kit import clock
from kit.errors import DomainError
from shared_apps.exports.pages import list_context
from shared_apps.ui.errors import message_of
from tenant_apps.desk import selectors, services
from tenant_apps.desk.exports import VIEWS
from tenant_apps.desk.filters import ViewFilter
from tenant_apps.desk.forms import InboxForm, ViewForm
from tenant_apps.desk.models import SavedView
from tenant_apps.desk.shown import address_of
from tenant_apps.desk.tables import ViewTable
from tenant_apps.desk.views.common import actor_of, clean_query, tab_of, work_required


@work_required("view")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def views(request: HttpRequest) -> HttpResponseBase:
    """The saved views; POST keeps the filters that the inbox shows."""
    given = QueryDict(request.POST.get("query", "")[:4000])
    tab = tab_of(given, request.POST.get("tab", ""))
    form = ViewForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        query = clean_query(given, InboxForm(given, user=request.user))
        try:
            view = services.save_view(**form.values(), tab=tab, query=query, actor=actor_of(request), at=clock.now())
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, message_of(error))
        else:
            messages.success(request, _("The view is saved."))
            return redirect(address_of(view))
    filtered = ViewFilter(request.GET, queryset=selectors.views_of(request.user))
    context = {
        **list_context(request, VIEWS, filtered=filtered, table=ViewTable, columns=ViewTable.acts),
        "first": selectors.first_view_of(request.user),
        "form": form if request.method == "POST" else None,
        "tab": tab,
        "query": request.POST.get("query", "")[:4000],
    }
    return render(request, "desk/views.html", context, status=422 if form.errors else 200)


def _view(request: HttpRequest, view_id: int) -> SavedView:
    view = selectors.view_of(request.user, view_id)
    if view is None:
        raise Http404
    return view


@work_required("view")
@require_POST
def forget(request: HttpRequest, view_id: int) -> HttpResponseBase:
    """Remove one's own view."""
    services.forget_view(view=_view(request, view_id), actor=actor_of(request), at=clock.now())
    messages.success(request, _("The view is removed."))
    return redirect("desk_views")


@work_required("view")
@require_POST
def first(request: HttpRequest, view_id: int) -> HttpResponseBase:
    """Open the inbox with this view from now on, or no longer."""
    view = _view(request, view_id)
    is_first = selectors.first_view_of(request.user) == view.pk
    services.choose_first_view(view=None if is_first else view, actor=actor_of(request), at=clock.now())
    messages.success(request, _("Saved."))
    return redirect("desk_views")
