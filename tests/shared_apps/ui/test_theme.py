"""Any colour a tenant chooses gives pages that can be read."""

import re

from django.test import RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from kit.colour import TEXT_CONTRAST, WHITE, contrast, parse_colour
from shared_apps.ui import theme, views
from tenants.models import Tenant

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def _values(brand: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+):([^;]+);", theme.tenant_css(brand)))


@given(COLOURS)
def test_text_on_and_in_the_colours_can_be_read(brand: str) -> None:
    values = _values(brand)
    colour = {name: parse_colour(value) for name, value in values.items() if value.startswith("#")}
    assert contrast(WHITE, colour["--brand"]) >= TEXT_CONTRAST
    assert contrast(WHITE, colour["--brand-dark"]) >= TEXT_CONTRAST
    assert contrast(colour["--brand-dark"], colour["--brand-soft"]) >= TEXT_CONTRAST
    assert contrast(colour["--band-fg"], colour["--band"]) >= TEXT_CONTRAST
    assert contrast(WHITE, colour["--brand-ink"]) >= 10


def test_areas_keep_the_colour_as_it_was_chosen() -> None:
    assert _values("#fdc30b")["--band"] == "#fdc30b"


def test_the_address_changes_with_the_colour() -> None:
    first, again, other = (theme.theme_url(brand) for brand in ("#0b6b53", "#0B6B53", "#1a56db"))
    assert first == again != other


def test_the_stylesheet_is_the_tenants_and_cached() -> None:
    request = RequestFactory().get("/tenant.css")
    request.tenant = Tenant(brand_colour="#123456")
    response = views.tenant_css(request)
    assert "--band:#123456" in response.content.decode()
    assert response["Content-Type"].startswith("text/css")
    assert "immutable" in response["Cache-Control"]


@override_settings(ROOT_URLCONF="config.urls_public")
def test_the_operator_has_its_own_colours() -> None:
    request = RequestFactory().get("/tenant.css")
    assert f"--band:{theme.DEFAULT_BRAND}" in views.tenant_css(request).content.decode()
