"""What the pages of money share."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from billing.models import VersionState
from billing.models.versions import AgreedVersion
from kit.errors import DomainError
from provisioning import selectors
from provisioning.duties import MAY_SEE_MONEY, Duty, duty_required
from provisioning.money import kinds
from provisioning.money.forms import AmountForm, ReasonForm
from provisioning.services import approvals
from provisioning.views.console.exports import links
from shared_apps.ui.errors import message_of

may_see = duty_required(*MAY_SEE_MONEY)
may_act = duty_required(Duty.FINANCE)
Found = TypeVar("Found")
_PAGE = {"per_page": 20}


def or_404(found: Found | None) -> Found:
    """What was found.

    Raises:
        Http404: nothing was.
    """
    if found is None:
        raise Http404
    return found


def waiting_for(kind: str, subject: str) -> Any:
    """The request of that kind about it that waits for a decision, if there is one."""
    return selectors.approvals_waiting().filter(kind=kind, subject=subject).first()


def money_list(
    request: HttpRequest, code: str, *, table: Any, filter_set: Any, title: Any, **context: Any
) -> HttpResponse:
    """A list with search, filters, order, pages and export."""
    RequestConfig(request, paginate=_PAGE).configure(table)
    exports = links(request, f"console-{code}")
    values = {"table": table, "filter": filter_set, "exports": exports, "title": title, "here": code, **context}
    return render(request, "provisioning/money/list.html", values)


def done_or_told(request: HttpRequest, act: Callable[[], Any], *, success: Any, back: Any) -> HttpResponse:
    """Do it and say so, or say why not; then go back."""
    try:
        act()
    except DomainError as error:
        messages.warning(request, message_of(error))
    else:
        messages.success(request, success)
    return redirect(back)


def ask_for_amount(
    request: HttpRequest, found: Any, name: str, *, kind: str, back: str, page: Callable[..., HttpResponse]
) -> HttpResponse:
    """Ask to take or send back an amount of an invoice or a payment (`name` says which); a second person approves it.

    `page(request, found, form, status)` shows the form again, with what is wrong.
    """
    form = AmountForm(request.POST)
    if form.is_valid():
        answer = asked(
            request,
            form,
            back,
            kind=kind,
            subject=f"{name}:{found.pk}",
            reason=form.cleaned_data["reason"],
            tenant=found.tenant,
            payload={name: found.pk, "amount": str(form.cleaned_data["amount"])},
        )
        if answer is not None:
            return answer
    return page(request, found, form, 422)


def asked(request: HttpRequest, form: Any, back: Any, **request_for: Any) -> HttpResponse | None:
    """Ask for what needs a second person; None when the form now says why that was not possible."""
    try:
        approvals.ask(actor=request.user, at=timezone.now(), **request_for)
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, message_of(error))
        return None
    messages.success(request, _("Somebody else has to approve this now. They were told."))
    return redirect(back)


def decided(
    request: HttpRequest,
    *,
    back: str,
    approve: Callable[[], Any],
    approved: Any,
    withdraw: Callable[[str], Any],
    page: Callable[[ReasonForm, int], HttpResponse],
) -> HttpResponse:
    """Approve a version that two people agree to, or give it back with a reason; who wrote it may withdraw it."""
    if request.POST.get("decision") == "approve":
        return done_or_told(request, approve, success=approved, back=back)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return page(form, 422)
    reason = form.cleaned_data["reason"]
    return done_or_told(request, lambda: withdraw(reason), success=_("The version is withdrawn."), back=back)


def deciding(request: HttpRequest, found: AgreedVersion, form: ReasonForm) -> dict[str, Any]:
    """What the page of a version says of who may do what with it."""
    is_mine = found.written_by_id == request.user.pk
    is_submitted = found.state == VersionState.SUBMITTED
    return {
        "found": found,
        "is_draft": found.state == VersionState.DRAFT,
        "is_submitted": is_submitted,
        "is_mine": is_mine,
        "may_decide": is_submitted and not is_mine and kinds.MAY_DECIDE(request.user),
        "may_withdraw": kinds.MAY_ASK(request.user) and found.state in {VersionState.DRAFT, VersionState.SUBMITTED},
        "form": form,
    }
