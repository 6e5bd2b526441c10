"""Dictionary order for Thai without ICU, the same in Python and in PostgreSQL.

The embedded PostgreSQL has no ICU, and code-point order is wrong for Thai. The key puts a leading
vowel behind its consonant and takes the marks above the line (U+0E47–0E4E) out of the letters;
they decide only between words of equal letters, in ICU's order and by their places. Latin letters
sort without case, before Thai ones; Thai digits sort as ASCII ones. Give it normalised text.
"""

import re

_LEADING_VOWEL = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e])")
_MARK = re.compile("[\u0e47-\u0e4e]")
_NOT_MARK = re.compile("[^\u0e47-\u0e4e]")
_FOLD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ๐๑๒๓๔๕๖๗๘๙", "abcdefghijklmnopqrstuvwxyz0123456789")
_MARK_RANKS = str.maketrans("\u0e4e\u0e4c\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4d", "abcdefgh")

THAI_KEY_SQL = r"""
CREATE OR REPLACE FUNCTION ext.thai_key(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    WITH swapped AS (
        SELECT pg_catalog.regexp_replace(
            pg_catalog.translate(
                value,
                'ABCDEFGHIJKLMNOPQRSTUVWXYZ๐๑๒๓๔๕๖๗๘๙',
                'abcdefghijklmnopqrstuvwxyz0123456789'
            ) COLLATE "C",
            '([\u0E40-\u0E44])([\u0E01-\u0E2E])', '\2\1', 'g'
        ) AS word
    )
    SELECT pg_catalog.regexp_replace(word, '[\u0E47-\u0E4E]', '', 'g')
        || pg_catalog.chr(1)
        || pg_catalog.rtrim(
            pg_catalog.translate(
                pg_catalog.regexp_replace(word, '[^\u0E47-\u0E4E]', '!', 'g'),
                U&'\0E4E\0E4C\0E47\0E48\0E49\0E4A\0E4B\0E4D', 'abcdefgh'
            ),
            '!'
        )
    FROM swapped
)
"""
"""Creates `ext.thai_key(text)`, equal to `sort_key`. Order and index by
`ext.thai_key(column) COLLATE "C"`."""


def sort_key(text: str) -> str:
    """The key by which Thai words sort as in a dictionary; compare keys by code point."""
    word = _LEADING_VOWEL.sub(r"\2\1", text.translate(_FOLD))
    marks = _NOT_MARK.sub("!", word).translate(_MARK_RANKS)
    return f"{_MARK.sub('', word)}\x01{marks.rstrip('!')}"
