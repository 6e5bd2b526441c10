"""Reading of bank statements: CSV as Thai banks write it, and camt.053. Pure: bytes in, rows or problems out."""

from datetime import date

from billing.statements.camt import looks_like_camt, parse_camt
from billing.statements.columns import Columns, propose
from billing.statements.fingerprints import fingerprints
from billing.statements.model import MAX_PROBLEMS, ParsedLine, ParsedStatement, Problem, Unreadable
from billing.statements.tables import Sheet, parse_sheet, read_sheet

__all__ = [
    "MAX_PROBLEMS",
    "Columns",
    "ParsedLine",
    "ParsedStatement",
    "Problem",
    "Sheet",
    "Unreadable",
    "fingerprints",
    "parse",
    "propose",
    "read_sheet",
]


def parse(content: bytes, *, today: date, columns: Columns | None = None) -> ParsedStatement:
    """The statement in a file. `columns` says what a CSV's columns are, when that was told before.

    Raises:
        Unreadable: nothing of it is used; `problems` names the lines and why.
    """
    if looks_like_camt(content):
        return parse_camt(content)
    sheet = read_sheet(content)
    return parse_sheet(sheet, columns or propose(sheet), today=today)
