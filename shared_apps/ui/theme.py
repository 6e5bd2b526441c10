"""A tenant's colours: one brand colour is kept, the rest is derived so that text on it can be read."""

import hashlib

from django.urls import reverse

DEFAULT_BRAND = "#0b6b53"
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
Rgb = tuple[int, int, int]


def tenant_css(brand_hex: str) -> str:
    """The rules that replace those of tokens.css."""
    brand = _until(_rgb(brand_hex), 4.6)
    dark = _until(_mix(brand, _BLACK, 0.25), 7.5)
    values = {
        "--brand": _hex(brand),
        "--brand-rgb": _triple(brand),
        "--brand-dark": _hex(dark),
        "--brand-dark-rgb": _triple(dark),
        "--brand-ink": _hex(_until(_mix(brand, (20, 28, 30), 0.55), 12)),
        "--brand-soft": _hex(_mix(brand, _WHITE, 0.91)),
        "--brand-fg": "#fff",
        "--bs-primary-rgb": _triple(brand),
        "--bs-link-color-rgb": _triple(dark),
    }
    body = "".join(f"{name}:{value};" for name, value in values.items())
    return f':root,[data-bs-theme="light"]{{{body}}}\n'


def theme_url(brand_hex: str) -> str:
    """The address of a tenant's colours; it changes when they do."""
    version = hashlib.sha256(tenant_css(brand_hex).encode()).hexdigest()[:10]
    return f"{reverse('tenant_css')}?v={version}"


def _until(colour: Rgb, ratio: float) -> Rgb:
    """The colour, darkened until white text on it has the contrast ratio."""
    while contrast(colour, _WHITE) < ratio:
        colour = _mix(colour, _BLACK, 0.06)
    return colour


def contrast(one: Rgb, other: Rgb) -> float:
    """WCAG's contrast ratio."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Rgb) -> float:
    linear = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (int(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _rgb(text: str) -> Rgb:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _hex(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _triple(colour: Rgb) -> str:
    return ", ".join(str(part) for part in colour)
