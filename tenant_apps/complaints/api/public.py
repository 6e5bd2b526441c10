"""What everyone may read."""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Query, Router

from kit import clock
from kit.errors import Invalid
from shared_apps.accounts import privacy
from shared_apps.api.callers import caller_of
from shared_apps.api.pagination import page_of
from shared_apps.api.types import Paged
from tenant_apps.complaints import selectors
from tenant_apps.complaints.api.common import NO_CATEGORY, Code, Cursor, Limit
from tenant_apps.complaints.models import Category
from tenant_apps.complaints.schemas.reading import (
    CategoryOut,
    DivisionOut,
    PrivacyNoticeOut,
    category_out,
    division_out,
)
from tenant_apps.complaints.schemas.sharing import (
    Latitude,
    Longitude,
    NearbyCaseOut,
    PublicCaseDetailOut,
    PublicCaseOut,
    public_case_out,
    step_out,
)
from tenant_apps.complaints.schemas.writing import PublicFilter
from tenant_apps.complaints.scopes import READ
from tenant_apps.registry.selectors import divisions as all_divisions

router = Router(tags=["Public"])


@router.get("/categories", response=list[CategoryOut], url_name="public_categories", operation_id="listCategories")
def categories(request: HttpRequest) -> list[dict[str, Any]]:
    """What a case can be about, in the order in which citizens are asked."""
    return [category_out(category) for category in selectors.category_lines() if category.active]


@router.get("/divisions", response=list[DivisionOut], url_name="public_divisions", operation_id="listDivisions")
def divisions(request: HttpRequest) -> list[dict[str, Any]]:
    """The LGO's divisions."""
    return [division_out(division) for division in all_divisions()]


@router.get("/cases", response=Paged[PublicCaseOut], url_name="public_cases", operation_id="listPublicCases")
def cases(
    request: HttpRequest, filters: Query[PublicFilter], cursor: Cursor | None = None, limit: Limit = 20
) -> dict[str, Any]:
    """Public cases, newest first, where the office shows the list; else 404."""
    if not selectors.publication().lists:
        raise Http404
    rows = selectors.narrowed(selectors.listed_cases(), category=_category(filters.category), state=filters.state)
    page = page_of(selectors.with_followers(rows), name="public", cursor=cursor, limit=limit)
    return {
        "items": [public_case_out(selectors.public_case(row)) for row in page.items],
        "next_cursor": page.next_cursor,
    }


@router.get(
    "/cases/nearby", response=list[NearbyCaseOut], url_name="public_cases_nearby", operation_id="listNearbyCases"
)
def nearby(
    request: HttpRequest, latitude: Latitude, longitude: Longitude, category: Code | None = None
) -> list[dict[str, Any]]:
    """Open cases about a place, to show before a citizen types: those of the category first, then the nearest.

    None where the office does not show them.
    """
    found = selectors.nearby_cases(
        latitude=Decimal(str(latitude)),
        longitude=Decimal(str(longitude)),
        metres=selectors.citizen_options().nearby_metres,
        category=_category(category),
    )
    return [public_case_out(case) for case in found]


@router.get("/cases/{number}", response=PublicCaseDetailOut, url_name="public_case_api", operation_id="getPublicCase")
def case(request: HttpRequest, number: str) -> dict[str, Any]:
    """One public case with its steps. Where no lists are shown: open ones, and those of the owner of the token."""
    caller = caller_of(request)
    found = selectors.public_case_by_number(number, reader=caller.user if caller and caller.may(READ) else None)
    if found is None:
        raise Http404
    shown, row = found
    return {**public_case_out(shown), "steps": [step_out(step) for step in selectors.public_steps(row)]}


def _category(code: str | None) -> Category | None:
    found = selectors.category_by_code(code) if code else None
    if code and found is None:
        raise Invalid(NO_CATEGORY, field="category")
    return found


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
