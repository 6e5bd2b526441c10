"""The operator's support inside an LGO: every request asks anew whether the visit is open and what it may do."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from provisioning import selectors
from provisioning.models import SupportAccess
from provisioning.selectors import is_uuid
from provisioning.services import support
from provisioning.visits import SESSION_VISIT, may_open, rights_of
from shared_apps.accounts.models import UserKind, Visit

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class SupportVisitMiddleware:
    """Tells the user of a request that a visit is open, refuses what it may not do, and keeps what it looked at.

    A person of the kind `support` without an open visit is signed out: nothing else ever lets one in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request, "tenant", None) is None or SESSION_KEY not in request.session:
            return self.get_response(request)
        user: Any = request.user
        if not user.is_authenticated or user.kind != UserKind.SUPPORT:
            return self.get_response(request)
        access = self._open_visit(request)
        if access is None or access.ends_at is None:
            return _out(request)
        user.visit = Visit(
            key=str(access.pk),
            ends_at=access.ends_at,
            may_write=access.may_write,
            rights=rights_of(may_write=access.may_write),
        )
        return self.get_response(request)

    def _open_visit(self, request: HttpRequest) -> SupportAccess | None:
        key = str(request.session.get(SESSION_VISIT, ""))
        tenant: Any = request.tenant
        if not is_uuid(key) or not request.session.session_key:
            return None
        found = selectors.visit_in_session(tenant, key, support.digest(request.session.session_key))
        return found if found is not None and found.is_open_at(timezone.now()) else None

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Refuse before any view runs, or write down what is about to be seen or done."""
        user: Any = request.user
        visit = getattr(user, "visit", None)
        if visit is None or getattr(request, "tenant", None) is None:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        is_own = name in {"support_leave", "support_ended", "account_logout", "set_language"}
        may_do = request.method in _SAFE or visit.may_write
        if not is_own and not (may_do and may_open(name, request.path)):
            return render(request, "provisioning/visit/not_on_a_visit.html", {"visit": visit}, status=403)
        if not is_own and name not in {"tenant_css", "file_thumbnail"}:
            access = SupportAccess(pk=visit.key)
            support.record_view(
                user=user, access=access, method=request.method or "", path=request.path, at=timezone.now()
            )
        return None


def _out(request: HttpRequest) -> HttpResponse:
    logout(request)
    url = reverse("support_ended", urlconf=request.urlconf)
    if request.headers.get("hx-request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
