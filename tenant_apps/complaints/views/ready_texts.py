"""Ready texts of officers, under settings."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts.permissions import right_required
from shared_apps.exports.pages import list_context
from tenant_apps.complaints import services
from tenant_apps.complaints.filters import ReplyFilter
from tenant_apps.complaints.forms.replies import ReplyForm
from tenant_apps.complaints.lists import REPLIES
from tenant_apps.complaints.models import ReplyTemplate
from tenant_apps.complaints.selectors import desk as reading
from tenant_apps.complaints.tables import ReplyTable
from tenant_apps.complaints.views.common import actor_of, add_domain_error


@right_required("complaints", "settings")
@require_safe
def texts(request: HttpRequest) -> HttpResponseBase:
    """All of them."""
    filtered = ReplyFilter(request.GET, queryset=reading.replies())
    context = list_context(request, REPLIES, filtered=filtered, table=ReplyTable)
    return render(request, "complaints/desk/ready_texts.html", context)


@right_required("complaints", "settings")
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, reply_id: int | None = None) -> HttpResponseBase:
    """One of them, or a new one."""
    reply = _reply(reply_id) if reply_id is not None else None
    initial = {name: getattr(reply, name) for name in ("name", "act", "category", "text", "active")} if reply else None
    form = ReplyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_reply(reply=reply, actor=actor_of(request), at=clock.now(), **form.cleaned_data)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("ready_texts")
    context = {"form": form, "reply": reply}
    return render(request, "complaints/desk/ready_text.html", context, status=422 if form.errors else 200)


@right_required("complaints", "settings")
@require_POST
def forget(request: HttpRequest, reply_id: int) -> HttpResponseBase:
    """Remove one."""
    services.forget_reply(reply=_reply(reply_id), actor=actor_of(request), at=clock.now())
    messages.success(request, _("The text is removed."))
    return redirect("ready_texts")


def _reply(reply_id: int) -> ReplyTemplate:
    reply = reading.reply_by_id(reply_id)
    if reply is None:
        raise Http404
    return reply
