"""The desk's pages about roles."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts.permissions import recently_authenticated, require_right, right_required
from shared_apps.exports.pages import list_context
from tenant_apps.registry import selectors, services
from tenant_apps.registry.exports import ROLES
from tenant_apps.registry.filters import RoleFilter
from tenant_apps.registry.forms import DeleteRoleForm, RoleForm
from tenant_apps.registry.models import Role
from tenant_apps.registry.tables import RoleTable
from tenant_apps.registry.views.common import add_error, form_page, me, or_404

_settings = right_required("people", "settings")
_form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@right_required("people", "view")
def roles(request: HttpRequest) -> HttpResponse:
    """The roles and who holds how many of them."""
    may_change = me(request).may("people", "settings")
    filtered = RoleFilter(request.GET, queryset=selectors.roles_with_holders())
    context = list_context(
        request, ROLES, filtered=filtered, table=RoleTable, columns=RoleTable.acts if may_change else ()
    )
    return render(request, "registry/roles.html", {**context, "may_change": may_change})


@_form_methods
@_settings
def new_role(request: HttpRequest) -> HttpResponseBase:
    """Make a role."""
    return _save(request, None) if request.method == "POST" else _page(request, None, _form(request, None))


@_form_methods
@right_required("people", "view")
def role(request: HttpRequest, role_id: int) -> HttpResponseBase:
    """A role and its rights, service by service."""
    row = or_404(selectors.role(role_id))
    return _save(request, row) if request.method == "POST" else _page(request, row, _form(request, row))


def _form(request: HttpRequest, row: Role | None) -> RoleForm:
    data = request.POST if request.method == "POST" else None
    givable = me(request).rights if me(request).may("people", "settings") else frozenset()
    return RoleForm(data, role=row, givable=givable)


@recently_authenticated()
def _save(request: HttpRequest, row: Role | None) -> HttpResponse:
    require_right(me(request), "people", "settings")
    form = _form(request, row)
    if form.is_valid():
        try:
            saved = services.save_role(role=row, actor=me(request), at=clock.now(), **form.values())
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, _("%(name)s was saved.") % {"name": saved})
            return redirect("registry_roles")
    return _page(request, row, form)


def _page(request: HttpRequest, row: Role | None, form: RoleForm) -> HttpResponse:
    context = {
        "role": row,
        "may_change": me(request).may("people", "settings"),
        "holders": selectors.holders_of(row) if row else [],
        "history": selectors.history_of(row) if row else [],
    }
    return form_page(request, "registry/role.html", form, **context)


@require_POST
@_settings
@recently_authenticated()
def copy_role(request: HttpRequest, role_id: int) -> HttpResponse:
    """Make another role with the same rights."""
    made = services.copy_role(role=or_404(selectors.role(role_id)), actor=me(request), at=clock.now())
    messages.success(request, _("%(name)s was made. Give it a name of its own.") % {"name": made})
    return redirect("registry_role", made.pk)


@_form_methods
@_settings
@recently_authenticated()
def delete_role(request: HttpRequest, role_id: int) -> HttpResponse:
    """Delete a role, and say what its holders get instead."""
    row = or_404(selectors.role(role_id))
    holders = selectors.holders_of(row)
    is_needed = bool(holders) or row.is_default or selectors.is_promised(row)
    form = DeleteRoleForm(request.POST if request.method == "POST" else None, role=row, is_needed=is_needed)
    if request.method == "POST" and form.is_valid():
        try:
            services.delete_role(
                role=row, replacement=form.cleaned_data.get("replacement"), actor=me(request), at=clock.now()
            )
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, _("%(name)s was deleted.") % {"name": row.name})
            return redirect("registry_roles")
    return form_page(request, "registry/delete_role.html", form, role=row, holders=holders)
