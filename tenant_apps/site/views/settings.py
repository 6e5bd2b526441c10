"""The settings: their first page, and those about the office."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit import clock
from kit.colour import WHITE, contrast, darken_until, parse_colour
from kit.errors import DomainError, Refused
from kit.thai import normalise_text
from shared_apps.accounts.permissions import NO_RIGHT, officer_required, right_required
from shared_apps.ui.theme import colour_of
from tenant_apps.site import extensions, selectors, services
from tenant_apps.site.cards import groups_of, may_open_settings
from tenant_apps.site.forms.office import (
    AboutForm,
    ColourForm,
    ContactForm,
    HoursForm,
    PictureForm,
    ServicesForm,
)
from tenant_apps.site.models import SiteSettings, standard_hours
from tenant_apps.site.pictures import PICTURES, PictureKind, kind_of
from tenant_apps.site.views.common import add_domain_error, officer_of, posted, tenant_of

_LONGEST_QUERY = 100
_edits = require_http_methods(["GET", "HEAD", "POST"])
_guarded = right_required("site", "settings")


@require_safe
@officer_required
def hub(request: HttpRequest) -> HttpResponse:
    """All settings pages that this officer may open, as cards."""
    user = officer_of(request)
    if not may_open_settings(user):
        raise Refused(NO_RIGHT, code="no_right")
    query = normalise_text(request.GET.get("q", ""))[:_LONGEST_QUERY]
    return render(request, "site/settings.html", {"groups": groups_of(user, query), "query": query})


@_edits
@_guarded
def contact(request: HttpRequest) -> HttpResponse:
    """Address, telephone, e-mail and map pin."""
    form = ContactForm.of(selectors.site_settings(), posted(request))
    return _edit(request, form, "contact", _("Contact"))


@_edits
@_guarded
def about(request: HttpRequest) -> HttpResponse:
    """What the LGO tells about itself."""
    form = AboutForm.of(selectors.site_settings(), posted(request))
    return _edit(request, form, "about", _("About us"))


@_edits
@_guarded
def hours(request: HttpRequest) -> HttpResponse:
    """Office hours by weekday."""
    if "standard" in request.POST:
        return _saved(request, "hours", lambda: _write(request, {"weekly_hours": standard_hours()}, "hours"))
    form = HoursForm.of(selectors.site_settings(), posted(request))
    return _edit(request, form, "hours", _("Office hours"), template="site/settings/hours.html")


@require_safe
@_guarded
def pictures(request: HttpRequest) -> HttpResponse:
    """Logo, seal and banner as they are."""
    return _pictures(request, None, None)


@require_POST
@_guarded
def picture(request: HttpRequest, picture: str) -> HttpResponse:
    """Replace or remove one of them."""
    kind = kind_of(picture)
    if kind is None:
        raise Http404
    if "remove" in request.POST:
        services.remove_picture(picture=kind.name, actor=officer_of(request), at=clock.now())
        messages.success(request, _("Removed."))
        return _back(request, "site_pictures")
    form = PictureForm(request.POST, request.FILES, prefix=kind.name)
    if form.is_valid():
        upload = form.cleaned_data["photo"].files[0]
        try:
            services.set_picture(picture=kind.name, upload=upload, actor=officer_of(request), at=clock.now())
        except DomainError as error:
            add_domain_error(form, error, "photo")
        else:
            messages.success(request, _("Saved."))
            return _back(request, "site_pictures")
    return _pictures(request, kind, form)


def _pictures(request: HttpRequest, wrong: PictureKind | None, form: Form | None) -> HttpResponse:
    site = selectors.site_settings()
    shown = [
        {
            "kind": kind,
            "file_id": getattr(site, f"{kind.name}_id"),
            "form": form if wrong is kind else PictureForm(prefix=kind.name),
        }
        for kind in PICTURES
    ]
    context = {"pictures": shown, "form": form, "part": "pictures"}
    return render(request, "site/settings/pictures.html", context, status=422 if form else 200)


@_edits
@_guarded
def colour(request: HttpRequest) -> HttpResponse:
    """The brand colour, with its contrast."""
    now = colour_of(tenant_of(request))
    form = ColourForm(posted(request), initial={"colour": now})
    near = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.set_colour(colour=form.cleaned_data["colour"] or "", actor=officer_of(request), at=clock.now())
        except DomainError as error:
            near = str(error.params.get("near", ""))
            add_domain_error(form, error, "colour")
        else:
            messages.success(request, _("Saved."))
            return _back(request, "site_colour")
    context = {"form": form, "near": near, "colour": now, "part": "colour", **_contrast_of(now)}
    return render(request, "site/settings/colour.html", context, status=422 if form.errors else 200)


def _contrast_of(colour: str) -> dict[str, Any]:
    chosen = parse_colour(colour)
    return {"ratio": contrast(chosen, WHITE), "readable": str(darken_until(chosen, WHITE))}


@_edits
@_guarded
def services_page(request: HttpRequest) -> HttpResponse:
    """Which services are on; what the package lacks cannot be switched on."""
    tenant, off = tenant_of(request), selectors.site_settings().services_off
    form = ServicesForm(posted(request), initial={one.code: one.code not in off for one in extensions.services()})
    if request.method == "POST" and form.is_valid():
        services.switch_services(on=form.on, actor=officer_of(request), at=clock.now())
        if request.GET.get("step"):
            services.skip_step(name="services", actor=officer_of(request), at=clock.now())
        messages.success(request, _("Saved."))
        return _back(request, "site_services")
    lines = [
        {"service": one, "field": form[one.code], "has": one.code in tenant.services} for one in extensions.services()
    ]
    return render(request, "site/settings/services.html", {"form": form, "lines": lines, "part": "services"})


def _edit(
    request: HttpRequest, form: Any, part: str, title: str, *, template: str = "site/settings/form.html"
) -> HttpResponse:
    """A page with one form of the settings."""
    if request.method == "POST" and form.is_valid():
        return _saved(request, part, lambda: _write(request, form.values(), part))
    context = {"form": form, "part": part, "title": title}
    return render(request, template, context, status=422 if form.errors else 200)


def _write(request: HttpRequest, values: dict[str, Any], part: str) -> SiteSettings:
    return services.change_settings(values=values, actor=officer_of(request), at=clock.now(), part=part)


def _saved(request: HttpRequest, part: str, write: Callable[[], object]) -> HttpResponse:
    write()
    messages.success(request, _("Saved."))
    return _back(request, f"site_{part}_settings")


def _back(request: HttpRequest, page: str) -> HttpResponse:
    """To the page itself, or on the first day to the list of steps."""
    return redirect("site_start" if request.GET.get("step") else page)
