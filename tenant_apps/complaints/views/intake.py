"""Taking cases down for people at the counter or on the telephone."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kit import clock
from kit.errors import DomainError
from kit.phones import parse_phone
from shared_apps.accounts.permissions import right_required
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.forms.intake import IntakeForm
from tenant_apps.complaints.models import Complaint
from tenant_apps.complaints.selectors import desk as reading
from tenant_apps.complaints.views.common import actor_of, add_domain_error


@right_required("complaints", "add")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: HttpRequest) -> HttpResponseBase:
    """The form; `lookup` looks for the person of the telephone number and fills in what is known."""
    services.seed_sources()
    if "lookup" in request.POST:
        return _looked_up(request)
    form = _form(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            receipt = _take_down(request, form)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            context = {"complaint": receipt.complaint, "pin": receipt.pin, "is_new": False}
            return render(request, "complaints/desk/slip.html", context)
    return _page(request, form, status=422 if form.errors else 200)


def _form(*given: Any) -> IntakeForm:
    return IntakeForm(*given, upload_url=reverse("desk_photo"), alike_url=reverse("desk_alike"))


def _take_down(request: HttpRequest, form: IntakeForm) -> services.Receipt:
    actor, at, photos = actor_of(request), clock.now(), form.cleaned_data["photos"]
    sent = [str(services.keep_photo(upload=one, actor=actor, at=at).pk) for one in photos.files]
    return services.take_down(
        filing=form.filing(),
        source=form.cleaned_data["source"],
        reference=form.cleaned_data["reference"],
        photos=[*photos.kept, *sent],
        actor=actor,
        at=at,
    )


def _page(request: HttpRequest, form: IntakeForm, *, known: Any = (), status: int = 200) -> HttpResponse:
    return render(request, "complaints/desk/intake.html", {"form": form, "known": known}, status=status)


def _looked_up(request: HttpRequest) -> HttpResponse:
    """The form with what was typed, and what earlier cases of that number say about the person."""
    data = request.POST.copy()
    known = _cases_of(request, data.get("phone", ""))
    services.record_person_sought(actor=actor_of(request), at=clock.now(), found=len(known))
    if known:
        data["name"] = data.get("name") or known[0].reporter_name
        data["email"] = data.get("email") or known[0].reporter_email
    else:
        messages.info(request, _("Nobody with this telephone number has reported before."))
    kept = {name: data.get(name, "") for name in data if not name.startswith(("csrf", "lookup"))}
    pin = None
    form = IntakeForm(initial={**kept, "pin": pin}, upload_url=reverse("desk_photo"), alike_url=reverse("desk_alike"))
    return _page(request, form, known=known)


def _cases_of(request: HttpRequest, typed: str) -> list[Complaint]:
    try:
        number = parse_phone(typed).e164
    except DomainError:
        return []
    rows = selectors.real(selectors.visible_to(request.user)).filter(reporter_phone__startswith=number)
    return list(rows.order_by("-submitted_at", "pk")[: reading.SHOWN])


@right_required("complaints", "add")
@never_cache
@require_safe
def alike(request: HttpRequest) -> HttpResponse:
    """Open cases whose words are those of the subject that is being typed."""
    words = request.GET.get("title", "")[:150]
    category = selectors.category_by_code(request.GET.get("category", "")[:30])
    cases = reading.alike_open_cases(request.user, words=words, category=category) if len(words) > 2 else []
    return render(request, "complaints/desk/alike.html", {"cases": cases})
