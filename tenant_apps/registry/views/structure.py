"""The desk's pages about divisions and positions."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts import policy
from shared_apps.accounts import services as accounts
from shared_apps.accounts.permissions import recently_authenticated, right_required
from shared_apps.exports.pages import is_narrowed, list_context
from tenant_apps.registry import selectors, services
from tenant_apps.registry.exports import DIVISIONS, POSITIONS
from tenant_apps.registry.filters import DivisionFilter, PositionFilter
from tenant_apps.registry.forms import DivisionForm, MergeForm, PositionForm, SignInRulesForm
from tenant_apps.registry.models import Division, Position
from tenant_apps.registry.tables import DivisionTable, PositionTable
from tenant_apps.registry.views.common import add_error, form_page, me, or_404

_settings = right_required("people", "settings")
_form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@right_required("people", "view")
def divisions(request: HttpRequest) -> HttpResponse:
    """The divisions in their order, and those out of use."""
    may_change = me(request).may("people", "settings")
    filtered = DivisionFilter(request.GET, queryset=selectors.divisions_with_officers())
    acts = (("act",) if is_narrowed(request) else ("move", "act")) if may_change else ()
    context = list_context(request, DIVISIONS, filtered=filtered, table=DivisionTable, columns=acts)
    return render(request, "registry/divisions.html", {**context, "may_change": may_change})


@_form_methods
@_settings
def new_division(request: HttpRequest) -> HttpResponse:
    """Add a division."""
    return _division_page(request, None)


@_form_methods
@_settings
def division(request: HttpRequest, division_id: int) -> HttpResponse:
    """Rename a division, close it or open it again."""
    return _division_page(request, or_404(selectors.division(division_id)))


def _division_page(request: HttpRequest, row: Division | None) -> HttpResponse:
    initial = {"name": row.name, "short_name": row.short_name} if row else None
    form = DivisionForm(request.POST if request.method == "POST" else None, initial=initial)
    if _saved(request, form, partial(services.save_division, division=row)):
        return redirect("registry_divisions")
    remaining = services.remaining(row) if row and row.is_active else []
    return form_page(request, "registry/division.html", form, division=row, remaining=remaining)


def _saved(request: HttpRequest, form: Form, save: Callable[..., object]) -> bool:
    """Whether what was sent could be saved; the form says why not."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        save(actor=me(request), at=clock.now(), **form.cleaned_data)
    except DomainError as error:
        add_error(form, error)
        return False
    messages.success(request, _("Saved."))
    return True


@require_POST
@_settings
def move_division(request: HttpRequest, division_id: int) -> HttpResponse:
    """Move a division up or down."""
    row = or_404(selectors.division(division_id))
    services.move_division(division=row, up=request.POST.get("way") == "up", actor=me(request), at=clock.now())
    return redirect("registry_divisions")


@require_POST
@_settings
def close_division(request: HttpRequest, division_id: int) -> HttpResponse:
    """Take a division out of use."""
    row = or_404(selectors.division(division_id))
    services.close_division(division=row, actor=me(request), at=clock.now())
    messages.success(request, _("%(name)s is no longer in use.") % {"name": row})
    return redirect("registry_divisions")


@require_POST
@_settings
def reopen_division(request: HttpRequest, division_id: int) -> HttpResponse:
    """Take a division into use again."""
    row = or_404(selectors.division(division_id))
    services.reopen_division(division=row, actor=me(request), at=clock.now())
    messages.success(request, _("%(name)s is in use again.") % {"name": row})
    return redirect("registry_divisions")


@_form_methods
@_settings
def merge_division(request: HttpRequest, division_id: int) -> HttpResponse:
    """Merge a division into another, with all that belongs to it."""
    row = or_404(selectors.division(division_id))
    form = MergeForm(request.POST or None, source=row)
    if request.method == "POST" and form.is_valid():
        target = form.cleaned_data["target"]
        try:
            services.merge_divisions(source=row, target=target, actor=me(request), at=clock.now())
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, _("%(gone)s is now part of %(kept)s.") % {"gone": row, "kept": target})
            return redirect("registry_divisions")
    return form_page(request, "registry/merge_division.html", form, division=row, belongings=services.belongings(row))


@require_safe
@right_required("people", "view")
def positions(request: HttpRequest) -> HttpResponse:
    """The positions, highest first."""
    filtered = PositionFilter(request.GET, queryset=selectors.positions_with_holders())
    context = list_context(request, POSITIONS, filtered=filtered, table=PositionTable)
    return render(request, "registry/positions.html", {**context, "may_change": me(request).may("people", "settings")})


@_form_methods
@_settings
def new_position(request: HttpRequest) -> HttpResponse:
    """Add a position."""
    return _position_page(request, None)


@_form_methods
@_settings
def position(request: HttpRequest, position_id: int) -> HttpResponse:
    """Change a position."""
    return _position_page(request, or_404(selectors.position(position_id)))


def _position_page(request: HttpRequest, row: Position | None) -> HttpResponse:
    initial = {"name": row.name, "level": row.level, "role": row.role_id} if row else None
    form = PositionForm(request.POST if request.method == "POST" else None, initial=initial)
    if _saved(request, form, partial(services.save_position, position=row)):
        return redirect("registry_positions")
    return form_page(request, "registry/position.html", form, position=row)


@require_POST
@_settings
def delete_position(request: HttpRequest, position_id: int) -> HttpResponse:
    """Take a position off the list."""
    row = or_404(selectors.position(position_id))
    services.delete_position(position=row, actor=me(request), at=clock.now())
    messages.success(request, _("%(name)s was taken off the list.") % {"name": row})
    return redirect("registry_positions")


@_form_methods
@_settings
@recently_authenticated()
def sign_in_rules(request: HttpRequest) -> HttpResponse:
    """Whether every officer needs a second factor."""
    form = SignInRulesForm(
        request.POST if request.method == "POST" else None,
        initial={"second_factor_for_all": policy.second_factor_for_all()},
    )
    if request.method == "POST" and form.is_valid():
        is_needed = form.cleaned_data["second_factor_for_all"]
        accounts.set_second_factor_for_all(is_needed=is_needed, actor=me(request), at=clock.now())
        messages.success(request, _("Saved."))
        return redirect("registry_sign_in_rules")
    context = {"without": selectors.without_second_factor()}
    return form_page(request, "registry/sign_in_rules.html", form, **context)
