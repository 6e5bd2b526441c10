"""The portal's pages."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kit import clock
from kit.thai import normalise_text
from shared_apps.accounts.models import User
from tenant_apps.site import catalogue, extensions, selectors
from tenant_apps.site.notices import blocks_of, default_text
from tenant_apps.site.views.common import tenant_of

_LATEST = 3
_LONGEST_QUERY = 100


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page of an LGO: services, search, following a case, contact."""
    user = request.user
    is_citizen = isinstance(user, User) and not user.is_officer
    context = {
        "tiles": catalogue.tiles(tenant_of(request)),
        "track_url": catalogue.url_or_nothing("complaint_track"),
        "number_example": extensions.number_example(),
        "cases": extensions.latest_cases(user, _LATEST) if is_citizen and isinstance(user, User) else [],
        "unfinished": extensions.unfinished(request),
        "cases_url": catalogue.url_or_nothing("my_cases"),
    }
    return render(request, "site/home.html", context)


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Services and answers in which the words are found, or what is nearest."""
    query = normalise_text(request.GET.get("q", ""))[:_LONGEST_QUERY]
    tenant = tenant_of(request)
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
    """What is kept about people, and their rights: the notice in force."""
    notice = selectors.current_privacy_notice(clock.now())
    language = get_language() or "th"
    text = notice.text_in(language) if notice else default_text(language[:2], name=tenant_of(request).name)
    return render(request, "site/privacy.html", {"notice": notice, "blocks": blocks_of(text)})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How the site is meant to be usable by everyone."""
    return render(request, "site/accessibility.html")
