"""What the operations share."""

import re
from typing import Annotated, Any, Literal
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from kit.errors import Invalid
from shared_apps.api.callers import caller_of
from shared_apps.casework.services import verify_pin
from shared_apps.files.views import serve
from tenant_apps.complaints import selectors
from tenant_apps.complaints.models import Complaint

Limit = Annotated[int, Field(ge=1, le=100, description="How many at most.")]
Cursor = Annotated[str, Field(max_length=300, description="`next_cursor` of the page before.")]
Code = Annotated[str, Field(max_length=30, description="Code of a category.")]
Size = Literal["full", "thumbnail"]
IMAGES: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The photo.",
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in ("image/jpeg", "image/png", "image/webp")
            },
        },
        304: {"description": "The same as before, when asked with If-None-Match."},
    }
}
NO_CATEGORY = _("Choose what it is about from the list.")
NO_VERSION = _('Send the version of the case that you decided on in the header If-Match, such as If-Match: "3".')
WRONG_PIN = _("The number and the PIN do not belong together. Check both.")
_VERSION = re.compile(r'(?:W/)?"(\d{1,9})"', re.ASCII)


class PreconditionRequired(Invalid):
    """The request does not say on which version it decides."""


def actor_of(request: HttpRequest) -> Any:
    """Who acts, or None for a guest."""
    caller = caller_of(request)
    return caller.user if caller else None


def expected_version(request: HttpRequest) -> int:
    """The version in If-Match; one that cannot be read matches nothing.

    Raises:
        PreconditionRequired: there is no such header.
    """
    header = request.headers.get("if-match")
    if header is None:
        raise PreconditionRequired(NO_VERSION, code="precondition_required")
    found = _VERSION.fullmatch(header.strip())
    return int(found[1]) if found else -1


def set_version(response: HttpResponse, complaint: Complaint) -> None:
    """Give the version as ETag."""
    response["ETag"] = f'"{complaint.version}"'


def followed_case(request: HttpRequest, reference: str) -> Complaint:
    """The case of a citizen's own token, or of the PIN in the header X-Case-PIN.

    Raises:
        Http404: there is none, or not for this caller.
        kit.errors.Invalid: the PIN is no PIN.
        kit.errors.OverLimit: too many wrong PINs.
    """
    complaint, caller = selectors.case_by_reference(reference), caller_of(request)
    if complaint is not None and caller is not None and complaint.reporter_id == caller.user.pk:
        return complaint
    pin = request.headers.get("x-case-pin", "")
    ip = get_adapter().get_client_ip(request)
    if not pin or not verify_pin(complaint, reference=reference, pin=pin, ip=ip) or complaint is None:
        raise Http404
    return complaint


def officers_case(request: HttpRequest, number: str) -> Complaint:
    """The case of this number, if the officer may see it. Samples are for the pages only.

    Raises:
        Http404: there is none, or not for this officer.
    """
    complaint = selectors.officers_case(actor_of(request), number)
    if complaint is None or complaint.is_sample:
        raise Http404
    return complaint


def serve_photo(request: HttpRequest, complaint: Complaint, file_id: UUID, size: str) -> HttpResponseBase:
    """The bytes of one of the photos of a case.

    Raises:
        Http404: it has no such photo.
    """
    photo = next((one for one in selectors.shown_photos_of(complaint) if one.file_id == file_id), None)
    if photo is None:
        raise Http404
    return serve(request, photo.file, thumbnail=size == "thumbnail")
