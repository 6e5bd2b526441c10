"""From an untrusted photo to a clean JPEG: everything but the pixels is left behind."""

import hashlib
import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageOps

from kit.errors import Invalid

MAX_PIXELS = 50_000_000
MAX_SIDE = 1600
THUMBNAIL_SIDE = 400
_QUALITY = 82
_FORMATS = ("JPEG", "PNG", "WEBP")
Shape = Callable[[Image.Image], Image.Image]
# Our own limit is stricter. Said once: catch_warnings would change the filters under other threads.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1")

NOT_A_PHOTO = _("This file is not a photo that we can read. Please choose a JPEG, PNG or WebP photo.")
HEIC = _("This photo is in the HEIC format, which we cannot read. Please send it as JPEG, or take a screenshot of it.")
DAMAGED = _("This photo is damaged or incomplete. Please choose it again, or choose another one.")
TOO_MANY_PIXELS = _("This photo has too many pixels. Please choose one of no more than 50 megapixels.")


@dataclass(frozen=True, kw_only=True)
class CleanImage:
    """The re-encoded photo. `place` is the latitude and longitude that its EXIF data held."""

    data: bytes
    thumbnail: bytes
    width: int
    height: int
    place: tuple[Decimal, Decimal] | None

    @property
    def sha256(self) -> str:
        """The hash of the photo."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def thumbnail_sha256(self) -> str:
        """The hash of the small one."""
        return hashlib.sha256(self.thumbnail).hexdigest()


def clean_image(content: bytes, shape: Shape | None = None) -> CleanImage:
    """Decode, turn upright, cut to `shape` when there is one, shrink and encode again.

    Raises:
        Invalid: no photo of a format we take, damaged, or too large to decode safely.
    """
    image = _open(content)
    place = _place(image)
    picture = shape(_pixels(image)) if shape else _pixels(image)
    picture.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return CleanImage(
        data=_encode(picture), thumbnail=_encode(small), width=picture.width, height=picture.height, place=place
    )


def _open(content: bytes) -> Image.Image:
    """Read the header only: format and size, before any pixel is decoded."""
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        raise Invalid(HEIC, code="heic")
    if content.startswith(b"GIF8"):
        raise Invalid(NOT_A_PHOTO, code="not_a_photo")
    try:
        image = Image.open(io.BytesIO(content), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise Invalid(TOO_MANY_PIXELS, code="too_many_pixels") from error
    except Exception as error:  # Pillow's parsers raise what they please on hostile bytes
        raise Invalid(NOT_A_PHOTO, code="not_a_photo") from error
    if image.width * image.height > MAX_PIXELS:
        raise Invalid(TOO_MANY_PIXELS, code="too_many_pixels")
    return image


def _pixels(image: Image.Image) -> Image.Image:
    try:
        # A large JPEG is decoded at a fraction of its size.
        image.draft(None, (MAX_SIDE, MAX_SIDE))
        upright = ImageOps.exif_transpose(_eight_bits(image))
        return _opaque(upright)
    except Image.DecompressionBombError as error:
        raise Invalid(TOO_MANY_PIXELS, code="too_many_pixels") from error
    except Exception as error:
        raise Invalid(DAMAGED, code="damaged") from error


def _eight_bits(image: Image.Image) -> Image.Image:
    """Scale 16-bit greys, which Pillow would cut off at 255."""
    if not image.mode.startswith("I"):
        return image
    exif = image.getexif()
    grey = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    grey.getexif().update(exif)
    return grey


def _opaque(image: Image.Image) -> Image.Image:
    """RGB, transparent parts on white."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(ground, layer).convert("RGB")
    return image.convert("RGB")


def _encode(picture: Image.Image) -> bytes:
    """A JPEG with nothing but pixels: a fresh image carries neither EXIF, XMP, comments nor a colour profile."""
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    target = io.BytesIO()
    bare.save(target, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return target.getvalue()


def _place(image: Image.Image) -> tuple[Decimal, Decimal] | None:
    """Latitude and longitude of the EXIF data, when they are whole and possible."""
    try:
        gps = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        latitude = _degrees(gps[ExifTags.GPS.GPSLatitude], gps.get(ExifTags.GPS.GPSLatitudeRef, "N"), "S")
        longitude = _degrees(gps[ExifTags.GPS.GPSLongitude], gps.get(ExifTags.GPS.GPSLongitudeRef, "E"), "W")
    except Exception:  # EXIF is what anyone wrote there, and only a suggestion
        return None
    if abs(latitude) > 90 or abs(longitude) > 180 or not (latitude or longitude):
        return None
    return latitude, longitude


def _degrees(parts: object, reference: object, negative: str) -> Decimal:
    if not isinstance(parts, tuple):
        raise TypeError("degrees, minutes and seconds are three numbers")
    degrees, minutes, seconds = (Fraction(str(float(part))) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    sign = -1 if str(reference).strip("\x00 ").upper() == negative else 1
    return (Decimal(sign * value.numerator) / value.denominator).quantize(Decimal("0.000001"))
