"""A new PIN for whoever still has the e-mail address or telephone of the case."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kit import clock
from kit.errors import DomainError
from shared_apps.casework import contact_codes
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.access import follow
from tenant_apps.complaints.forms.following import ContactCodeForm, LostPinForm
from tenant_apps.complaints.models import Complaint
from tenant_apps.complaints.views.common import actor_of, add_domain_error, who

PURPOSE = "complaints.lost_pin"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lost_pin(request: HttpRequest) -> HttpResponse:
    """Ask for the case and its contact. Whether they belong together is never said: only a code may arrive."""
    form = LostPinForm(request.POST or None, initial={"reference": request.GET.get("case", "")})
    if request.method == "POST" and form.is_valid():
        try:
            _send(request, form)
            return redirect("complaint_lost_pin_code")
        except DomainError as error:
            add_domain_error(form, error)
    return render(request, "complaints/lost_pin.html", {"form": form}, status=422 if form.errors else 200)


def _send(request: HttpRequest, form: LostPinForm) -> None:
    contact = form.contact()
    complaint = selectors.case_by_reference(form.cleaned_data["reference"])
    is_real = complaint is not None and selectors.is_contact_of(complaint, **contact)
    contact_codes.send_code(
        request.session,
        purpose=PURPOSE,
        subject=complaint.tracking_code if complaint and is_real else "",
        ip=who(request)["ip"],
        language=(get_language() or "th")[:2],
        at=clock.now(),
        is_real=is_real,
        **contact,
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lost_pin_code(request: HttpRequest) -> HttpResponse:
    """The code that came; then the new PIN, shown once."""
    asked = contact_codes.asked(request.session, purpose=PURPOSE, at=clock.now())
    if asked is None:
        messages.error(request, _("This code is not valid any more. Ask for a new one."))
        return redirect("complaint_lost_pin")
    form = ContactCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if contact_codes.is_right(request.session, form.cleaned_data["code"], ip=who(request)["ip"]):
            return _given(request, selectors.case_by_tracking_code(asked.subject))
        form.add_error("code", _("This is not the code we sent. Look at it again."))
    context = {"form": form, "address": asked.email or asked.phone}
    return render(request, "complaints/lost_pin_code.html", context, status=422 if form.errors else 200)


def _given(request: HttpRequest, complaint: Complaint | None) -> HttpResponse:
    if complaint is None:
        return redirect("complaint_lost_pin")
    pin = services.issue_new_pin(complaint=complaint, actor=actor_of(request), at=clock.now())
    follow(request, complaint)
    return render(request, "complaints/new_pin.html", {"complaint": complaint, "pin": pin})
