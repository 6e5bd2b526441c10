"""A tenant's colour, made readable: WCAG 2.2 contrast decides, not the eye."""

import colorsys
import re
from dataclasses import dataclass

from kit.errors import Invalid, gettext_noop
from kit.thai import normalise_text

TEXT_CONTRAST = 4.5
"""WCAG 1.4.3, level AA, text of any size."""
NOT_A_COLOUR = gettext_noop("Write the colour as # and six digits or letters a–f, such as #0b6e4f.")

_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})")
_STEP = 0.01


@dataclass(frozen=True)
class Colour:
    """An sRGB colour, each part 0 to 255."""

    red: int
    green: int
    blue: int

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def rgb(self) -> str:
        """`11, 110, 79`, as Bootstrap's `--bs-*-rgb` variables want it."""
        return f"{self.red}, {self.green}, {self.blue}"

    @property
    def luminance(self) -> float:
        """Relative luminance, 0 (black) to 1 (white), as WCAG defines it."""
        red, green, blue = (_linear(part / 255) for part in (self.red, self.green, self.blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


WHITE, BLACK = Colour(255, 255, 255), Colour(0, 0, 0)
INK = Colour(0x21, 0x25, 0x29)


@dataclass(frozen=True)
class BrandPalette:
    """Colours drawn from one: `base` as chosen, for areas and bands, with `on_base` upon it;
    `strong` for links, buttons and text on white or `tint`, with white upon it; `hover` darker
    still; `tint` a pale ground."""

    base: Colour
    on_base: Colour
    strong: Colour
    hover: Colour
    tint: Colour


def parse_colour(text: str) -> Colour:
    """The colour of `#0b6e4f`, `0B6E4F` or `#0b6`; Invalid (`not_a_colour`) otherwise."""
    match = _HEX.fullmatch(normalise_text(text).lower())
    if not match:
        raise Invalid(NOT_A_COLOUR, code="not_a_colour")
    digits = match[1] if len(match[1]) == 6 else "".join(char * 2 for char in match[1])
    return Colour(*bytes.fromhex(digits))


def contrast(left: Colour, right: Colour) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((left.luminance, right.luminance))
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(ground: Colour) -> Colour:
    """White, near-black or black: the first that can be read upon the ground."""
    return next(ink for ink in (WHITE, INK, BLACK) if contrast(ink, ground) >= TEXT_CONTRAST)


def darken_until(colour: Colour, ground: Colour, ratio: float = TEXT_CONTRAST) -> Colour:
    """The colour, its hue kept, as much darker as it needs to reach the ratio on the ground.

    ValueError when even black does not.
    """
    if contrast(BLACK, ground) < ratio:
        raise ValueError(f"nothing dark reaches {ratio} on {ground}")
    while contrast(colour, ground) < ratio:
        colour = _darker(colour, _STEP)
    return colour


def brand_palette(base: Colour) -> BrandPalette:
    """A palette that is readable whatever colour was chosen."""
    tint = _mix(base, WHITE, 0.1)
    strong = darken_until(base, tint)
    return BrandPalette(
        base=base,
        on_base=readable_on(base),
        strong=strong,
        hover=_darker(strong, 0.08),
        tint=tint,
    )


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _darker(colour: Colour, by: float) -> Colour:
    hue, light, saturation = colorsys.rgb_to_hls(colour.red / 255, colour.green / 255, colour.blue / 255)
    parts = colorsys.hls_to_rgb(hue, max(0.0, light - by), saturation)
    return Colour(*(int(part * 255) for part in parts))


def _mix(colour: Colour, ground: Colour, share: float) -> Colour:
    pairs = zip((colour.red, colour.green, colour.blue), (ground.red, ground.green, ground.blue), strict=True)
    return Colour(*(round(part * share + other * (1 - share)) for part, other in pairs))
