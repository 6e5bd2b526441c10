"""Numbers of cases, without gap or double."""

from datetime import datetime

from django.db import connection
from django.db.transaction import TransactionManagementError

from kit.dates import letter_year
from kit.numbering import WIDTH, case_number
from shared_apps.casework.models import Counter

_NEXT = f"""
INSERT INTO {Counter._meta.db_table} AS counter (book, year, value) VALUES (%s, %s, 1)
ON CONFLICT (book, year) DO UPDATE SET value = counter.value + 1 RETURNING value
"""  # noqa: S608  # the name of our own table


def next_number(*, book: str, year: int) -> int:
    """The next number of `book` in `year` พ.ศ.; the row stays locked until the caller's transaction ends.

    A rollback gives the number back, and nobody gets a later one before that is known: there are no gaps.

    Raises:
        TransactionManagementError: the caller has no transaction to roll back.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("a number is taken inside the transaction that uses it")
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [book, year])
        value: int = cursor.fetchone()[0]
        return value


def new_case_number(*, book: str, prefix: str, at: datetime, digits: int = WIDTH) -> str:
    """The number of a new case, such as `RQ-2569-000001`; numbers begin again each year on 1 January."""
    return case_number(prefix, next_number(book=book, year=letter_year(at)), at).written(digits)
