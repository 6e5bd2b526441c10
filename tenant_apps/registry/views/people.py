"""The desk's pages about people."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts import services as accounts
from shared_apps.accounts.models import Invitation, User
from shared_apps.accounts.permissions import officer_required, recently_authenticated, require_right, right_required
from shared_apps.exports.views import export_response
from shared_apps.exports.writers import CONTENT_TYPES
from tenant_apps.registry import selectors, services
from tenant_apps.registry.filters import PeopleFilter
from tenant_apps.registry.forms import InviteForm, PersonForm, ProfileForm
from tenant_apps.registry.tables import PeopleTable
from tenant_apps.registry.views.common import add_error, form_page, me, or_404

_PER_PAGE = 25


@require_safe
@right_required("people", "view")
def people(request: HttpRequest) -> HttpResponse:
    """Who works here, and who was invited."""
    filtered = PeopleFilter(request.GET, queryset=selectors.people(), request=request)
    table = PeopleTable(filtered.qs.prefetch_related("officer__roles"))
    RequestConfig(request, paginate={"per_page": _PER_PAGE, "silent": True}).configure(table)
    context = {
        "table": table,
        "filter": filtered,
        "exports": _exports(request) if me(request).may("people", "export") else [],
        "invitations": selectors.pending_invitations(),
        "now": clock.now(),
        "may_invite": me(request).may("people", "add"),
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
@right_required("people", "export")
@recently_authenticated(is_download=True)
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, for Excel."""
    form = request.GET.get("form", "xlsx")
    if form not in CONTENT_TYPES:
        raise Http404
    filtered = PeopleFilter(request.GET, queryset=selectors.people(), request=request)
    rows = [_exported(user) for user in filtered.qs.prefetch_related("officer__roles")]
    services.record_export(actor=me(request), form=form, rows=len(rows), at=clock.now())
    headers = [
        _("Name"),
        _("E-mail"),
        _("Division"),
        _("Position"),
        _("Roles"),
        _("Administrator"),
        _("State"),
        _("Last sign-in"),
    ]
    return export_response(name=_("people"), form=form, headers=headers, rows=rows)


def _exported(user: User) -> list[Any]:
    officer = getattr(user, "officer", None)
    return [
        user.display_name,
        user.email,
        officer.division if officer else "",
        officer.position if officer else "",
        ", ".join(role.name for role in officer.roles.all()) if officer else "",
        _("Yes") if user.is_administrator else _("No"),
        _("Account open") if user.is_active else _("Account closed"),
        clock.bangkok(user.last_login).strftime("%Y-%m-%d %H:%M") if user.last_login else "",
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@right_required("people", "add")
def invite(request: HttpRequest) -> HttpResponse:
    """Invite someone."""
    form = InviteForm(request.POST or None, actor=me(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.invite(actor=me(request), at=clock.now(), **form.values())
        except DomainError as error:
            add_error(form, error)
        else:
            sent = _("The invitation was sent to %(email)s.") % {"email": form.cleaned_data["email"]}
            messages.success(request, sent)
            return redirect("site_start" if request.GET.get("step") else "registry_people")
    return form_page(request, "registry/invite.html", form, room=selectors.room(clock.now()))


@require_http_methods(["GET", "HEAD", "POST"])
@right_required("people", "view")
def person(request: HttpRequest, user_id: int) -> HttpResponseBase:
    """One of the people: what they do, and whether they may sign in."""
    user = or_404(selectors.person(user_id))
    if request.method == "POST":
        return _change_person(request, user)
    return _person_page(request, user, PersonForm(user=user, actor=me(request)))


@recently_authenticated()
def _change_person(request: HttpRequest, user: User) -> HttpResponse:
    require_right(me(request), "people", "edit")
    form = PersonForm(request.POST, user=user, actor=me(request))
    if form.is_valid():
        try:
            services.change_person(user=user, actor=me(request), at=clock.now(), **form.values())
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("registry_people")
    return _person_page(request, user, form)


def _person_page(request: HttpRequest, user: User, form: PersonForm) -> HttpResponse:
    context = {
        "person": user,
        "is_me": user.pk == request.user.pk,
        "may_edit": me(request).may("people", "edit") and (me(request).is_administrator or not user.is_administrator),
        "may_close": me(request).may("people", "delete"),
        "acting": selectors.acting_for(user, clock.today()),
    }
    return form_page(request, "registry/person.html", form, **context)


@require_POST
@right_required("people", "delete")
def close(request: HttpRequest, user_id: int) -> HttpResponse:
    """Close an account: out at once."""
    user = or_404(selectors.person(user_id))
    accounts.deactivate_officer(user=user, actor=me(request), at=clock.now())
    messages.success(request, _("%(name)s can no longer sign in.") % {"name": user})
    return redirect("registry_person", user_id)


@require_POST
@right_required("people", "delete")
def reopen(request: HttpRequest, user_id: int) -> HttpResponse:
    """Open an account again."""
    user = or_404(selectors.person(user_id))
    accounts.reactivate_officer(user=user, actor=me(request), at=clock.now())
    messages.success(request, _("%(name)s can sign in again.") % {"name": user})
    return redirect("registry_person", user_id)


@require_POST
@right_required("people", "edit")
@recently_authenticated()
def reset_second_factor(request: HttpRequest, user_id: int) -> HttpResponse:
    """Let someone who lost their phone set up a new second factor."""
    user = or_404(selectors.person(user_id))
    accounts.reset_second_factor(user=user, actor=me(request), at=clock.now())
    said = (
        _("%(name)s sets up a new second factor at the next sign-in.")
        if user.needs_second_factor
        else _("%(name)s signs in with the password alone until a new second factor is set up.")
    )
    messages.success(request, said % {"name": user})
    return redirect("registry_person", user_id)


@require_POST
@right_required("people", "add")
def resend_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Send an invitation again."""
    invitation = _invitation_or_404(invitation_id)
    accounts.resend_invitation(invitation=invitation, actor=me(request), at=clock.now())
    messages.success(request, _("The invitation was sent to %(email)s.") % {"email": invitation.email})
    return redirect("registry_people")


@require_POST
@right_required("people", "add")
def withdraw_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Withdraw an invitation."""
    invitation = _invitation_or_404(invitation_id)
    accounts.revoke_invitation(invitation=invitation, actor=me(request), at=clock.now())
    messages.success(request, _("The invitation to %(email)s was withdrawn.") % {"email": invitation.email})
    return redirect("registry_people")


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def profile(request: HttpRequest) -> HttpResponse:
    """What one is called and does here; whoever may not change that sees whom to ask."""
    user, may_edit = me(request), me(request).may("people", "edit")
    officer = services.take_up(user=user, at=clock.now())
    values = {"display_name": user.display_name, "position": officer.position}
    form = ProfileForm(request.POST or None, initial=values, sets_position=may_edit or "position" in request.POST)
    if request.method == "POST" and form.is_valid():
        services.change_profile(user=user, at=clock.now(), **{**values, **form.cleaned_data})
        messages.success(request, _("Saved."))
        return redirect("registry_profile")
    context = {
        "officer": officer,
        "may_edit": may_edit,
        "may_name_oneself": accounts.may_name_oneself(user),
        "ask": [] if may_edit else selectors.administrators(),
        "roles": officer.roles.all(),
        "acting": selectors.acting_for(request.user, clock.today()),
    }
    return form_page(request, "registry/profile.html", form, **context)


@require_safe
@right_required("people", "view")
def limit(request: HttpRequest) -> HttpResponse:
    """How many accounts the package has, which of them nobody needs, and how to get more."""
    context = {
        "room": selectors.room(clock.now()),
        "never": selectors.never_signed_in(),
        "idle": selectors.longest_unused(clock.now()),
        "invitations": selectors.pending_invitations(),
        "operator": selectors.operator_contact(),
        "now": clock.now(),
    }
    return render(request, "registry/limit.html", context)


def _invitation_or_404(invitation_id: int) -> Invitation:
    return or_404(selectors.pending_invitation(invitation_id))
