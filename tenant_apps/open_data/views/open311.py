"""Open311 GeoReport v2: what any of its clients asks for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts.models import User
from shared_apps.api.callers import caller_with
from shared_apps.api.idempotency import idempotent
from shared_apps.ui.errors import message_of
from shared_apps.ui.templatetags.thai import thaidate
from tenant_apps.complaints import services
from tenant_apps.complaints.access import may_file_by_program
from tenant_apps.complaints.models import Category, Complaint, Kind
from tenant_apps.complaints.scopes import INTAKE, READ, WRITE
from tenant_apps.complaints.selectors import (
    PublicCase,
    case_by_tracking_code,
    categories,
    category_by_code,
    public_case_by_code,
    public_case_by_number,
)
from tenant_apps.complaints.workflow import OPEN
from tenant_apps.open_data import forms, selectors
from tenant_apps.open_data.georeport import FORMATS, SPECIFICATION, Failed, answer, failed, moment
from tenant_apps.site.selectors import service_is_on, site_settings
from tenants.scope import require_tenant

View = Callable[..., HttpResponse]
CHANGED = "2026-11-21T00:00:00+07:00"
"""When the offer of this endpoint last changed."""


def _spoken(view: View) -> View:
    """Failures as Open311 tells them; another jurisdiction's id is not found here."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            _require_jurisdiction(request)
            return view(request, *args, **kwargs)
        except Failed as error:
            return failed(request, error.status, str(error.description))

    return login_not_required(spoken)


def _require_jurisdiction(request: HttpRequest) -> None:
    given = request.GET.get("jurisdiction_id") or request.POST.get("jurisdiction_id") or ""
    host = request.get_host().rsplit(":", 1)[0].lower()
    if given.strip() and given.strip().lower() not in {host, str(require_tenant().dla_code)}:
        raise Failed(
            404, _("jurisdiction_id was not found. It is %(host)s here, and may be left out.") % {"host": host}
        )


@_spoken
@require_safe
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """Where this LGO's endpoint is."""
    base = request.build_absolute_uri("/open311/v2").rstrip("/")
    site = site_settings()
    contact = [require_tenant().name, site.phone, site.email]
    endpoint = {
        "specification": SPECIFICATION,
        "url": base,
        "changeset": CHANGED,
        "type": "production",
        "formats": list(FORMATS.values())[::-1],
    }
    data = {
        "changeset": CHANGED,
        "contact": ", ".join(part for part in contact if part),
        "key_service": request.build_absolute_uri("/developers"),
        "endpoints": [endpoint],
    }
    return answer(form, "discovery", data)


@_spoken
@require_safe
def services_list(request: HttpRequest, form: str) -> HttpResponse:
    """What a case can be about; nothing while the office takes no cases online."""
    offered = categories() if service_is_on("complaints") else []
    return answer(form, "services", [_service(category) for category in offered])


def _service(category: Category) -> dict[str, Any]:
    return {
        "service_code": category.code,
        "service_name": category.name,
        "description": category.hint,
        "metadata": True,
        "type": "realtime",
        "keywords": f"{category.name_th}, {category.name_en}",
        "group": category.division.name if category.division else "",
    }


def _category(code: str) -> Category:
    found = category_by_code(code)
    if found is None or not found.active:
        raise Failed(404, _("service_code was not found."))
    return found


@_spoken
@require_safe
def definition(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """What else a service asks for."""
    kinds = [{"key": str(kind.value), "name": str(kind.label)} for kind in Kind]
    attribute = {
        "variable": True,
        "code": forms.KIND,
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": None,
        "order": 1,
        "description": _("What would you like to do?"),
        "values": kinds,
    }
    data = {"service_code": _category(code).code, "attributes": [attribute]}
    return answer(form, "service_definition", data)


@csrf_exempt
@_spoken
@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """Look for cases, or file one. Where the office publishes no lists, only what the owner of the api_key filed."""
    if request.method == "POST":
        return _file_once(request, form)
    found = selectors.requested(forms.wanted(request.GET), now=clock.now(), reader=_reader(request))
    return answer(form, "service_requests", [_request(case) for case in found])


def _request(case: PublicCase) -> dict[str, Any]:
    latitude, longitude = case.latitude, case.longitude
    return {
        "service_request_id": case.number,
        "status": "open" if case.state in OPEN else "closed",
        "status_notes": str(case.state.label),
        "service_name": case.category,
        "service_code": case.category_code,
        "description": case.title or case.category,
        "agency_responsible": case.division or None,
        "service_notice": None,
        "requested_datetime": moment(case.submitted_at),
        "updated_datetime": moment(case.state_changed_at),
        "expected_datetime": moment(case.due_at),
        "address": None,
        "address_id": None,
        "zipcode": None,
        "lat": None if latitude is None else float(latitude),
        "long": None if longitude is None else float(longitude),
        "media_url": None,
    }


@_spoken
@require_safe
def request_by_id(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """One case, by its number or by the tracking code that only who filed it has."""
    found = public_case_by_number(number, reader=_reader(request))
    case = found[0] if found else public_case_by_code(number)
    if case is None:
        raise Failed(404, _("service_request_id was not found."))
    return answer(form, "service_requests", [_request(case)])


def _reader(request: HttpRequest) -> User | None:
    """Whose program asks, if it says so."""
    caller = caller_with(request.GET.get("api_key") or "")
    return caller.user if caller is not None and any(map(caller.may, (READ, WRITE, INTAKE))) else None


@_spoken
@require_safe
def token(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The number of a tracking code. Cases get their number at once, so no client has to ask."""
    found = case_by_tracking_code(code)
    if found is None:
        raise Failed(404, _("token was not found."))
    data = {"service_request_id": found.number, "token": found.tracking_code}
    return answer(form, "service_requests", [data])


@idempotent
def _file_once(request: HttpRequest, form: str) -> HttpResponse:
    try:
        return _file(request, form)
    except Failed as error:
        return failed(request, error.status, str(error.description))
    except DomainError as error:  # a photo that cannot be taken
        return failed(request, 400, message_of(error))


def _file(request: HttpRequest, form: str) -> HttpResponse:
    caller = caller_with(request.POST.get("api_key") or request.GET.get("api_key") or "")
    if caller is None or not (caller.may(WRITE) or caller.may(INTAKE)):
        raise Failed(403, _("api_key is missing or may not file. Make a token and send it as api_key."))
    if not service_is_on("complaints"):
        raise Failed(400, _("This office takes no cases online now. Please contact the office."))
    if not may_file_by_program(caller.user):
        raise Failed(403, _("This office asks who files to confirm it with a Digital ID. Please file on its website."))
    if not request.POST.get("service_code"):
        raise Failed(400, _("service_code was not provided."))
    category = _category(request.POST["service_code"].strip())
    filing = forms.filing_of(request.POST, category, (get_language() or "th")[:2])
    reporter = None if caller.user.is_officer else caller.user
    receipt = services.file_with_photos(
        filing=filing, reporter=reporter, uploads=forms.photos_of(request.FILES), actor=caller.user, at=clock.now()
    )
    data = {
        "service_request_id": receipt.complaint.number,
        "service_notice": _notice(receipt.complaint, receipt.pin),
        "account_id": None,
    }
    return answer(form, "service_requests", [data])


def _notice(complaint: Complaint, pin: str) -> str:
    """What clients show to the person who filed: how to follow the case."""
    words = {
        "code": complaint.tracking_code,
        "pin": pin,
        "day": thaidate(complaint.due_at, "medium") if complaint.due_at else "–",
    }
    return _("Follow the case with the code %(code)s and the PIN %(pin)s. We will answer by %(day)s.") % words
