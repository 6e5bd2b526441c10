"""Price books: write, compare with the one in force, let a second person approve."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.models import PriceBook
from billing.selectors import book_in_force, contracts
from billing.services import books as services
from kit import clock
from kit.errors import DomainError
from provisioning.money import comparing, filters
from provisioning.money.book_forms import BookForms
from provisioning.money.forms import ReasonForm
from provisioning.money.states import version_badge
from provisioning.money.tables.versions import BookTable
from provisioning.views.money.common import decided, deciding, done_or_told, may_act, may_see, money_list, or_404
from shared_apps.ui.errors import message_of


def _in_force(day: date) -> PriceBook | None:
    try:
        return book_in_force(day)
    except DomainError:
        return None


@may_see
@never_cache
@require_safe
def books(request: HttpRequest) -> HttpResponse:
    """All versions."""
    found = filters.BookFilter(request.GET, queryset=contracts.books())
    now = _in_force(clock.today())
    return money_list(
        request,
        "price-books",
        table=BookTable(found.qs, in_force=now.pk if now else None),
        filter_set=found,
        title=_("Price books"),
        action_url=reverse("money_book_new"),
        action_label=_("New version"),
    )


@may_see
@never_cache
@require_safe
def book(request: HttpRequest, book_id: int) -> HttpResponse:
    """One version, beside the one that would be in force on its day."""
    return _page(request, or_404(contracts.book_by_id(book_id)), ReasonForm())


def _page(request: HttpRequest, found: PriceBook, form: ReasonForm, status: int = 200) -> HttpResponse:
    now = _in_force(clock.today())
    other = now if now is not None and now.pk != found.pk else None
    context: dict[str, Any] = {
        "here": "price-books",
        "badge": version_badge(found.state, in_force=now is not None and now.pk == found.pk),
        "other": other,
        "rows": comparing.compare(found, other),
        **deciding(request, found, form),
    }
    return render(request, "provisioning/money/book.html", context, status=status)


@may_act
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, book_id: int | None = None) -> HttpResponse:
    """Write a new version, from what is in force, or change a draft."""
    found = or_404(contracts.book_by_id(book_id)) if book_id is not None else None
    source = found or or_404(_in_force(clock.today()))
    forms = BookForms(request.POST or None, source, keep_day=found is not None)
    if request.method == "POST" and forms.is_valid():
        try:
            saved = _save(found, forms, request)
        except DomainError as error:
            forms.book.add_error(error.field if error.field in forms.book.fields else None, message_of(error))
        else:
            messages.success(request, _("Saved. Send it to be approved when it is right."))
            return redirect("money_book", saved.pk)
    wrong = request.method == "POST"
    context = {"here": "price-books", "found": found, "forms_of_book": forms, "forms": forms.all_forms if wrong else []}
    return render(request, "provisioning/money/book_edit.html", context, status=422 if wrong else 200)


def _save(found: PriceBook | None, forms: BookForms, request: HttpRequest) -> PriceBook:
    who: dict[str, Any] = {"values": forms.values, "actor": request.user, "at": timezone.now()}
    return services.change_book(book=found, **who) if found else services.draft_book(**who)


@may_act
@require_POST
def submit(request: HttpRequest, book_id: int) -> HttpResponse:
    """Ask for approval."""
    found = or_404(contracts.book_by_id(book_id))
    return done_or_told(
        request,
        lambda: services.submit_book(book=found, actor=request.user, at=timezone.now()),
        success=_("Somebody else has to approve this now."),
        back=reverse("money_book", args=[book_id]),
    )


@may_see
@require_POST
def decide(request: HttpRequest, book_id: int) -> HttpResponse:
    """Approve a version, or give it back with a reason; who wrote it may withdraw it."""
    found = or_404(contracts.book_by_id(book_id))
    who: dict[str, Any] = {"book": found, "actor": request.user, "at": timezone.now()}
    return decided(
        request,
        back=reverse("money_book", args=[book_id]),
        approve=lambda: services.approve_book(**who),
        approved=_("Approved. The prices hold from their day."),
        withdraw=lambda reason: services.withdraw_book(reason=reason, **who),
        page=lambda form, status: _page(request, found, form, status),
    )
