"""What becomes of photos, honest and hostile ones."""

import io
import random
import time
import tracemalloc
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kit.errors import Invalid
from shared_apps.files.images import MAX_SIDE, THUMBNAIL_SIDE, clean_image
from tests.factories.photos import photo_bytes, photo_with_gps, png_bomb, svg

_SCRIPT = b"<script>alert(document.cookie)</script>"


def _opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def _looks_red_and_blue(data: bytes) -> bool:
    image = _opened(data).convert("RGB")
    red, blue = image.getpixel((2, 2)), image.getpixel((image.width - 3, image.height - 3))
    assert isinstance(red, tuple)
    assert isinstance(blue, tuple)
    return red[0] > 180 and red[2] < 90 and blue[2] > 180 and blue[0] < 90


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB"), ("MPO", "RGB")],
)
def test_it_works(kind: str, mode: str) -> None:
    clean = clean_image(photo_bytes(kind=kind, mode=mode))

    assert _opened(clean.data).format == "JPEG"
    assert (clean.width, clean.height) == (640, 480)
    assert _looks_red_and_blue(clean.data)
    assert _opened(clean.thumbnail).size == (THUMBNAIL_SIDE, 300)
    assert clean.place is None


@pytest.mark.parametrize(("given_mode", "bright"), [("L", 200), ("LA", 200), ("1", 255)])
def test_grey_and_bitonal(given_mode: str, bright: int) -> None:
    target = io.BytesIO()
    Image.new("L", (50, 50), bright).convert(given_mode).save(target, "PNG")

    pixel = _opened(clean_image(target.getvalue()).data).getpixel((25, 25))

    assert isinstance(pixel, tuple)
    assert abs(pixel[0] - bright) < 4


@pytest.mark.parametrize("value", [0, 20_000, 40_000, 65_535])
def test_16_bit_greys_keep_their_brightness(value: int) -> None:
    target = io.BytesIO()
    Image.new("I;16", (50, 50), value).save(target, "PNG")

    pixel = _opened(clean_image(target.getvalue()).data).getpixel((25, 25))

    assert isinstance(pixel, tuple)
    assert abs(pixel[0] - value // 256) < 4


def test_transparent_parts_become_white() -> None:
    target = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(target, "PNG")

    assert _opened(clean_image(target.getvalue()).data).getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_an_animation_the_first_picture_stays(kind: str) -> None:
    frames = [Image.new("RGB", (60, 60), colour) for colour in ("red", "green", "blue")]
    target = io.BytesIO()
    frames[0].save(target, kind, save_all=True, append_images=frames[1:], duration=100)

    clean = _opened(clean_image(target.getvalue()).data)

    assert getattr(clean, "n_frames", 1) == 1
    pixel = clean.getpixel((30, 30))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 200


def test_large_photos_are_shrunk() -> None:
    clean = clean_image(photo_bytes((6000, 4000)))

    assert (clean.width, clean.height) == (MAX_SIDE, 1067)
    assert _looks_red_and_blue(clean.data)


def test_small_photos_are_not_blown_up() -> None:
    assert clean_image(photo_bytes((3, 2))).width == 3


def test_where_it_was_taken_is_told_and_then_gone() -> None:
    content = photo_with_gps()
    assert b"SecretCamera" in content

    clean = clean_image(content)

    assert clean.place == (Decimal("13.361100"), Decimal("100.984700"))
    for data in (clean.data, clean.thumbnail):
        assert b"SecretCamera" not in data
        assert b"Exif" not in data
        assert dict(_opened(data).getexif()) == {}


def test_it_is_turned_upright() -> None:
    assert (clean_image(photo_with_gps()).width, clean_image(photo_with_gps()).height) == (480, 640)


def test_the_south_is_negative() -> None:
    place = clean_image(photo_with_gps(reference="S")).place
    assert place is not None
    assert place[0] == Decimal("-13.361100")


@pytest.mark.parametrize("latitude", [(200.0, 0.0, 0.0), (float("nan"), 0.0, 0.0)])
def test_impossible_places_are_ignored(latitude: tuple[float, float, float]) -> None:
    try:
        content = photo_with_gps(latitude)
    except (ValueError, OverflowError):
        content = photo_with_gps((500.0, 0.0, 0.0))
    assert clean_image(content).place is None


def test_other_metadata_is_gone() -> None:
    target = io.BytesIO()
    with Image.open(io.BytesIO(photo_bytes())) as picture:
        picture.save(
            target, "JPEG", comment=b"my secret", icc_profile=b"profile" * 20, xmp=b"<x:xmpmeta>me</x:xmpmeta>"
        )

    data = clean_image(target.getvalue()).data

    assert b"my secret" not in data
    assert b"xmpmeta" not in data
    assert "icc_profile" not in _opened(data).info


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_appended_is_gone(kind: str) -> None:
    clean = clean_image(photo_bytes(kind=kind) + _SCRIPT + b"%PDF-1.7" + b"PK\x03\x04")

    assert _SCRIPT not in clean.data
    assert b"%PDF" not in clean.data
    assert clean.data.endswith(b"\xff\xd9")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (svg(), "not_a_photo"),
        (b"GIF89a" + photo_bytes(), "not_a_photo"),
        (b"%PDF-1.7\n" + photo_bytes(), "not_a_photo"),
        (b"<!doctype html>" + _SCRIPT, "not_a_photo"),
        (b"MZ" + b"\x00" * 200, "not_a_photo"),
        (b"\xff\xd8\xff", "not_a_photo"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "heic"),
        (photo_bytes()[:3000], "damaged"),
        (photo_bytes(kind="PNG")[:600], "damaged"),
        (photo_bytes(kind="WEBP")[:200], "not_a_photo"),
        (png_bomb(), "too_many_pixels"),
        (png_bomb(8000), "too_many_pixels"),
        (photo_bytes((8000, 7000), kind="PNG"), "too_many_pixels"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_refused(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        clean_image(content)
    assert refused.value.code == code


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF"])
def test_other_formats_are_refused(kind: str) -> None:
    with pytest.raises(Invalid):
        clean_image(photo_bytes(kind=kind))


def test_a_bomb_costs_nothing() -> None:
    bomb = png_bomb()
    tracemalloc.start()
    began = time.thread_time()
    with pytest.raises(Invalid):
        clean_image(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert time.thread_time() - began < 1
    assert peak < 10_000_000


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\x00\x00\x00WEBP"]),
)
def test_any_bytes_are_a_photo_or_refused(content: bytes, magic: bytes) -> None:
    with pytest.raises(Invalid):
        clean_image(magic + content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_flipped_bytes_are_a_photo_or_refused(kind: str) -> None:
    original = photo_bytes((64, 64), kind=kind)
    chance = random.Random(4)
    for _round in range(150):
        broken = bytearray(original)
        for _flip in range(3):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            assert _opened(clean_image(bytes(broken)).data).format == "JPEG"
        except Invalid:
            continue
