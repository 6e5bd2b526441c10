"""How well the person of this session is known, and what a service asks for.

    assurance.register(assurance.Service(code="complaints.file", label=_("File a complaint")))   # AppConfig.ready
    @assurance_required("complaints.file")                                                        # a view

Each LGO may ask for more than a service's usual level (`AssuranceRule`). A person who is known less well is led to
confirm themselves by Digital ID and comes back to the page.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from shared_apps.accounts.levels import NONE, SELF_STATED, parse_level
from shared_apps.accounts.models import AssuranceRule

View = Callable[..., HttpResponseBase]
_SESSION_KEY = "accounts.assurance"


@dataclass(frozen=True, kw_only=True)
class Service:
    """Something that may ask for a level of identity. `fresh`: the person confirmed themselves no longer ago."""

    code: str
    label: Any
    ial: Decimal = NONE
    fresh: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class Assurance:
    """How well a session knows its person: the identity (IAL), the means (AAL), who vouches, and since when.

    `idp` is `thaid` or `dga`, `code` for a one-time code, `password`, or nothing for a guest. `auth_time` is in
    seconds since 1970.
    """

    idp: str = ""
    ial: Decimal = NONE
    aal: Decimal = NONE
    auth_time: int = 0

    def meets(self, service: Service) -> bool:
        """Whether this is enough for a service whose level is that of this LGO."""
        since = timezone.now().timestamp() - self.auth_time
        return self.ial >= service.ial and (service.fresh is None or since <= service.fresh.total_seconds())


_services: dict[str, Service] = {}


def register(service: Service) -> None:
    """Declare a service, or replace the one of that code."""
    _services[service.code] = service


def services() -> list[Service]:
    """The declared services with the levels that this LGO asks for."""
    return [required_assurance(code) for code in _services]


def required_assurance(code: str) -> Service:
    """A service with the level that this LGO asks for.

    Raises:
        KeyError: no app declared it.
    """
    service = _services[code]
    rule = AssuranceRule.objects.filter(service=code).first()
    return replace(service, ial=rule.ial) if rule else service


def assurance_required(code: str) -> Callable[[View], View]:
    """For people who are known well enough for a service; others are led to the Digital ID and back."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if assurance_of(request).meets(required_assurance(code)):
                return view(request, *args, **kwargs)
            return redirect(step_up_url(code, request.get_full_path()))

        return checked

    return decorate


def step_up_url(code: str, next_url: str) -> str:
    """The page on which a person confirms themselves for a service, and from which they come back to `next_url`."""
    return f"{reverse('digital_id_required', args=[code])}?{urlencode({'next': next_url})}"


def assurance_of(request: HttpRequest) -> Assurance:
    """How well this session knows its person."""
    if not request.user.is_authenticated:
        return Assurance()
    kept = request.session.get(_SESSION_KEY)
    if isinstance(kept, dict) and kept.get("user") == str(request.user.pk):
        ial, aal = (parse_level(kept[name]) or NONE for name in ("ial", "aal"))
        return Assurance(idp=kept["idp"], ial=ial, aal=aal, auth_time=kept["auth_time"])
    return _by_code_or_password(request)


def note_assurance(request: HttpRequest, *, user_id: object, idp: str, ial: str, aal: str, auth_time: int) -> None:
    """Keep for this session how well its person is known."""
    request.session[_SESSION_KEY] = {
        "user": str(user_id),
        "idp": idp,
        "ial": ial,
        "aal": aal,
        "auth_time": auth_time,
    }


def forget_assurance(request: HttpRequest, idp: str) -> None:
    """Know a person no longer by a Digital ID that they took off their account."""
    if request.session.get(_SESSION_KEY, {}).get("idp") == idp:
        del request.session[_SESSION_KEY]


def _by_code_or_password(request: HttpRequest) -> Assurance:
    records = get_authentication_records(request, request.user)
    methods = {record["method"]: int(record["at"]) for record in records}
    idp = next((method for method in ("code", "password") if method in methods), "")
    aal = Decimal(2) if "mfa" in methods else SELF_STATED
    return Assurance(idp=idp, ial=SELF_STATED, aal=aal, auth_time=max(methods.values(), default=0))
