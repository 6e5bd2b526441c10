"""Money: Thai baht as `Decimal` with two places, rounded half up. Floats are refused."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import NamedTuple

SATANG = Decimal("0.01")
ZERO = Decimal("0.00")
_HUNDRED = Decimal(100)


def baht(amount: Decimal | int | str) -> Decimal:
    """The amount in baht, rounded half up to a satang. TypeError for a float or a boolean, which are no money."""
    if isinstance(amount, float | bool):
        raise TypeError(f"{amount!r} is no amount of money")
    return Decimal(amount).quantize(SATANG, ROUND_HALF_UP)


def to_satang(amount: Decimal) -> int:
    """The amount as a whole number of satang. ValueError when it has parts of one."""
    satang = amount * 100
    if satang != satang.to_integral_value():
        raise ValueError(f"{amount} baht has parts of a satang")
    return int(satang)


def from_satang(satang: int) -> Decimal:
    """A whole number of satang in baht."""
    return (Decimal(satang) / 100).quantize(SATANG)


class Split(NamedTuple):
    """A price with VAT in its two parts; `net + vat` is the price to the satang."""

    net: Decimal
    vat: Decimal


def split_vat(gross: Decimal, rate: Decimal) -> Split:
    """Take the VAT of `rate` percent out of a price that contains it: net = half up (gross x 100 / (100 + rate))."""
    net = baht(gross * _HUNDRED / (_HUNDRED + rate))
    return Split(net, baht(gross) - net)


def allocate(total: Decimal, weights: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Parts of `total` in proportion to `weights` that add up to it exactly, by the largest remainder.

    The earlier of two equal remainders gets the satang. ValueError when the weights add up to nothing, or one or the
    total is negative.
    """
    if total < 0 or any(weight < 0 for weight in weights) or not (whole := sum(weights)):
        raise ValueError("nothing to allocate by")
    exact = [total * weight / whole for weight in weights]
    parts = [share.quantize(SATANG, ROUND_DOWN) for share in exact]
    left = to_satang(baht(total) - sum(parts))
    by_remainder = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
    for place in by_remainder[:left]:
        parts[place] += SATANG
    return tuple(parts)
