"""The days of the ladder: write a version, see what it would mean, let a second person approve it."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.ladder import Stage
from billing.models import LadderRules, VersionState
from billing.selectors import ladder_rules
from billing.selectors.ladder_versions import impact_of, ladder_version, ladder_versions, rules_without
from billing.services import ladder_rules as services
from kit import clock
from kit.errors import DomainError
from provisioning import states
from provisioning.money import comparing, filters
from provisioning.money.forms import ReasonForm
from provisioning.money.ladder_forms import LADDER_LABELS, LadderForm
from provisioning.money.states import version_badge
from provisioning.money.tables.versions import LadderTable
from provisioning.views.money.common import decided, deciding, done_or_told, may_act, may_see, money_list, or_404
from shared_apps.audit.selectors import entries_of
from shared_apps.ui.errors import message_of

HERE = "ladder-rules"


@may_see
@never_cache
@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """All versions, those of the past too."""
    found = filters.LadderFilter(request.GET, queryset=ladder_versions())
    return money_list(
        request,
        HERE,
        table=LadderTable(found.qs, in_force=ladder_rules(clock.today()).pk),
        filter_set=found,
        title=_("Days of the ladder"),
        lead=_(
            "What becomes of a local government whose contract or trial has ended, day by day, and when it is told."
        ),
        action_url=reverse("money_ladder_new"),
        action_label=_("New version"),
    )


@may_see
@never_cache
@require_safe
def version(request: HttpRequest, rules_id: int) -> HttpResponse:
    """One version, beside what holds without it, what it would mean, and who did what with it."""
    return _page(request, or_404(ladder_version(rules_id)), ReasonForm())


def _page(request: HttpRequest, found: LadderRules, form: ReasonForm, status: int = 200) -> HttpResponse:
    today, other = clock.today(), rules_without(found)
    is_to_come = found.state != VersionState.WITHDRAWN and found.effective_from > today
    context: dict[str, Any] = {
        "here": HERE,
        "badge": version_badge(found.state, in_force=ladder_rules(today).pk == found.pk),
        "other": other,
        "rows": comparing.compare_ladders(found, other),
        "impact": impact_of(found, today) if is_to_come else None,
        "stages": Stage,
        "examples": _examples(found, other),
        "last_paid_day": found.effective_from - timedelta(days=1),
        "history": _history(found),
        **deciding(request, found, form),
    }
    return render(request, "provisioning/money/ladder.html", context, status=status)


def _examples(found: LadderRules, other: LadderRules | None) -> list[tuple[str, date, date | None]]:
    """The last day of each stage for whoever ends on the first day of the version, and what it would be without."""
    labels = {
        "grace": _("Everything works until"),
        "read_only": _("Everything can be read until"),
        "export_only": _("Export and payment are open at least until"),
    }
    ends_on = found.effective_from
    return [
        (label, _last(ends_on, found, name), _last(ends_on, other, name) if other else None)
        for name, label in labels.items()
    ]


def _last(ends_on: date, rules: LadderRules, name: str) -> date:
    return ends_on + timedelta(days=getattr(rules, name) - 1)


def _history(found: LadderRules) -> list[dict[str, Any]]:
    """Acts on it, newest first."""
    return [
        {
            "title": states.action_label(entry.action),
            "at": entry.at,
            "actor": entry.actor_name,
            "note": entry.data.get("reason", ""),
        }
        for entry in entries_of(found)
    ]


@may_act
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, rules_id: int | None = None) -> HttpResponse:
    """Write a new version, from the newest that was approved, or change a draft."""
    found = or_404(ladder_version(rules_id)) if rules_id is not None else None
    form = LadderForm(request.POST or None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(found, form, request)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, message_of(error))
        else:
            messages.success(request, _("Saved. Send it to be approved when it is right."))
            return redirect("money_ladder", saved.pk)
    context = {"here": HERE, "found": found, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "provisioning/money/ladder_edit.html", context, status=status)


def _initial(found: LadderRules | None) -> dict[str, Any]:
    source = found or ladder_rules(date.max)
    names = [*LADDER_LABELS, *(["effective_from", "reason"] if found else [])]
    return {name: getattr(source, name) for name in names}


def _save(found: LadderRules | None, form: LadderForm, request: HttpRequest) -> LadderRules:
    who: dict[str, Any] = {"values": form.values, "actor": request.user, "at": timezone.now()}
    return services.change_rules(rules=found, **who) if found else services.draft_rules(**who)


@may_act
@require_POST
def submit(request: HttpRequest, rules_id: int) -> HttpResponse:
    """Ask for approval."""
    found = or_404(ladder_version(rules_id))
    return done_or_told(
        request,
        lambda: services.submit_rules(rules=found, actor=request.user, at=timezone.now()),
        success=_("Somebody else has to approve this now."),
        back=reverse("money_ladder", args=[rules_id]),
    )


@may_see
@require_POST
def decide(request: HttpRequest, rules_id: int) -> HttpResponse:
    """Approve a version, or give it back with a reason; who wrote it may withdraw it."""
    found = or_404(ladder_version(rules_id))
    who: dict[str, Any] = {"rules": found, "actor": request.user, "at": timezone.now()}
    return decided(
        request,
        back=reverse("money_ladder", args=[rules_id]),
        approve=lambda: services.approve_rules(**who),
        approved=_("Approved. The days hold for whatever ends from their day on."),
        withdraw=lambda reason: services.withdraw_rules(reason=reason, **who),
        page=lambda form, status: _page(request, found, form, status),
    )
