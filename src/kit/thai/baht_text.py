"""Amounts of money in Thai words, as receipts and invoices write them."""

from decimal import Decimal

from kit.money import baht, to_satang

_DIGITS = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
_MILLION = 10**6


def baht_text(amount: Decimal) -> str:
    """The amount in words: `21.21` is ยี่สิบเอ็ดบาทยี่สิบเอ็ดสตางค์.

    Satang are rounded half up; an amount below one baht names satang only. ValueError when it is negative.
    """
    if amount < 0:
        raise ValueError("a negative amount has no words")
    whole, satang = divmod(to_satang(baht(amount)), 100)
    if not whole and satang:
        return f"{_number(satang)}สตางค์"
    return f"{_number(whole) or 'ศูนย์'}บาท" + (f"{_number(satang)}สตางค์" if satang else "ถ้วน")


def _number(number: int) -> str:
    """Words of a whole number; millions are counted in millions again: หนึ่งล้านล้าน."""
    millions, rest = divmod(number, _MILLION)
    before = f"{_number(millions)}ล้าน" if millions else ""
    return before + _below_a_million(rest, follows=bool(millions))


def _below_a_million(number: int, *, follows: bool) -> str:
    digits = [int(digit) for digit in reversed(str(number))]
    words = [_place(digit, place) for place, digit in enumerate(digits)]
    if digits[0] == 1 and (follows or number > 1):
        words[0] = "เอ็ด"
    return "".join(reversed(words))


def _place(digit: int, place: int) -> str:
    if not digit:
        return ""
    if place == 1 and digit in {1, 2}:
        return ("สิบ", "ยี่สิบ")[digit - 1]
    return _DIGITS[digit] + _PLACES[place]
