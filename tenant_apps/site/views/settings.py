"""The settings: their first page, and those about the office."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kit import clock
from kit.errors import DomainError, Refused
from kit.thai import normalise_text
from shared_apps.accounts.permissions import NO_RIGHT, officer_required, right_required
from tenant_apps.site import selectors, services
from tenant_apps.site.cards import groups_of, may_open_settings
from tenant_apps.site.forms import SettingsForm
from tenant_apps.site.views.common import add_domain_error, officer_of

_LONGEST_QUERY = 100


@require_safe
@officer_required
def hub(request: HttpRequest) -> HttpResponse:
    """All settings pages that this officer may open, as cards."""
    user = officer_of(request)
    if not may_open_settings(user):
        raise Refused(NO_RIGHT, code="no_right")
    query = normalise_text(request.GET.get("q", ""))[:_LONGEST_QUERY]
    return render(request, "site/settings.html", {"groups": groups_of(user, query), "query": query})


@require_http_methods(["GET", "HEAD", "POST"])
@right_required("site", "settings")
def contact(request: HttpRequest) -> HttpResponse:
    """Contact, place, history and seal."""
    site = selectors.site_settings()
    form = SettingsForm.of(site, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_settings(
                values=form.values(), seal=form.seal_upload(), actor=officer_of(request), at=clock.now()
            )
        except DomainError as error:
            add_domain_error(form, error, "seal")
        else:
            messages.success(request, _("Saved."))
            return redirect("site_settings")
    return render(request, "site/contact_settings.html", {"form": form}, status=422 if form.errors else 200)
