"""Photos, honest and hostile ones."""

import io
import struct
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image


def photo_bytes(size: tuple[int, int] = (640, 480), kind: str = "JPEG", mode: str = "RGB", **options: Any) -> bytes:
    """A photo with a red left and a blue right half."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    target = io.BytesIO()
    picture.convert(mode).save(target, kind, **options)
    return target.getvalue()


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    """What a browser sends, with whatever type it claims."""
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def photo(name: str = "photo.jpg", **options: Any) -> SimpleUploadedFile:
    """An honest photo."""
    return upload(photo_bytes(**options), name)


def photo_with_gps(latitude: tuple[float, float, float] = (13, 21, 39.96), reference: str = "N") -> bytes:
    """A photo that tells where and with what it was taken, lying on its side."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "SecretCamera"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: reference,
            ExifTags.GPS.GPSLatitude: latitude,
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (100.0, 59.0, 4.92),
        }
    )
    return photo_bytes(exif=exif)


def png_bomb(side: int = 40_000) -> bytes:
    """A PNG of a few kilobytes that declares `side`² pixels."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    row = b"\x00" * (side // 8 + 1)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(row * 400, 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def svg() -> bytes:
    """A drawing that runs a script."""
    return b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
