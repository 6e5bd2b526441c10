"""Asking for something about a local government, and notes about it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kit.errors import DomainError, Refused
from provisioning import approvals, lgo_page, selectors, tenant_kinds
from provisioning.action_forms import AskForm, FollowUpForm
from provisioning.duties import NO_DUTY, Duty, duty_required
from provisioning.models import Approval
from provisioning.services import approvals as services
from provisioning.services import follow_ups
from shared_apps.accounts.permissions import staff_required
from shared_apps.ui.errors import message_of


@staff_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, tenant_id: UUID, action: str) -> HttpResponse:
    """What is wanted, with its reason; another person decides it."""
    code = tenant_kinds.PREFIX + action
    if code not in {kind.code for kind in approvals.kinds()}:
        raise Http404
    if not approvals.kind_of(code).may_ask(request.user):
        raise Refused(NO_DUTY, code="no_duty")
    found = selectors.tenant_page(tenant_id)
    form = lgo_page.form_of(code)(request.POST if request.method == "POST" else None, tenant=found)
    if request.method == "POST" and form.is_valid():
        made = _ask(request, code, form)
        if made is not None:
            messages.success(request, _("Somebody else decides now. You will be told."))
            return redirect("console_approval", made.pk)
    context = {"found": found, "form": form, "label": approvals.label_of(code)}
    return render(request, "provisioning/console/ask.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequest, code: str, form: AskForm) -> Approval | None:
    try:
        return services.ask(
            kind=code,
            subject=form.subject,
            payload=form.payload,
            reason=form.cleaned_data["reason"],
            tenant=form.tenant,
            actor=request.user,
            at=timezone.now(),
        )
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else "reason", message_of(error))
        return None


@duty_required(Duty.SUPPORT, Duty.FINANCE, Duty.APPROVER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, tenant_id: UUID) -> HttpResponse:
    """A note, a call or a promise."""
    found = selectors.tenant_page(tenant_id)
    form = FollowUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            follow_ups.note(tenant=found, actor=request.user, at=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else "text", message_of(error))
        else:
            messages.success(request, _("The note is kept."))
            return redirect("console_tenant", tenant_id)
    context = {"found": found, "form": form, "notes": selectors.follow_ups_of(found)}
    return render(request, "provisioning/console/note.html", context, status=422 if form.errors else 200)


@duty_required(Duty.SUPPORT, Duty.FINANCE, Duty.APPROVER)
@require_POST
def finish_note(request: HttpRequest, note_id: int) -> HttpResponse:
    """What was to be done is done."""
    found = selectors.follow_up(note_id)
    try:
        follow_ups.finish(follow_up=found, actor=request.user, at=timezone.now())
        messages.success(request, _("Done."))
    except DomainError as error:
        messages.warning(request, message_of(error))
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if is_ours else reverse("console_tenant", args=[found.tenant_id]))
