"""The settings pages of the ways in."""

from django.contrib import messages
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts.permissions import right_required
from shared_apps.exports.pages import list_context
from shared_apps.ui.errors import message_of
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.filters import SourceFilter
from tenant_apps.complaints.forms.ways_in import SourceForm
from tenant_apps.complaints.lists import SOURCES
from tenant_apps.complaints.models import Source
from tenant_apps.complaints.tables import SourceTable
from tenant_apps.complaints.views.common import actor_of

_settings = right_required("complaints", "settings")


@require_safe
@_settings
def ways_in(request: HttpRequest) -> HttpResponse:
    """The ways in, in their order."""
    services.seed_sources()
    filtered = SourceFilter(request.GET, queryset=selectors.sources())
    context = list_context(request, SOURCES, filtered=filtered, table=SourceTable)
    return render(request, "complaints/settings/ways_in.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_settings
def way_in(request: HttpRequest, source_id: int | None = None) -> HttpResponse:
    """One way in, or a new one."""
    source = _source(source_id) if source_id is not None else None
    initial = model_to_dict(source) if source else None
    form = SourceForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid() and _saved(request, source, form):
        messages.success(request, _("Saved."))
        return redirect("ways_in")
    context = {"form": form, "source": source}
    return render(request, "complaints/settings/way_in.html", context, status=422 if form.errors else 200)


def _source(source_id: int) -> Source:
    found = selectors.sources().filter(pk=source_id).first()
    if found is None:
        raise Http404
    return found


def _saved(request: HttpRequest, source: Source | None, form: SourceForm) -> bool:
    actor, at = actor_of(request), clock.now()
    try:
        if source is None:
            services.add_source(values=form.cleaned_data, actor=actor, at=at)
        else:
            services.change_source(source=source, values=form.cleaned_data, actor=actor, at=at)
    except DomainError as error:
        form.add_error("active", message_of(error))
        return False
    return True
