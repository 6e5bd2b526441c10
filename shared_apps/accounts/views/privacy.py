"""The privacy notice at sign-in, consents, and the officers' pages about both and about levels of identity."""

from decimal import Decimal
from typing import Any

from allauth.account.utils import get_next_redirect_url
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from shared_apps.accounts import assurance, privacy, selectors
from shared_apps.accounts.consents import ConsentFilter, ConsentTable
from shared_apps.accounts.models import User
from shared_apps.accounts.permissions import citizen_required, right_required
from shared_apps.accounts.services import consents as services
from shared_apps.accounts.services.assurance import set_levels
from shared_apps.exports.views import links

_PER_PAGE = 25
_form_page = require_http_methods(["GET", "HEAD", "POST"])
LEVELS = [
    ("0.0", gettext_lazy("Nothing: guests too")),
    ("1.0", gettext_lazy("An account, by a one-time code too")),
    ("2.1", gettext_lazy("Digital ID, identity seen on papers (2.1)")),
    ("2.3", gettext_lazy("Digital ID, identity checked with chip and face (2.3)")),
]


# --- citizens -------------------------------------------------------------------------------------------------------


@citizen_required
@never_cache
@_form_page
def read_notice(request: HttpRequest) -> HttpResponse:
    """Show the notice in force, and take note that it was read; consents are apart, and never ticked beforehand."""
    user, at = _signed_in(request), timezone.now()
    next_url = get_next_redirect_url(request) or "/"
    notice = privacy.current_notice(at)
    if notice is None:
        return HttpResponseRedirect(next_url)
    given = selectors.consents_in_force(user.pk)
    asked = [purpose for purpose in privacy.purposes() if purpose.code not in given]
    if request.method == "POST":
        ticked = {*request.POST.getlist("purposes")} & {purpose.code for purpose in asked}
        services.acknowledge_notice(user=user, version=notice.version, purposes=sorted(ticked), at=at)
        privacy.note_seen(request, notice.version)
        return HttpResponseRedirect(next_url)
    is_new_version = selectors.has_read_a_notice(user.pk)
    context = {"notice": notice, "asked": asked, "next_url": next_url, "is_new_version": is_new_version}
    return render(request, "accounts/privacy_notice.html", context)


@citizen_required
@never_cache
@require_POST
def consent(request: HttpRequest, purpose: str) -> HttpResponse:
    """Give or withdraw one consent, on one's account page."""
    user, at = _signed_in(request), timezone.now()
    if request.POST.get("action") == "give":
        services.give_consent(user=user, purpose=purpose, version=privacy.current_version(at), at=at)
        messages.success(request, _("Thank you. You can take it back here at any time."))
    else:
        services.withdraw_consent(user=user, purpose=purpose, at=at)
        messages.success(request, _("Taken back. Nothing else changes for you."))
    return redirect("account_overview")


# --- officers -------------------------------------------------------------------------------------------------------


@require_safe
@right_required("privacy", "view")
def consent_list(request: HttpRequest) -> HttpResponse:
    """Who has read and agreed to what; names are masked."""
    filtered = ConsentFilter(request.GET, queryset=selectors.consents())
    table = ConsentTable(filtered.qs)
    RequestConfig(request, paginate={"per_page": _PER_PAGE, "silent": True}).configure(table)
    exports = links(request, "consents") if _signed_in(request).may("privacy", "export") else []
    return render(request, "accounts/consents.html", {"table": table, "filter": filtered, "exports": exports})


class LevelsForm(forms.Form):
    """One level for each service."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for service in assurance.services():
            self.fields[service.code] = forms.ChoiceField(
                label=service.label,
                choices=LEVELS,
                initial=f"{service.ial:.1f}",
                error_messages={"invalid_choice": gettext_lazy("Choose one of the levels.")},
            )

    def levels(self) -> dict[str, Decimal]:
        """What was chosen."""
        return {code: Decimal(level) for code, level in self.cleaned_data.items()}


@_form_page
@right_required("site", "settings")
def levels(request: HttpRequest) -> HttpResponse:
    """Which level of identity a service asks for."""
    form = LevelsForm(request.POST or None)
    if form.is_valid():
        set_levels(levels=form.levels(), actor=_signed_in(request), at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("assurance_levels")
    if not form.fields:
        raise Http404
    return render(request, "accounts/levels.html", {"form": form}, status=422 if form.errors else 200)


def _signed_in(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment]  # LoginRequiredMiddleware lets nobody else through
    return user
