"""Drawn pictures for samples and the demo: nobody's photograph is needed."""

from functools import lru_cache
from io import BytesIO
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFilter

SIZE = (1280, 960)
_HORIZON = 520


def picture_of(category: str, number: int | str) -> SimpleUploadedFile:
    """A JPEG of a road with what the category is about, else of a road in order; one number, one picture."""
    return SimpleUploadedFile(f"{category}-{number}.jpg", _drawn(category, str(number)), content_type="image/jpeg")


@lru_cache(maxsize=32)
def _drawn(category: str, number: str) -> bytes:
    chance = Random(f"{category}-{number}")  # noqa: S311  # a picture, not a secret
    image = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(image)
    _sky_and_ground(draw, chance, dark=category == "street-lights")
    if category in _DRAWN:
        _DRAWN[category](draw, chance)
    content = BytesIO()
    image.filter(ImageFilter.GaussianBlur(1.2)).save(content, "JPEG", quality=82)
    return content.getvalue()


def _sky_and_ground(draw: ImageDraw.ImageDraw, chance: Random, *, dark: bool) -> None:
    top, bottom = ((18, 24, 52), (60, 58, 88)) if dark else ((120, 178, 226), (214, 232, 240))
    for y in range(_HORIZON):
        share = y / _HORIZON
        draw.line([(0, y), (SIZE[0], y)], fill=_mixed(top, bottom, share))
    draw.rectangle([0, _HORIZON, *SIZE], fill=(52, 64, 50) if dark else (122, 150, 92))
    for _house in range(4):
        x, width, height = chance.randrange(0, 1200), chance.randrange(90, 220), chance.randrange(60, 170)
        wall = (70, 66, 78) if dark else (214, 196, 168)
        draw.rectangle([x, _HORIZON - height, x + width, _HORIZON], fill=wall)
        draw.polygon(
            [(x - 16, _HORIZON - height), (x + width / 2, _HORIZON - height - 60), (x + width + 16, _HORIZON - height)],
            fill=(84, 40, 36) if dark else (168, 72, 58),
        )
    draw.polygon(
        [(520, _HORIZON), (760, _HORIZON), (1280, 960), (0, 960)], fill=(58, 58, 62) if dark else (118, 116, 114)
    )


def _mixed(one: tuple[int, ...], other: tuple[int, ...], share: float) -> tuple[int, ...]:
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))


def _pothole(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    x = chance.randrange(420, 700)
    draw.ellipse([x, 700, x + 300, 800], fill=(64, 56, 48))
    draw.ellipse([x + 30, 716, x + 262, 786], fill=(38, 34, 30))


def _lamp(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    x, lean = chance.randrange(180, 360), chance.randrange(-10, 90)
    draw.line([(x, 820), (x + lean, 160)], fill=(150, 150, 156), width=18)
    draw.line([(x + lean, 166), (x + lean + 150, 196)], fill=(150, 150, 156), width=12)
    draw.ellipse([x + lean + 120, 186, x + lean + 190, 226], fill=(86, 86, 90))


def _flood(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    draw.polygon([(300, 700), (1000, 690), (1240, 960), (60, 960)], fill=(126, 142, 150))
    for _ripple in range(14):
        x, y = chance.randrange(200, 1000), chance.randrange(720, 940)
        draw.arc([x, y, x + 160, y + 24], 10, 170, fill=(176, 190, 196), width=3)


def _waste(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    for _bag in range(12):
        x, y, size = chance.randrange(120, 620), chance.randrange(660, 840), chance.randrange(70, 130)
        colour = chance.choice([(28, 28, 32), (40, 60, 120), (226, 226, 220), (34, 92, 54)])
        draw.ellipse([x, y, x + size, y + size * 0.8], fill=colour)
        draw.polygon([(x + size * 0.4, y + 6), (x + size * 0.5, y - 24), (x + size * 0.6, y + 6)], fill=colour)


def _tree(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    draw.line([(0, 260), (1280, 220)], fill=(30, 30, 30), width=5)
    draw.rectangle([300, 300, 360, 820], fill=(92, 66, 44))
    for _leaf in range(40):
        x, y = chance.randrange(120, 560), chance.randrange(120, 420)
        draw.ellipse([x, y, x + 110, y + 80], fill=(40 + chance.randrange(50), 110 + chance.randrange(40), 52))


_DRAWN = {
    "roads": _pothole,
    "street-lights": _lamp,
    "drains": _flood,
    "water-supply": _flood,
    "waste": _waste,
    "nuisance": _waste,
    "trees": _tree,
}
