"""The settings pages of complaints."""

from typing import Any

from django.contrib import messages
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts.permissions import right_required
from shared_apps.exports.pages import is_narrowed, list_context
from shared_apps.ui.errors import message_of
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.filters import CategoryFilter
from tenant_apps.complaints.forms.settings import CategoryForm, OptionsForm, PolicyForm, StepFormSet, steps_of
from tenant_apps.complaints.lists import CATEGORIES
from tenant_apps.complaints.models import Category
from tenant_apps.complaints.published import published
from tenant_apps.complaints.tables import CategoryTable
from tenant_apps.complaints.views.common import actor_of

_settings = right_required("complaints", "settings")
"""For officers who may change the settings of complaints."""


@require_http_methods(["GET", "HEAD", "POST"])
@_settings
def policy(request: HttpRequest) -> HttpResponse:
    """Rules: windows, extensions, reminders, number, and what citizens may do."""
    rules, options = selectors.policy(), selectors.citizen_options()
    sent = request.POST if request.method == "POST" else None
    form = PolicyForm(sent, initial=model_to_dict(rules), prefix="rules")
    more = OptionsForm(sent, initial=model_to_dict(options), prefix="options")
    if sent is not None and all([form.is_valid(), more.is_valid()]):
        actor, at = actor_of(request), clock.now()
        services.change_policy(values=form.cleaned_data, actor=actor, at=at)
        services.change_citizen_options(values=more.cleaned_data, actor=actor, at=at)
        messages.success(request, _("Saved."))
        return redirect("complaint_policy")
    example = selectors.number_example()
    context = {"form": form, "more": more, "example": example, "published": published()}
    return render(request, "complaints/settings/policy.html", context, status=422 if _wrong(form, more) else 200)


def _wrong(*forms: Any) -> bool:
    return any(form.is_bound and form.errors for form in forms)


@require_http_methods(["GET", "HEAD", "POST"])
@_settings
def ladder(request: HttpRequest) -> HttpResponse:
    """Who is warned when."""
    names = ("moment", "value", "to_assignee", "to_heads", "to_executives")
    now = [{name: getattr(step, name) for name in names} for step in selectors.escalation_steps()]
    steps = StepFormSet(request.POST if request.method == "POST" else None, initial=now)
    if steps.is_bound and steps.is_valid():
        services.change_steps(steps=steps_of(steps), actor=actor_of(request), at=clock.now())
        messages.success(request, _("Saved."))
        return redirect("complaint_ladder")
    wrong = steps.is_bound
    return render(request, "complaints/settings/ladder.html", {"steps": steps}, status=422 if wrong else 200)


@require_safe
@_settings
def categories(request: HttpRequest) -> HttpResponse:
    """The categories in their order."""
    filtered = CategoryFilter(request.GET, queryset=selectors.category_lines())
    acts = () if is_narrowed(request) else CategoryTable.acts
    context = list_context(request, CATEGORIES, filtered=filtered, table=CategoryTable, columns=acts)
    return render(request, "complaints/settings/categories.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_settings
def add_category(request: HttpRequest) -> HttpResponse:
    """A new category."""
    form = CategoryForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        services.add_category(actor=actor_of(request), at=clock.now(), **form.values())
        messages.success(request, _("The category was added."))
        return redirect("complaint_categories")
    return _category_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@_settings
def category(request: HttpRequest, category_id: int) -> HttpResponse:
    """One category."""
    found = _category(category_id)
    form = CategoryForm.of(found, request.POST if request.method == "POST" else None, at=clock.now())
    if form.is_bound and form.is_valid():
        try:
            services.change_category(category=found, actor=actor_of(request), at=clock.now(), **form.values())
        except DomainError as error:
            form.add_error("active", message_of(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("complaint_categories")
    return _category_page(request, form, found)


def _category_page(request: HttpRequest, form: CategoryForm, found: Category | None) -> HttpResponse:
    limits = selectors.limits_of(found) if found else ()
    context = {"form": form, "category": found, "limits": limits}
    return render(request, "complaints/settings/category.html", context, status=422 if _wrong(form) else 200)


def _category(category_id: int) -> Category:
    found = selectors.category_by_id(category_id)
    if found is None:
        raise Http404
    return found


@require_POST
@_settings
def move_category(request: HttpRequest, category_id: int, way: str) -> HttpResponse:
    """One place up or down."""
    services.move_category(category=_category(category_id), up=way == "up", actor=actor_of(request), at=clock.now())
    return redirect("complaint_categories")


@require_POST
@_settings
def delete_category(request: HttpRequest, category_id: int) -> HttpResponse:
    """Away with a category that was never used."""
    try:
        services.delete_category(category=_category(category_id), actor=actor_of(request), at=clock.now())
    except DomainError as error:
        messages.error(request, message_of(error))
        return redirect("complaint_category", category_id)
    messages.success(request, _("The category was deleted."))
    return redirect("complaint_categories")
