"""Our bank accounts, the statements that are imported, and how far they are matched."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from billing.models import BankAccount
from billing.selectors import bank
from billing.services import statements as services
from billing.statements import Columns, Unreadable, propose, read_sheet
from billing.statements.columns import header_of, names_of
from kit import clock
from kit.errors import DomainError
from provisioning.money import drafts, filters, tables
from provisioning.money.forms import AccountForm, ColumnsForm, ImportForm
from provisioning.views.money.common import may_act, may_see, money_list, or_404
from provisioning.views.money.files import open_file
from provisioning.views.progress import HTMX_STOP_POLLING
from shared_apps.ui.errors import message_of


@may_see
@never_cache
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Our accounts."""
    found = filters.AccountFilter(request.GET, queryset=bank.bank_accounts())
    return money_list(
        request,
        "accounts",
        table=tables.AccountTable(found.qs),
        filter_set=found,
        title=_("Bank accounts"),
        lead=_("The accounts to which local governments transfer. Statements are imported for each."),
        action_url=reverse("money_account_new"),
        action_label=_("Enter an account"),
    )


@may_act
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, account_id: int | None = None) -> HttpResponse:
    """Enter or change an account."""
    found = or_404(bank.account_by_id(account_id)) if account_id is not None else None
    form = AccountForm.of(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_account(account=found, values=form.cleaned_data, actor=request.user, at=timezone.now())
        except DomainError as error:
            form.add_error(error.field, message_of(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("money_accounts")
    context = {"form": form, "found": found, "here": "accounts"}
    return render(request, "provisioning/money/account.html", context, status=422 if form.errors else 200)


@may_see
@never_cache
@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """Imported files."""
    found = filters.StatementFilter(request.GET, queryset=bank.statements())
    return money_list(
        request,
        "statements",
        table=tables.StatementTable(found.qs),
        filter_set=found,
        title=_("Bank statements"),
        action_url=reverse("money_import"),
        action_label=_("Import a statement"),
    )


@may_act
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_statement(request: HttpRequest) -> HttpResponse:
    """Import a file; an unknown layout is asked about once, and wrong lines are named."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _import_page(request, form)
    file, kept = form.cleaned_data["file"], form.cleaned_data["kept"]
    draft = drafts.keep(file, actor=request.user, at=timezone.now()) if file else drafts.find(kept, request.user)
    if draft is None:
        form.add_error("file", _("Choose the file of the statement again."))
        return _import_page(request, form)
    return _take(request, form, draft)


def _take(request: HttpRequest, form: ImportForm, draft: drafts.Draft) -> HttpResponse:
    account: BankAccount = form.cleaned_data["account"]
    told = _told(request, draft)
    if told is not None and not told.is_valid():
        return _import_page(request, form, draft=draft, columns=told)
    columns = told.columns if told is not None else None
    try:
        made = services.import_statement(
            account=account,
            name=draft.name,
            content=draft.content,
            today=clock.today(),
            actor=request.user,
            at=timezone.now(),
            columns=columns,
        )
    except Unreadable as error:
        ask = ColumnsForm(**_layout(draft.content)) if error.needs_columns else told
        return _import_page(request, form, draft=draft, columns=ask, problems=error)
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else "file", message_of(error))
        return _import_page(request, form)
    _remember(request, account, draft, columns)
    messages.success(request, _("The statement was imported."))
    return redirect("money_statement", made.statement.pk)


def _remember(request: HttpRequest, account: BankAccount, draft: drafts.Draft, columns: Columns | None) -> None:
    at = timezone.now()
    if columns is not None:
        services.remember_columns(account=account, content=draft.content, columns=columns, actor=request.user, at=at)
    drafts.forget(request.user, at=at)


def _told(request: HttpRequest, draft: drafts.Draft) -> ColumnsForm | None:
    """What was said of the columns, when they were asked for."""
    asked = any(name.startswith("columns-") for name in request.POST)
    return ColumnsForm(request.POST, **_layout(draft.content)) if asked else None


def _layout(content: bytes) -> dict[str, Any]:
    sheet = read_sheet(content)
    columns = propose(sheet)
    names = header_of(sheet, columns)
    return {"names": names_of(sheet, names), "columns": replace(columns, header=names)}


def _import_page(
    request: HttpRequest,
    form: ImportForm,
    *,
    draft: drafts.Draft | None = None,
    columns: ColumnsForm | None = None,
    problems: Unreadable | None = None,
) -> HttpResponse:
    context = {
        "here": "statements",
        "form": form,
        "draft": draft if columns else None,
        "columns": columns,
        "forms": [columns] if columns else [],
        "problems": problem_texts(problems.problems) if problems and not problems.needs_columns else [],
        "needs_columns": bool(problems and problems.needs_columns),
        "has_accounts": bank.bank_accounts(active_only=True).exists(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "provisioning/money/import.html", context, status=status)


def problem_texts(problems: Any) -> list[tuple[int, str]]:
    """The line and what is wrong with it, in the language of the page."""
    return [(one.line, _(one.message) % one.params if one.params else _(one.message)) for one in problems]


@may_see
@never_cache
@require_safe
def statement(request: HttpRequest, statement_id: int) -> HttpResponse:
    """An imported file: how far its matching is, and its movements."""
    found = or_404(bank.statement_by_id(statement_id))
    lines = filters.LineFilter(request.GET, queryset=bank.bank_lines().filter(statement=found))
    warnings = [(one["line"], _(str(one["message"]))) for one in found.warnings]
    return money_list(
        request,
        "bank-lines",
        table=tables.LineTable(lines.qs),
        filter_set=lines,
        title=_("Statement"),
        statement=found,
        warnings=warnings,
        progress=_progress(found),
        here="statements",
        exports=None,
    )


@may_see
@never_cache
@require_safe
def statement_progress(request: HttpRequest, statement_id: int) -> HttpResponse:
    """The bar alone, each second while the movements are matched."""
    progress = _progress(or_404(bank.statement_by_id(statement_id)))
    status = 200 if progress["state"] == "running" else HTMX_STOP_POLLING
    return render(request, "ui/progress.html", {"progress": progress}, status=status)


def _progress(found: Any) -> dict[str, Any]:
    done = found.examined >= found.new_count
    note = _("%(count)s movements are still to be matched.") % {"count": found.waiting} if found.waiting else ""
    return {
        "label": _("All movements were compared with the invoices") if done else _("Matching movements"),
        "done": found.examined,
        "total": found.new_count,
        "state": "done" if done else "running",
        "poll_url": reverse("money_statement_progress", args=[found.pk]),
        "note": note or _("All movements are dealt with."),
    }


@may_see
@never_cache
@require_safe
def statement_file(request: HttpRequest, statement_id: int) -> HttpResponseBase:
    """The file as it was imported."""
    found = or_404(bank.statement_by_id(statement_id))
    return open_file(request, found.file, about=found, name=found.name)
