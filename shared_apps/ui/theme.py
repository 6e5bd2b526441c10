"""A tenant's colours: one is kept, the rest is derived so that text on and in them can be read."""

import colorsys
import hashlib
from collections.abc import Callable

from django.urls import reverse

from kit.colour import Colour, brand_palette, parse_colour
from tenants.models import Tenant
from tenants.scope import current_tenant

DEFAULT_BRAND = "#0b6b53"
_chosen: list[Callable[[], str]] = []
_INK_LIGHTNESS, _INK_SATURATION = 0.13, 0.45


def register_colour(chosen: Callable[[], str]) -> None:
    """Let `chosen()` give the colour that the LGO of this scope has chosen, or nothing."""
    _chosen[:] = [chosen]


def colour_of(tenant: Tenant) -> str:
    """The LGO's colour: its own choice, else the one it was set up with."""
    if current_tenant() is None:
        return tenant.brand_colour
    return next((colour for chosen in _chosen if (colour := chosen())), tenant.brand_colour)


def tenant_css(brand_hex: str) -> str:
    """The rules that replace those of tokens.css."""
    palette = brand_palette(parse_colour(brand_hex))
    values = {
        "--band": palette.base,
        "--band-fg": palette.on_base,
        "--brand": palette.strong,
        "--brand-rgb": palette.strong.rgb,
        "--brand-dark": palette.hover,
        "--brand-dark-rgb": palette.hover.rgb,
        "--brand-soft": palette.tint,
        "--brand-ink": ink_of(palette.strong),
        "--bs-primary-rgb": palette.strong.rgb,
        "--bs-link-color-rgb": palette.hover.rgb,
    }
    body = "".join(f"{name}:{value};" for name, value in values.items())
    return f':root,[data-bs-theme="light"]{{{body}}}\n'


def ink_of(colour: Colour) -> Colour:
    """The calm, nearly black ground of the officers' sidebar, in the hue of the brand."""
    hue, _lightness, saturation = colorsys.rgb_to_hls(colour.red / 255, colour.green / 255, colour.blue / 255)
    parts = colorsys.hls_to_rgb(hue, _INK_LIGHTNESS, min(saturation, _INK_SATURATION))
    return Colour(*(round(part * 255) for part in parts))


def theme_url(brand_hex: str) -> str:
    """The address of a tenant's colours; it changes when they do."""
    version = hashlib.sha256(tenant_css(brand_hex).encode()).hexdigest()[:10]
    return f"{reverse('tenant_css')}?v={version}"
