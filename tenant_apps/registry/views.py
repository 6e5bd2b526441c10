"""The desk's pages about people."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts import services as accounts
from shared_apps.accounts.models import Invitation, User
from shared_apps.accounts.permissions import administrator_required, officer_required
from shared_apps.casework.exports import CONTENT_TYPES, export_response
from shared_apps.ui.errors import message_of
from tenant_apps.registry import selectors, services
from tenant_apps.registry.filters import PeopleFilter
from tenant_apps.registry.forms import InviteForm, PersonForm, ProfileForm
from tenant_apps.registry.tables import PeopleTable

_PER_PAGE = 25


@require_safe
@administrator_required
def people(request: HttpRequest) -> HttpResponse:
    """Who works here, and who was invited."""
    filtered = PeopleFilter(request.GET, queryset=selectors.people(), request=request)
    table = PeopleTable(filtered.qs)
    RequestConfig(request, paginate={"per_page": _PER_PAGE, "silent": True}).configure(table)
    context = {
        "table": table,
        "filter": filtered,
        "exports": _exports(request),
        "invitations": selectors.pending_invitations(),
        "now": clock.now(),
    }
    return render(request, "registry/people.html", context)


def _exports(request: HttpRequest) -> list[dict[str, str]]:
    query = request.GET.copy()
    labels = {"xlsx": _("Excel"), "csv": _("CSV")}
    found = []
    for form, label in labels.items():
        query["form"] = form
        found.append({"url": f"{reverse('registry_people_export')}?{query.urlencode()}", "label": label})
    return found


@require_safe
@administrator_required
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, for Excel."""
    form = request.GET.get("form", "xlsx")
    if form not in CONTENT_TYPES:
        raise Http404
    rows = [_exported(user) for user in PeopleFilter(request.GET, queryset=selectors.people(), request=request).qs]
    services.record_export(actor=_me(request), form=form, rows=len(rows), at=clock.now())
    headers = [_("Name"), _("E-mail"), _("Division"), _("Position"), _("Administrator"), _("State")]
    return export_response(name=_("people"), form=form, headers=headers, rows=rows)


def _exported(user: User) -> list[Any]:
    officer = getattr(user, "officer", None)
    return [
        user.display_name,
        user.email,
        officer.division if officer else "",
        officer.position if officer else "",
        _("Yes") if user.is_administrator else _("No"),
        _("Account open") if user.is_active else _("Account closed"),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def invite(request: HttpRequest) -> HttpResponse:
    """Invite someone."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite(actor=_me(request), at=clock.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error("email" if error.field == "email" else None, message_of(error))
        else:
            messages.success(
                request, _("The invitation was sent to %(email)s.") % {"email": form.cleaned_data["email"]}
            )
            return redirect("registry_people")
    return _form_page(request, "registry/invite.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """One of the people: what they do, and whether they may sign in."""
    user = _person_or_404(user_id)
    form = PersonForm.of(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_person(user=user, actor=_me(request), at=clock.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("registry_people")
    return _form_page(request, "registry/person.html", form, person=user, is_me=user.pk == request.user.pk)


@require_POST
@administrator_required
def close(request: HttpRequest, user_id: int) -> HttpResponse:
    """Close an account: out at once."""
    user = _person_or_404(user_id)
    accounts.deactivate_officer(user=user, actor=_me(request), at=clock.now())
    messages.success(request, _("%(name)s can no longer sign in.") % {"name": user})
    return redirect("registry_person", user_id)


@require_POST
@administrator_required
def reopen(request: HttpRequest, user_id: int) -> HttpResponse:
    """Open an account again."""
    user = _person_or_404(user_id)
    accounts.reactivate_officer(user=user, actor=_me(request), at=clock.now())
    messages.success(request, _("%(name)s can sign in again.") % {"name": user})
    return redirect("registry_person", user_id)


@require_POST
@administrator_required
def reset_second_factor(request: HttpRequest, user_id: int) -> HttpResponse:
    """Let someone who lost their phone set up a new second factor."""
    user = _person_or_404(user_id)
    accounts.reset_second_factor(user=user, actor=_me(request), at=clock.now())
    messages.success(request, _("%(name)s sets up a new second factor at the next sign-in.") % {"name": user})
    return redirect("registry_person", user_id)


@require_POST
@administrator_required
def resend_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Send an invitation again."""
    invitation = _invitation_or_404(invitation_id)
    accounts.resend_invitation(invitation=invitation, actor=_me(request), at=clock.now())
    messages.success(request, _("The invitation was sent to %(email)s.") % {"email": invitation.email})
    return redirect("registry_people")


@require_POST
@administrator_required
def withdraw_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Withdraw an invitation."""
    invitation = _invitation_or_404(invitation_id)
    accounts.revoke_invitation(invitation=invitation, actor=_me(request), at=clock.now())
    messages.success(request, _("The invitation to %(email)s was withdrawn.") % {"email": invitation.email})
    return redirect("registry_people")


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def profile(request: HttpRequest) -> HttpResponse:
    """One's own name and position."""
    me = _me(request)
    officer = services.take_up(user=me, at=clock.now())
    initial = {"display_name": me.display_name, "position": officer.position}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_profile(user=me, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("registry_profile")
    return _form_page(request, "registry/profile.html", form, officer=officer)


def _form_page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def _me(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise Http404
    return user


def _person_or_404(user_id: int) -> User:
    user = selectors.person(user_id)
    if user is None:
        raise Http404
    return user


def _invitation_or_404(invitation_id: int) -> Invitation:
    invitation = selectors.pending_invitation(invitation_id)
    if invitation is None:
        raise Http404
    return invitation
