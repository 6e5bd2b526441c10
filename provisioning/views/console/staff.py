"""The operator's own people and their duties."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from kit.errors import DomainError
from provisioning import filters, selectors, staff_kinds
from provisioning.console_forms import CloseAccountForm, DutiesForm, InviteForm
from provisioning.duties import Duty, duty_required, has_duty
from provisioning.models import Approval
from provisioning.services import approvals, joining
from provisioning.services.staff import close_account, set_duties
from provisioning.tables import StaffTable
from provisioning.views.console.exports import links
from shared_apps.accounts.models import User
from shared_apps.accounts.permissions import recently_authenticated, staff_required
from shared_apps.ui.errors import message_of

_CLOSING = "closing"
_ASKED = _("Another administrator decides now. You will be told.")


@staff_required
@never_cache
@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """Who works here and may do what, and who is invited."""
    found = filters.StaffFilter(request.GET, queryset=selectors.all_staff())
    table = StaffTable(found.qs)
    RequestConfig(request, paginate={"per_page": 20}).configure(table)
    may_change = has_duty(request.user, Duty.ADMINISTRATOR)
    now = timezone.now()
    context = {
        "table": table,
        "filter": found,
        "exports": links(request, "console-staff"),
        "may_change": may_change,
        "invitations": [(one, one.is_valid(now)) for one in selectors.staff_invitations()] if may_change else [],
        "is_alone": may_change and selectors.administrators().count() <= 1,
    }
    return render(request, "provisioning/console/staff.html", context)


@duty_required(Duty.ADMINISTRATOR)
@recently_authenticated()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Ask for somebody to be invited."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        payload = {key: given[key] for key in ("email", "display_name", "duties")}
        made = _ask(request, form, kind=staff_kinds.INVITE, subject=f"staff:{given['email']}"[:120], payload=payload)
        if made is not None:
            return redirect("console_approval", made.pk)
    context = {"form": form}
    return render(request, "provisioning/console/staff_invite.html", context, status=422 if form.errors else 200)


@duty_required(Duty.ADMINISTRATOR)
@recently_authenticated()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """The duties of one person: fewer at once, more when another administrator agrees."""
    found = selectors.staff_member(person_id)
    typed = request.POST if request.method == "POST" else None
    form = DutiesForm(typed, initial={"duties": sorted(selectors.held_duties(found))})
    if request.method == "POST" and form.is_valid():
        answer = _change(request, found, form)
        if answer is not None:
            return answer
    return _person_page(request, found, form, CloseAccountForm(prefix=_CLOSING))


@duty_required(Duty.ADMINISTRATOR)
@recently_authenticated()
@require_POST
def close(request: HttpRequest, person_id: int) -> HttpResponse:
    """Close an account at once."""
    found = selectors.staff_member(person_id)
    form = CloseAccountForm(request.POST, prefix=_CLOSING)
    if form.is_valid():
        try:
            close_account(user=found, reason=form.cleaned_data["reason"], actor=request.user, at=timezone.now())
        except DomainError as error:
            form.add_error("reason", message_of(error))
        else:
            messages.success(request, _("The account is closed."))
            return redirect("console_staff")
    return _person_page(request, found, DutiesForm(initial={"duties": sorted(selectors.held_duties(found))}), form)


@duty_required(Duty.ADMINISTRATOR)
@recently_authenticated()
@require_POST
def invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Send an invitation again, or withdraw it."""
    act = joining.withdraw if request.POST.get("action") == "withdraw" else joining.send_again
    try:
        act(invitation=selectors.staff_invitation(invitation_id), actor=request.user, at=timezone.now())
        messages.success(request, _("Done."))
    except DomainError as error:
        messages.warning(request, message_of(error))
    return redirect("console_staff")


def _change(request: HttpRequest, found: User, form: DutiesForm) -> HttpResponse | None:
    held, wanted = selectors.held_duties(found), set(form.cleaned_data["duties"])
    if wanted - held or not found.is_active:
        payload = {"user": found.pk, "duties": sorted(wanted)}
        made = _ask(request, form, kind=staff_kinds.DUTIES, subject=f"staff:{found.pk}", payload=payload)
        return redirect("console_approval", made.pk) if made is not None else None
    try:
        set_duties(
            user=found,
            duties=wanted,
            actor=request.user,
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
        )
    except DomainError as error:
        form.add_error("duties", message_of(error))
        return None
    messages.success(request, _("Done."))
    return redirect("console_staff")


def _ask(request: HttpRequest, form: forms.Form, **what: Any) -> Approval | None:
    try:
        made = approvals.ask(reason=form.cleaned_data["reason"], actor=request.user, at=timezone.now(), **what)
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else "reason", message_of(error))
        return None
    messages.success(request, _ASKED)
    return made


def _person_page(request: HttpRequest, found: User, form: DutiesForm, closing: CloseAccountForm) -> HttpResponse:
    waiting = selectors.approvals_waiting().filter(kind=staff_kinds.DUTIES, subject=f"staff:{found.pk}").first()
    context = {
        "found": found,
        "form": form,
        "closing": closing,
        "forms": [form, closing],
        "waiting": waiting,
        "is_me": found.pk == request.user.pk,
    }
    status = 422 if form.errors or closing.errors else 200
    return render(request, "provisioning/console/staff_person.html", context, status=status)
