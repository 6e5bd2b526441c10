"""What every page of an LGO knows. Menus are made when a page shows them, and not before."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from shared_apps.accounts.models import User
from shared_apps.ui.brand import Brand, brand_of
from tenant_apps.site import extensions
from tenant_apps.site.catalogue import url_or_nothing
from tenant_apps.site.models import SiteSettings
from tenant_apps.site.selectors import site_settings
from tenants.models import Tenant

Menu = list[dict[str, Any]]


def desk(request: HttpRequest) -> dict[str, Any]:
    """Settings, brand, menus of the desk and of the portal, and the links of the footer."""
    tenant = getattr(request, "tenant", None)
    if tenant is None:
        return {}
    settings = site_settings()
    return {
        "site": settings,
        "brand": _brand(tenant, settings),
        "desk_menu": _later(lambda: _desk_menu(request)),
        "account_menu": _later(lambda: _account_menu(request)),
        "portal_menu": _later(lambda: _portal_menu(request)),
        "footer_links": _later(_footer_links),
    }


def _brand(tenant: Tenant, settings: SiteSettings) -> Brand:
    seal = reverse("file_thumbnail", args=[settings.seal_id]) if settings.seal_id else ""
    logo = reverse("file_thumbnail", args=[settings.logo_id]) if settings.logo_id else ""
    return brand_of(tenant, seal_url=seal, logo_url=logo, phone=settings.phone, email=settings.email)


def _later(make: Callable[[], Menu]) -> Any:
    return SimpleLazyObject(make)


def _desk_menu(request: HttpRequest) -> Menu:
    user = request.user
    if not isinstance(user, User) or not user.is_officer:
        return []
    items = [item for item in extensions.menu() if item.may_open(user) and url_or_nothing(item.url_name)]
    return [
        _entry(request, item.url_name, item.label, item.icon, badge=item.badge(user) if item.badge else 0)
        for item in items
    ]


def _account_menu(request: HttpRequest) -> Menu:
    if isinstance(request.user, User) and request.user.is_visitor:
        return []
    entries = (
        ("registry_profile", _("My profile"), "person-badge"),
        ("account_overview", _("Signing in and security"), "shield-lock"),
        ("site_home", _("Citizens' site"), "box-arrow-up-right"),
    )
    return _entries(request, entries)


def _portal_menu(request: HttpRequest) -> Menu:
    user = request.user
    if isinstance(user, User) and user.is_officer:
        return _entries(request, (("site_desk", _("Officers' desk"), "inbox"),))
    entries = (
        ("my_cases", _("My cases"), "list-check"),
        ("account_overview", _("My account"), "person-circle"),
    )
    return _entries(request, entries)


def _footer_links() -> Menu:
    links = (
        ("site_contact", _("Contact us")),
        ("site_privacy", _("Privacy notice")),
        ("site_accessibility", _("Accessibility")),
        ("open_data", _("Open data")),
        ("developers", _("For developers")),
        ("officer_sign_in", _("For officers")),
    )
    return [{"url": url, "label": label} for name, label in links if (url := url_or_nothing(name))]


def _entries(request: HttpRequest, entries: tuple[tuple[str, str, str], ...]) -> Menu:
    return [_entry(request, name, label, icon) for name, label, icon in entries if url_or_nothing(name)]


def _entry(request: HttpRequest, url_name: str, label: Any, icon: str, badge: int = 0) -> dict[str, Any]:
    url = reverse(url_name)
    inside = url not in {"/", "/desk/"} and request.path.startswith(url)
    return {"url": url, "label": label, "icon": icon, "active": inside or request.path == url, "badge": badge}
