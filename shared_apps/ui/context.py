"""What every page knows."""

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from shared_apps.ui.brand import brand_of

_LINE = re.compile(r"\bLine/\d")


def page(request: HttpRequest) -> dict[str, Any]:
    """Brand, banners and map settings. An LGO's own context processor replaces `brand` by one with seal and contact."""
    tenant = getattr(request, "tenant", None)
    return {
        "brand": brand_of(tenant),
        "is_demo": settings.IS_DEMO,
        "is_read_only": tenant is not None and not tenant.may_write,
        "open_in_browser_url": open_in_browser_url(request),
        "map_tiles_url": settings.MAP_TILES_URL,
    }


def open_in_browser_url(request: HttpRequest) -> str:
    """This page in the phone's browser, when LINE's built-in one shows it; else nothing."""
    if request.method != "GET" or not _LINE.search(request.headers.get("user-agent", "")):
        return ""
    query = request.GET.copy()
    query["openExternalBrowser"] = "1"
    return f"?{query.urlencode()}"
