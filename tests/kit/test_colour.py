import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.colour import (
    BLACK,
    INK,
    TEXT_CONTRAST,
    WHITE,
    Colour,
    brand_palette,
    contrast,
    darken_until,
    parse_colour,
    readable_on,
)
from kit.errors import Invalid

COLOURS = st.builds(Colour, *[st.integers(0, 255)] * 3)


@pytest.mark.parametrize("typed", ["#0b6e4f", "0B6E4F", " #0B6e4f\u200b"])
def test_hex(typed: str) -> None:
    colour = parse_colour(typed)
    assert colour == Colour(11, 110, 79)
    assert (str(colour), colour.rgb) == ("#0b6e4f", "11, 110, 79")


def test_three_digits() -> None:
    assert str(parse_colour("#0b6")) == "#00bb66"


@pytest.mark.parametrize("typed", ["", "#12345", "green", "#gggggg", "#0b6e4f80", "url(x)"])
def test_what_is_no_colour(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_colour(typed)
    assert refused.value.code == "not_a_colour"


def test_contrast_of_known_pairs() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast(WHITE, WHITE) == pytest.approx(1)
    assert contrast(parse_colour("#767676"), WHITE) == pytest.approx(4.54, abs=0.01)
    assert contrast(parse_colour("#777777"), WHITE) == pytest.approx(4.48, abs=0.01)


def test_ink() -> None:
    assert readable_on(parse_colour("#0b6e4f")) == WHITE
    assert readable_on(parse_colour("#ffcc00")) == INK
    assert readable_on(parse_colour("#7a7a7a")) == BLACK


def test_a_yellow_becomes_a_readable_brown() -> None:
    palette = brand_palette(parse_colour("#ffcc00"))
    assert palette.base == parse_colour("#ffcc00")
    assert palette.strong != palette.base


def test_a_dark_colour_stays_as_chosen() -> None:
    navy = parse_colour("#12305b")
    assert brand_palette(navy).strong == navy


@given(COLOURS)
def test_every_palette_can_be_read(base: Colour) -> None:
    palette = brand_palette(base)
    for ink, ground in [
        (palette.on_base, palette.base),
        (WHITE, palette.strong),
        (WHITE, palette.hover),
        (palette.strong, WHITE),
        (palette.strong, palette.tint),
        (palette.hover, palette.tint),
    ]:
        assert contrast(ink, ground) >= TEXT_CONTRAST
    assert parse_colour(str(base)) == base


def test_on_a_dark_ground_darkening_leads_nowhere() -> None:
    with pytest.raises(ValueError, match="nothing dark"):
        darken_until(WHITE, BLACK)
