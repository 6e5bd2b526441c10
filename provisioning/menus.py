"""Menus of the operator's host."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from provisioning import selectors
from provisioning.duties import MAY_SEE_MONEY, has_duty

_SITE = (("site_home", _("Home")), ("prices", _("Prices")), ("contact", _("Contact")))
_FOOTER = (
    ("trial_terms", _("Terms of the free trial")),
    ("privacy", _("Privacy")),
    ("accessibility", _("Accessibility")),
    ("contact", _("Contact")),
)
_CONSOLE = (
    ("console", _("Overview"), "speedometer2"),
    ("console_tenants", _("Local governments"), "buildings"),
    ("console_collections", _("Collections"), "calendar-x"),
    ("console_adoption", _("Adoption"), "bar-chart"),
    ("console_visits", _("Support visits"), "shield-exclamation"),
    ("console_approvals", _("Approvals"), "check-circle"),
    ("money", _("Money"), "cash-coin"),
    ("console_jobs", _("Jobs"), "activity"),
    ("console_log", _("Log of actions"), "journal-text"),
    ("console_staff", _("Staff and duties"), "people"),
)

_NEEDS_DUTY = {"money": MAY_SEE_MONEY}


def public(request: HttpRequest) -> dict[str, object]:
    """Menu, footer and sign-up button of the operator's site."""
    return {
        "site_menu": [_item(request, name, label) for name, label in _SITE],
        "footer_links": [_item(request, name, label) for name, label in _FOOTER],
        "sign_up_url": reverse("sign_up"),
    }


def console(request: HttpRequest) -> dict[str, object]:
    """Sidebar of the operator's staff: what this person may open; the badge counts what waits for somebody."""
    user = getattr(request, "user", None)
    is_staff = bool(user is not None and user.is_authenticated and user.is_platform_staff)
    badges = _badges(user) if is_staff else {}
    items = [
        {**_item(request, name, label, icon), "badge": badges.get(name)}
        for name, label, icon in _CONSOLE
        if name not in _NEEDS_DUTY or (is_staff and has_duty(user, *_NEEDS_DUTY[name]))
    ]
    return {"desk_menu": items, "home_url": reverse("console")}


def _badges(user: Any) -> dict[str, int]:
    return {"console_tenants": selectors.waiting_count(), "console_approvals": selectors.approvals_to_decide(user)}


def _item(request: HttpRequest, name: str, label: Any, icon: str = "") -> dict[str, Any]:
    url = reverse(name)
    inside = request.path.startswith(url) and name != "console"
    return {"url": url, "label": label, "icon": icon, "active": request.path == url or (inside and url != "/")}
