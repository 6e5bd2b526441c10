"""The workbench: what a movement on the account is for."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.models import LineState, StatementLine
from billing.models.bank import EVIDENCE_PURPOSE
from billing.selectors import bank, money
from billing.selectors.suggestions import suggestions
from billing.services import matching
from kit.errors import DomainError
from provisioning import selectors
from provisioning.money import filters, kinds, tables
from provisioning.money.forms import MatchForm, ReasonForm
from provisioning.money.states import line_badge
from provisioning.views.money.common import (
    asked,
    done_or_told,
    may_act,
    may_see,
    money_list,
    or_404,
    waiting_for,
)
from provisioning.views.money.files import open_file
from shared_apps.files.services import store_file
from shared_apps.ui.errors import message_of


@may_see
@never_cache
@require_safe
def lines(request: HttpRequest) -> HttpResponse:
    """All movements; those to be matched by themselves."""
    found = filters.LineFilter(request.GET or {"state": "waiting"}, queryset=bank.bank_lines())
    return money_list(
        request,
        "bank-lines",
        table=tables.LineTable(found.qs),
        filter_set=found,
        title=_("Movements on the accounts"),
        action_url=reverse("money_import"),
        action_label=_("Import a statement"),
    )


@may_see
@never_cache
@require_safe
def line(request: HttpRequest, line_id: int) -> HttpResponse:
    """One movement: what the bank says, what it may be for, what became of it."""
    return _page(request, or_404(bank.line_by_id(line_id)), ReasonForm())


def _page(request: HttpRequest, found: StatementLine, form: ReasonForm, status: int = 200) -> HttpResponse:
    waits = found.state == LineState.WAITING
    words = request.GET.get("q", "").strip()[:100]
    context: dict[str, Any] = {
        "here": "bank-lines",
        "found": found,
        "badge": line_badge(found.state),
        "waits": waits,
        "suggestions": suggestions(found) if waits else [],
        "foretold": bank.movements_foretold(found) if waits else [],
        "words": words,
        "others": bank.open_invoices_like(words) if waits and words else [],
        "matches": bank.matches_of(found),
        "waiting": waiting_for(kinds.MATCH, _subject(found)) or waiting_for(kinds.UNDO, _subject(found)),
        "form": form,
    }
    return render(request, "provisioning/money/line.html", context, status=status)


def _subject(found: StatementLine) -> str:
    return f"bank-line:{found.pk}"


@may_act
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def match(request: HttpRequest, line_id: int, tenant_id: UUID) -> HttpResponse:
    """Ask to record the movement as a payment of an LGO, with evidence; a second person approves it."""
    found, lgo = or_404(bank.line_by_id(line_id)), selectors.tenant_page(tenant_id)
    number = request.GET.get("invoice", "")
    chosen = {int(number)} if number.isdecimal() and len(number) < 10 else set()
    form = MatchForm(
        request.POST or None,
        request.FILES or None,
        owed=bank.owed_of(lgo.pk),
        chosen=chosen,
        net=request.GET.get("net") == "1",
    )
    if request.method == "POST" and form.is_valid():
        answer = _ask_for_match(request, form, found, lgo)
        if answer is not None:
            return answer
    context = {"found": found, "lgo": lgo, "form": form, "here": "bank-lines"}
    return render(request, "provisioning/money/match.html", context, status=422 if form.errors else 200)


def _ask_for_match(request: HttpRequest, form: MatchForm, found: StatementLine, lgo: Any) -> HttpResponse | None:
    payload: dict[str, Any] = {"line": found.pk, "invoices": [[pk, str(tax)] for pk, tax in form.chosen]}
    if form.cleaned_data["file"] is not None:
        try:
            stored = store_file(
                form.cleaned_data["file"], actor=request.user, purpose=EVIDENCE_PURPOSE, at=timezone.now()
            )
        except DomainError as error:
            form.add_error("file", message_of(error))
            return None
        payload["file"] = str(stored.pk)
    return asked(
        request,
        form,
        reverse("money_line", args=[found.pk]),
        kind=kinds.MATCH,
        subject=_subject(found),
        reason=form.cleaned_data["evidence"],
        tenant=lgo,
        payload=payload,
    )


@may_act
@require_POST
def undo(request: HttpRequest, line_id: int) -> HttpResponse:
    """Ask to reverse the payment of a movement; a second person approves it."""
    found = or_404(bank.line_by_id(line_id))
    form = ReasonForm(request.POST)
    if form.is_valid():
        answer = asked(
            request,
            form,
            reverse("money_line", args=[line_id]),
            kind=kinds.UNDO,
            subject=_subject(found),
            reason=form.cleaned_data["reason"],
            tenant=found.payment.tenant if found.payment else None,
            payload={"line": found.pk},
        )
        if answer is not None:
            return answer
    return _page(request, found, form, status=422)


@may_act
@require_POST
def aside(request: HttpRequest, line_id: int) -> HttpResponse:
    """Set a movement aside, which is no income."""
    found = or_404(bank.line_by_id(line_id))
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            matching.set_aside(line=found, reason=reason, actor=request.user, at=timezone.now())
        except DomainError as error:
            form.add_error("reason", message_of(error))
        else:
            return redirect("money_line", line_id)
    return _page(request, found, form, status=422)


@may_act
@require_POST
def take_back(request: HttpRequest, line_id: int) -> HttpResponse:
    """Let a movement that was set aside wait again."""
    found = or_404(bank.line_by_id(line_id))
    return done_or_told(
        request,
        lambda: matching.take_back(line=found, actor=request.user, at=timezone.now()),
        success=_("The movement waits again."),
        back=reverse("money_line", args=[line_id]),
    )


@may_act
@require_POST
def tie(request: HttpRequest, line_id: int, entry_id: int) -> HttpResponse:
    """Say which payout or refund of the ledger a movement is."""
    found, entry = or_404(bank.line_by_id(line_id)), or_404(money.entry_by_id(entry_id))
    return done_or_told(
        request,
        lambda: matching.tie_to_entry(line=found, entry=entry, actor=request.user, at=timezone.now()),
        success=_("Saved."),
        back=reverse("money_line", args=[line_id]),
    )


@may_see
@never_cache
@require_safe
def evidence(request: HttpRequest, line_id: int, match_id: int) -> HttpResponseBase:
    """The evidence of a match."""
    found = or_404(bank.matches_of(or_404(bank.line_by_id(line_id))).filter(pk=match_id).first())
    return open_file(request, found.file, about=found)
