"""The desk's pages that invite a list of people."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts.permissions import right_required
from shared_apps.ui.errors import message_of
from tenant_apps.registry import services, spreadsheets
from tenant_apps.registry.forms.imports import SendListForm, UploadListForm, signed
from tenant_apps.registry.views.common import add_error, form_page, me


@require_http_methods(["GET", "HEAD", "POST"])
@right_required("people", "add")
def upload_list(request: HttpRequest) -> HttpResponse:
    """Take a file and show what inviting its people would do."""
    form = UploadListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            rows = spreadsheets.read_people(form.cleaned_data["file"])
        except DomainError as error:
            add_error(form, error)
        else:
            return _shown(request, rows)
    return form_page(request, "registry/import.html", form)


def _shown(request: HttpRequest, rows: list[dict[str, str]]) -> HttpResponse:
    context = {"preview": services.preview(rows=rows, at=clock.now()), "rows": signed(rows)}
    return render(request, "registry/import_preview.html", context)


@require_POST
@right_required("people", "add")
def send_list(request: HttpRequest) -> HttpResponse:
    """Invite all people of a list that was looked at."""
    form = SendListForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The list has run out. Choose the file once more."))
        return redirect("registry_import")
    rows = form.cleaned_data["rows"]
    try:
        sent = services.invite_list(rows=rows, actor=me(request), at=clock.now())
    except DomainError as error:
        messages.error(request, str(message_of(error)))
        return _shown(request, rows)
    words = ngettext("%(count)s invitation was sent.", "%(count)s invitations were sent.", len(sent))
    messages.success(request, words % {"count": len(sent)})
    return redirect("registry_people")


@require_safe
@right_required("people", "add")
def example(_request: HttpRequest) -> HttpResponse:
    """An example file with the headings."""
    lines = [
        spreadsheets.HEADERS,
        ("somchai@example.go.th", "สมชาย ใจดี", "", "นายช่างโยธา", ""),
    ]
    text = "\ufeff" + "\r\n".join(",".join(line) for line in lines) + "\r\n"
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="people-example.csv"'
    return response
