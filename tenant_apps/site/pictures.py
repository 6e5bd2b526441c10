"""The LGO's pictures: what each is for, and how it is cut to that."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from kit.errors import Invalid
from shared_apps.files.images import Shape

SEAL_SIDE = 512
LOGO_SIZE = (800, 260)
BANNER_SIZE = (1600, 400)
_BANNER_LEAST = 800
_LEAST = 100
TOO_SMALL = _(
    "This picture is too small (%(width)s × %(height)s pixels). Choose one of at least %(least)s pixels across."
)


class Picture(StrEnum):
    """The pictures of a site; the names of their fields in `SiteSettings`."""

    LOGO = "logo"
    SEAL = "seal"
    BANNER = "banner"


@dataclass(frozen=True)
class PictureKind:
    """What a picture is called and for."""

    name: Picture
    label: Any
    help_text: Any
    shape: Shape


def _seal(image: Image.Image) -> Image.Image:
    """A square with the whole seal in it."""
    _at_least(image, _LEAST)
    return ImageOps.pad(image, (SEAL_SIDE, SEAL_SIDE), Image.Resampling.LANCZOS, "white")


def _logo(image: Image.Image) -> Image.Image:
    """The whole logo, no larger than a header shows it on a dense screen."""
    _at_least(image, _LEAST)
    image.thumbnail(LOGO_SIZE, Image.Resampling.LANCZOS)
    return image


def _banner(image: Image.Image) -> Image.Image:
    """A band four times as wide as high, cut from the middle."""
    _at_least(image, _BANNER_LEAST)
    return ImageOps.fit(image, BANNER_SIZE, Image.Resampling.LANCZOS)


def _at_least(image: Image.Image, width: int) -> None:
    if image.width < width:
        params = {"width": image.width, "height": image.height, "least": width}
        raise Invalid(TOO_SMALL, code="too_small", params=params)


PICTURES = (
    PictureKind(Picture.LOGO, _("Logo"), _("At the top of every page. It keeps its shape."), _logo),
    PictureKind(
        Picture.SEAL,
        _("Seal"),
        _("On papers and receipts, and at the top of pages when there is no logo. It becomes a square."),
        _seal,
    ),
    PictureKind(
        Picture.BANNER,
        _("Banner"),
        _("A wide picture on the first page, cut from the middle to four times as wide as high."),
        _banner,
    ),
)


def kind_of(name: str) -> PictureKind | None:
    """The picture of that name."""
    return next((kind for kind in PICTURES if kind.name == name), None)
