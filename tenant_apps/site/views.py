"""The portal's pages, and the desk's start and settings."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kit import clock
from kit.errors import DomainError
from kit.thai import normalise_text
from shared_apps.accounts.models import User
from shared_apps.accounts.permissions import administrator_required, officer_required
from shared_apps.ui.errors import message_of
from tenant_apps.registry import selectors as registry
from tenant_apps.registry import services as registry_services
from tenant_apps.site import catalogue, extensions, selectors, services
from tenant_apps.site.forms import SettingsForm
from tenants.models import Tenant

_LATEST = 3
_LONGEST_QUERY = 100


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page of an LGO: services, search, following a case, contact."""
    user = request.user
    is_citizen = isinstance(user, User) and not user.is_officer
    context = {
        "tiles": catalogue.tiles(_tenant(request)),
        "track_url": catalogue.url_or_nothing("complaint_track"),
        "cases": extensions.latest_cases(user, _LATEST) if is_citizen and isinstance(user, User) else [],
        "cases_url": catalogue.url_or_nothing("my_cases"),
    }
    return render(request, "site/home.html", context)


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Services and answers in which the words are found, or what is nearest."""
    query = normalise_text(request.GET.get("q", ""))[:_LONGEST_QUERY]
    tenant = _tenant(request)
    found = catalogue.search(query, tenant)
    nearest = [] if found else catalogue.suggestions(query, tenant)
    return render(request, "site/search.html", {"query": query, "found": found, "nearest": nearest})


@login_not_required
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Where the office is and when it is open."""
    context = {"holidays": selectors.next_holidays(clock.today())}
    return render(request, "site/contact.html", context)


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, and their rights."""
    return render(request, "site/privacy.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How the site is meant to be usable by everyone."""
    return render(request, "site/accessibility.html")


@require_safe
@officer_required
def desk(request: HttpRequest) -> HttpResponse:
    """Where officers arrive: their inbox, or for the administrator of a new LGO what to do first."""
    user = _officer(request)
    registry_services.take_up(user=user, at=clock.now())
    work = next((item for item in extensions.menu() if item.may_open(user)), None)
    work_url = catalogue.url_or_nothing(work.url_name) if work else ""
    steps = _first_steps() if user.is_administrator else []
    if work_url and (all(step["done"] for step in steps) or "inbox" in request.GET):
        return redirect(work_url)
    if not user.is_administrator:
        return redirect("registry_profile")
    return render(request, "site/desk.html", {"steps": steps, "work_url": work_url})


def _first_steps() -> list[dict[str, Any]]:
    site = selectors.site_settings()
    others = registry.people().count() > 1 or registry.pending_invitations().exists()
    return [
        {
            "done": bool(site.phone and site.address),
            "title": _("Write your address and telephone number"),
            "text": _("Citizens see them on the first page and on the contact page."),
            "url": reverse("site_settings"),
        },
        {
            "done": others,
            "title": _("Invite your colleagues"),
            "text": _("Each receives an e-mail, chooses a password and sees the cases of their division."),
            "url": reverse("registry_invite"),
        },
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def settings(request: HttpRequest) -> HttpResponse:
    """Contact, place, history and seal."""
    site = selectors.site_settings()
    form = SettingsForm.of(site, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_settings(
                values=form.values(), seal=form.seal_upload(), actor=_officer(request), at=clock.now()
            )
        except DomainError as error:
            form.add_error("seal", message_of(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("site_settings")
    return render(request, "site/settings.html", {"form": form}, status=422 if form.errors else 200)


def _tenant(request: HttpRequest) -> Tenant:
    tenant = getattr(request, "tenant", None)
    if not isinstance(tenant, Tenant):
        raise Http404
    return tenant


def _officer(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise Http404
    return user
