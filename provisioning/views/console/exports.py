"""Lists of the console as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kit import clock
from provisioning import exports as lists
from shared_apps.accounts.permissions import staff_required
from shared_apps.exports import services, views
from shared_apps.exports.writers import CONTENT_TYPES


def links(request: HttpRequest, code: str) -> list[dict[str, str]]:
    """The `exports` of `ui/list.html` for a list of the console."""
    return views.links(request, code, route="console_export")


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
    return views.download(content, str(one.label), form)
