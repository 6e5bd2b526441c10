"""What everyone may read."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Router

from kit import clock
from shared_apps.accounts import privacy
from tenant_apps.complaints import selectors
from tenant_apps.complaints.schemas.reading import (
    CategoryOut,
    DivisionOut,
    PrivacyNoticeOut,
    category_out,
    division_out,
)
from tenant_apps.registry.selectors import divisions as all_divisions

router = Router(tags=["Public"])


@router.get("/categories", response=list[CategoryOut], url_name="public_categories", operation_id="listCategories")
def categories(request: HttpRequest) -> list[dict[str, Any]]:
    """What a case can be about, in the order in which citizens are asked."""
    return [category_out(category) for category in selectors.categories()]


@router.get("/divisions", response=list[DivisionOut], url_name="public_divisions", operation_id="listDivisions")
def divisions(request: HttpRequest) -> list[dict[str, Any]]:
    """The LGO's divisions."""
    return [division_out(division) for division in all_divisions()]


@router.get(
    "/privacy-notice",
    response=PrivacyNoticeOut,
    url_name="public_privacy_notice",
    operation_id="getPrivacyNotice",
)
def privacy_notice(request: HttpRequest) -> dict[str, Any]:
    """What the office does with personal data: the version that is in force now."""
    found = privacy.current_notice(clock.now())
    return {
        "version": found.version if found else None,
        "effective_from": found.effective_from if found else None,
        "url": reverse("site_privacy"),
    }
