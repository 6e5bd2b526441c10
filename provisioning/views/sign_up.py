"""The sign-up: one idea a page, kept on the server, checked before it is sent."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.errors import Conflict, Invalid, OverLimit, Refused
from provisioning import forms, limits, selectors
from provisioning.models import SignUp
from provisioning.review import sections_of
from provisioning.services import sign_ups
from shared_apps.ui.errors import message_of

_SESSION_KEY = "sign_up"


@dataclass(frozen=True)
class Page:
    """A page of the sign-up: its name in the address, its place in the stepper, and its form."""

    slug: str
    name: Any
    title: Any
    form: type[forms.StepForm]


PAGES = (
    Page("type", _("Type"), _("Type of local government"), forms.TypeForm),
    Page("area", pgettext_lazy("sign-up", "Name"), _("Name and place"), forms.AreaForm),
    Page("code", _("DLA code"), _("DLA code"), forms.DlaCodeForm),
    Page("address", _("Web address"), _("Your web address"), forms.AddressForm),
    Page("mailbox", _("Central e-mail"), _("Central e-mail address"), forms.MailboxForm),
    Page("contact", _("Contact"), _("Contact person"), forms.ContactForm),
)
STEPPER = [*(page.name for page in PAGES), _("Check answers"), _("Confirm e-mail")]
_PAGE_OF_FIELD = {"subdomain": "address", "dla_code": "code"}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """What one needs, and the button that begins."""
    trap = forms.TrapForm(_typed(request))
    if request.method == "POST" and trap.is_valid():
        limits.spend(limits.SIGN_UPS, request)
        request.session[_SESSION_KEY] = str(sign_ups.start(at=timezone.now()).pk)
        return redirect("sign_up_page", PAGES[0].slug)
    return render(request, "provisioning/start.html", {"form": trap, "open": _sign_up(request)})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of the form."""
    current = next((page for page in PAGES if page.slug == slug), None)
    if current is None:
        raise Http404
    sign_up = _sign_up(request)
    if sign_up is None:
        return _begin_again(request)
    if sign_up.run is not None:
        return redirect("sign_up_progress", sign_up.run.code)
    missing = _first_unfinished(sign_up)
    if missing and PAGES.index(missing) < PAGES.index(current):
        return redirect("sign_up_page", missing.slug)
    return _post(request, current, sign_up) if request.method == "POST" else _show(request, current, sign_up)


def _post(request: HttpRequest, current: Page, sign_up: SignUp) -> HttpResponse:
    form = current.form(_posted(request, current), answers=sign_up.answers)
    if not form.is_valid():
        return _render(request, current, form)
    saved = sign_ups.save_answers(sign_up=sign_up, answers=form.cleaned_data, at=timezone.now())
    missing = _first_unfinished(saved)
    return redirect("sign_up_page", missing.slug) if missing else redirect("sign_up_check")


def _posted(request: HttpRequest, current: Page) -> Any:
    """What was typed, or the suggestion whose button was pressed."""
    data = request.POST.copy()
    if current.form.suggested_field and "use" in data:
        data[current.form.suggested_field] = request.POST.get("use", "")
    return data


def _show(request: HttpRequest, current: Page, sign_up: SignUp) -> HttpResponse:
    """The page, empty or with what was saved; what was saved and is no longer right is shown with its error."""
    saved = current.form(sign_up.answers, answers=sign_up.answers)
    if _is_answered(current, sign_up) and not saved.is_valid():
        return _render(request, current, saved)
    return _render(request, current, current.form(initial=sign_up.answers, answers=sign_up.answers))


def _render(request: HttpRequest, current: Page, form: forms.StepForm) -> HttpResponse:
    number = PAGES.index(current) + 1
    back = reverse("sign_up_page", args=[PAGES[number - 2].slug]) if number > 1 else reverse("sign_up")
    context = {
        "form": form,
        "page": current,
        "steps": STEPPER,
        "current": number,
        "back_url": back,
        "base_domain": selectors.base_domain(),
    }
    return render(request, f"provisioning/page_{current.slug}.html", context)


def _is_answered(page: Page, sign_up: SignUp) -> bool:
    return any(name in sign_up.answers for name in page.form.base_fields)


def _first_unfinished(sign_up: SignUp) -> Page | None:
    """The first page that is empty or, since something before it changed, no longer right."""
    answers = sign_up.answers
    return next((page for page in PAGES if not page.form(answers, answers=answers).is_valid()), None)


@login_not_required
@never_cache
@require_safe
def availability(request: HttpRequest) -> HttpResponse:
    """Whether a subdomain is free, for the page to show while one types."""
    limits.spend(limits.LOOK_UPS, request)
    sign_up = _sign_up(request)
    if sign_up is None or "province_code" not in sign_up.answers:
        raise Http404
    typed = request.GET.get("subdomain", "")[:300]
    form = forms.AddressForm({"subdomain": typed}, answers=sign_up.answers)
    is_free = form.is_valid()
    context = {"form": form, "host": selectors.host_of(form.cleaned_data["subdomain"]) if is_free else ""}
    return render(request, "provisioning/_availability.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """All answers before they are sent."""
    sign_up = _sign_up(request)
    if sign_up is None:
        return _begin_again(request)
    if sign_up.run is not None:
        return redirect("sign_up_progress", sign_up.run.code)
    missing = _first_unfinished(sign_up)
    if missing:
        return redirect("sign_up_page", missing.slug)
    form = forms.CheckForm(_typed(request))
    if request.method == "POST" and form.is_valid():
        return _send(request, sign_up)
    context = {"form": form, "sections": sections_of(sign_up.answers), "steps": STEPPER, "current": len(PAGES) + 1}
    return render(request, "provisioning/check.html", context)


def _send(request: HttpRequest, sign_up: SignUp) -> HttpResponse:
    now = timezone.now()
    try:
        sign_ups.refuse_machines(sign_up=sign_up, at=now)
        if sign_ups.is_confirmed(sign_up):
            return _submit(request, sign_up)
        _send_code(request, sign_up)
    except (Refused, OverLimit) as error:
        messages.warning(request, message_of(error))
        if error.code != "too_soon":
            return redirect("sign_up_check")
    return redirect("sign_up_confirm")


def _send_code(request: HttpRequest, sign_up: SignUp) -> None:
    limits.spend(limits.CODES, request, identifier=sign_up.answers["contact_email"])
    sign_ups.send_code(sign_up=sign_up, at=timezone.now())


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """The code from the e-mail."""
    sign_up = _sign_up(request)
    if sign_up is None:
        return _begin_again(request)
    if sign_up.run is not None:
        return redirect("sign_up_progress", sign_up.run.code)
    if not sign_up.code_for or sign_up.code_for != sign_up.answers.get("contact_email"):
        return redirect("sign_up_check")
    form = forms.CodeForm(_typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            sign_up = sign_ups.confirm(sign_up=sign_up, code=form.cleaned_data["code"], at=timezone.now())
            return _submit(request, sign_up)
        except Invalid as error:
            form.add_error("code", message_of(error))
    context = {"form": form, "email": sign_up.code_for, "steps": STEPPER, "current": len(STEPPER)}
    return render(request, "provisioning/confirm.html", context)


@login_not_required
@require_POST
def resend(request: HttpRequest) -> HttpResponse:
    """Another code."""
    sign_up = _sign_up(request)
    if sign_up is None:
        return _begin_again(request)
    if _first_unfinished(sign_up) or sign_up.run is not None:
        return redirect("sign_up_check")
    try:
        _send_code(request, sign_up)
        messages.success(request, _("A new code is on its way."))
    except OverLimit as error:
        messages.warning(request, message_of(error))
    return redirect("sign_up_confirm")


def _submit(request: HttpRequest, sign_up: SignUp) -> HttpResponse:
    """Send it; who lost a race keeps everything and lands on the page to change."""
    try:
        run = sign_ups.submit(sign_up=sign_up, at=timezone.now())
    except Conflict as error:
        messages.error(request, message_of(error))
        return redirect("sign_up_page", _PAGE_OF_FIELD[error.field or "subdomain"])
    except Refused as error:
        messages.warning(request, message_of(error))
        return redirect("sign_up_check")
    return redirect("sign_up_progress", run.code)


def _typed(request: HttpRequest) -> Any:
    """What was sent, also when it was nothing; None when nothing was sent."""
    return request.POST if request.method == "POST" else None


def _sign_up(request: HttpRequest) -> SignUp | None:
    key = request.session.get(_SESSION_KEY)
    return selectors.sign_up_of(key) if key else None


def _begin_again(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Begin here. Your browser must allow cookies, so that we can keep what you type."))
    return redirect("sign_up")
