"""Thai text: digits, one spelling, search and order."""

from kit.thai.digits import THAI_DIGITS, to_ascii_digits, to_thai_digits
from kit.thai.sorting import THAI_KEY_SQL, sort_key
from kit.thai.text import normalise_paragraphs, normalise_text, search_fold

__all__ = [
    "THAI_DIGITS",
    "THAI_KEY_SQL",
    "normalise_paragraphs",
    "normalise_text",
    "search_fold",
    "sort_key",
    "to_ascii_digits",
    "to_thai_digits",
]
