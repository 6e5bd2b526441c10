"""Files that finance opens: what LGOs handed in, evidence of matches, statements. Each opening stands in the log."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from billing.selectors.evidence import evidence_by_id
from provisioning.views.money.common import may_see, or_404
from shared_apps.audit.services import record
from shared_apps.files.selectors import file_or_none
from shared_apps.files.views import serve


def open_file(request: HttpRequest, pk: UUID | str | None, *, about: Any, name: str = "") -> HttpResponseBase:
    """A photo to be looked at, anything else as a download, called `name` if that is given.

    Raises:
        Http404: it is gone.
    """
    stored = file_or_none(UUID(str(pk))) if pk else None
    if stored is None:
        raise Http404
    stored.original_name = name or stored.original_name
    response = serve(request, stored, thumbnail=False)
    data: dict[str, object] = {"file": str(stored.pk), "sha256": stored.sha256}
    record("billing.file_opened", actor=request.user, target=about, data=data, at=timezone.now())
    return response


@may_see
@never_cache
@require_safe
def handed_in(request: HttpRequest, evidence_id: int) -> HttpResponseBase:
    """A purchase order or slip of an LGO."""
    found = or_404(evidence_by_id(evidence_id))
    return open_file(request, found.file_id, about=found)
