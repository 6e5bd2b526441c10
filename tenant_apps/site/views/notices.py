"""Settings of the privacy notice."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts.permissions import right_required
from tenant_apps.site import selectors, services
from tenant_apps.site.forms.notices import NoticeForm
from tenant_apps.site.notices import blocks_of
from tenant_apps.site.views.common import add_domain_error, officer_of, posted


@require_http_methods(["GET", "HEAD", "POST"])
@right_required("site", "settings")
def edit(request: HttpRequest) -> HttpResponse:
    """The versions there are, and a new one: written, looked at, published."""
    now = clock.now()
    current = selectors.current_privacy_notice(now)
    form = NoticeForm.of(selectors.privacy_notices().first(), posted(request))
    preview: list[Any] = []
    if request.method == "POST" and form.is_valid():
        if "publish" in request.POST and _published(request, form):
            return redirect("site_privacy_settings")
        preview = blocks_of(form.cleaned_data["text_th"])
    context = {
        "form": form,
        "preview": preview,
        "current": current,
        "notices": selectors.privacy_notices(),
        "today": clock.today(),
        "part": "privacy",
    }
    return render(request, "site/settings/privacy.html", context, status=422 if form.errors else 200)


@require_safe
@right_required("site", "settings")
def version(request: HttpRequest, version: int) -> HttpResponse:
    """One version as people read it."""
    notice = selectors.privacy_notice(version)
    if notice is None:
        raise Http404
    blocks = blocks_of(notice.text_in(get_language() or "th"))
    return render(request, "site/settings/privacy_version.html", {"notice": notice, "blocks": blocks})


def _published(request: HttpRequest, form: NoticeForm) -> bool:
    try:
        services.publish_notice(**form.cleaned_data, actor=officer_of(request), at=clock.now())
    except DomainError as error:
        add_domain_error(form, error)
        return False
    messages.success(request, _("The new version is published."))
    return True
