"""Lists of the console as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kit import clock
from provisioning import exports as lists
from shared_apps.accounts.permissions import staff_required
from shared_apps.exports import services
from shared_apps.exports.views import download
from shared_apps.exports.writers import CONTENT_TYPES


def links(request: HttpRequest, code: str) -> list[dict[str, str]]:
    """The `exports` of `ui/list.html`: the list as it is filtered and sorted on this page."""
    query = request.GET.copy()
    query.pop("page", None)
    ending = f"?{query.urlencode()}" if query else ""
    icons = {"xlsx": ("file-earmark-excel", _("Excel")), "csv": ("download", _("CSV"))}
    return [
        {"url": reverse("console_export", args=[code, form]) + ending, "label": label, "icon": icon}
        for form, (icon, label) in icons.items()
    ]


@staff_required
@never_cache
@require_safe
def export_list(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """A registered list of the console as a file, on record."""
    if form not in CONTENT_TYPES or not lists.is_of_console(code):
        raise Http404
    one = services.list_for(request.user, code)
    rows = one.rows_of(request.user, request.GET)
    content = services.write_now(one, form=form, rows=rows, actor=request.user, at=clock.now())
    return download(content, str(one.label), form)
