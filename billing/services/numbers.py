"""Numbers of documents: `RT-2570-000001`, without gap, by kind and fiscal year."""

from datetime import date

from billing.models import DocumentCounter, DocumentKind
from kit.dates import fiscal_year
from shared_apps.casework.numbers import next_value

_WIDTH = 6


def next_document_number(*, kind: DocumentKind, day: date) -> str:
    """The number of a document issued on `day`, taken in the transaction that issues it.

    Raises:
        TransactionManagementError: there is no transaction.
    """
    year = fiscal_year(day)
    return f"{kind.value}-{year}-{next_value(DocumentCounter, kind=kind.value, year=year):0{_WIDTH}}"
