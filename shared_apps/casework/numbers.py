"""Numbers without gap or double."""

from datetime import datetime

from django.db import connection, models
from django.db.transaction import TransactionManagementError

from kit.dates import letter_year
from kit.numbering import WIDTH, case_number
from shared_apps.casework.models import Counter


def next_value(counter: type[models.Model], **key: str | int) -> int:
    """The next `value` of the row of `counter` with this unique key; the row stays locked until the transaction ends.

    A rollback gives the number back, and nobody gets a later one before that is known: there are no gaps.

    Raises:
        TransactionManagementError: the caller has no transaction to roll back.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("a number is taken inside the transaction that uses it")
    columns = ", ".join(key)
    places = ", ".join(["%s"] * len(key))
    statement = (
        f"INSERT INTO {counter._meta.db_table} AS counter ({columns}, value) VALUES ({places}, 1) "  # noqa: S608  # the names of our own table and columns
        f"ON CONFLICT ({columns}) DO UPDATE SET value = counter.value + 1 RETURNING value"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, list(key.values()))
        value: int = cursor.fetchone()[0]
        return value


def next_number(*, book: str, year: int) -> int:
    """The next number of `book` in `year` พ.ศ.; see `next_value`."""
    return next_value(Counter, book=book, year=year)


def new_case_number(*, book: str, prefix: str, at: datetime, digits: int = WIDTH) -> str:
    """The number of a new case, such as `RQ-2569-000001`; numbers begin again each year on 1 January."""
    return case_number(prefix, next_number(book=book, year=letter_year(at)), at).written(digits)
