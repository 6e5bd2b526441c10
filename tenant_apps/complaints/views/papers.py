"""A case on paper."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kit import clock
from shared_apps.accounts.permissions import right_required
from shared_apps.ui.templatetags.thai import phone
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.documents import Paper, case_paper
from tenant_apps.complaints.models import Complaint
from tenant_apps.complaints.shown import events_shown, masked_contact
from tenant_apps.complaints.views.common import actor_of
from tenant_apps.complaints.views.tracking import followed


@login_not_required
@never_cache
@require_safe
def citizens_paper(request: HttpRequest, code: str) -> HttpResponse:
    """The case of whoever may follow it, with its own data."""
    complaint = followed(request, code)
    contact = {
        "name": complaint.reporter_name,
        "phone": phone(complaint.reporter_phone),
        "email": complaint.reporter_email,
    }
    return _paper(request, complaint, contact, for_officer=False)


@right_required("complaints", "view")
@never_cache
@require_safe
def officers_paper(request: HttpRequest, number: str) -> HttpResponse:
    """The case with internal notes; who reported it stays masked. Printing it is recorded."""
    complaint = selectors.officers_case(request.user, number)
    if complaint is None:
        raise Http404
    services.record_print(complaint=complaint, actor=actor_of(request), at=clock.now())
    return _paper(request, complaint, masked_contact(complaint), for_officer=True)


def _paper(request: HttpRequest, complaint: Complaint, contact: dict[str, str], *, for_officer: bool) -> HttpResponse:
    tenant: Any = getattr(request, "tenant", None)
    events = selectors.timeline(complaint, public_only=not for_officer)
    shown = events_shown(events, for_officer=for_officer)
    paper = Paper(
        complaint=complaint,
        office=tenant.name,
        address=request.build_absolute_uri(reverse("complaint_case", args=[complaint.tracking_code])),
        events=events,
        titles={event.pk: one["title"] for event, one in zip(events, shown, strict=True)},
        photos=selectors.all_photos_of(complaint),
        contact=contact,
        for_officer=for_officer,
        language=(get_language() or "th")[:2],
        at=clock.now(),
    )
    response = HttpResponse(case_paper(paper), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{complaint.number}.pdf"'
    return response
