"""CSV of a bank: its encoding, its separator, its rows, and what the rows say."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from billing.statements.columns import Columns
from billing.statements.model import MAX_PROBLEMS, ParsedLine, ParsedStatement, Problem, Unreadable
from billing.statements.values import parse_amount, parse_day
from kit.errors import DomainError, Invalid, gettext_noop
from kit.money import ZERO
from kit.thai import normalise_text, search_fold

NOT_TEXT = gettext_noop(
    "This is no CSV file. Save it as CSV (UTF-8 or Thai, TIS-620) at your bank, and choose it again."
)
NO_ROWS = gettext_noop("There is no movement in this file.")
NO_DATE = gettext_noop("The date is missing.")
NO_AMOUNT = gettext_noop("The amount is missing.")
TWO_AMOUNTS = gettext_noop("There is a deposit and a withdrawal on the same line.")
TOO_LONG = gettext_noop("The file has more than %(most)s lines. Import it in parts.")
BALANCE_BREAKS = gettext_noop("The running balance does not follow from the line before: a movement may be missing.")
MORE_PROBLEMS = gettext_noop("And more lines are wrong. Is it the right file?")
MOST_ROWS = 50_000
_DELIMITERS = ",;\t|"
_SUMMARIES: tuple[str, ...] = (
    *("ยอดยกมา", "ยอดยกไป", "รวม", "ยอดรวม", "จำนวนรายการ", "สิ้นสุด"),
    *("total", "balance forward", "balance brought", "opening balance", "closing balance", "carried forward"),
    *("brought forward", "b/f", "c/f", "end of"),
)
_TIME = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?น\.?)?")
_DEBITS = frozenset({"d", "dr", "debit", "ถอน", "เดบิต", "-", "out", "w"})


@dataclass(frozen=True)
class Sheet:
    """The rows of a file that are not empty, each with its line in the file, from 1."""

    rows: Sequence[tuple[int, Sequence[str]]]
    encoding: str


def read_sheet(content: bytes) -> Sheet:
    """The cells of a CSV file in UTF-8 (with or without BOM), UTF-16 or TIS-620/CP874.

    Raises:
        Unreadable: it is no text, is empty, or has too many lines.
    """
    text, encoding = _decoded(content)
    rows: list[tuple[int, Sequence[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for cells in reader:
            tidy = [normalise_text(cell) for cell in cells]
            if any(tidy):
                rows.append((reader.line_num, tidy))
    except csv.Error as error:
        raise Unreadable([Problem(reader.line_num, NOT_TEXT)]) from error
    if not rows:
        raise Unreadable([Problem(0, NO_ROWS)])
    if len(rows) > MOST_ROWS:
        raise Unreadable([Problem(0, TOO_LONG, {"most": MOST_ROWS})])
    return Sheet(rows, encoding)


def parse_sheet(sheet: Sheet, columns: Columns, *, today: date) -> ParsedStatement:
    """The movements of a sheet.

    Raises:
        Unreadable: a column is missing, or lines are wrong; every wrong one is named.
    """
    if columns.lacking:
        raise Unreadable([Problem(0, message) for message in columns.lacking], needs_columns=True)
    lines: list[ParsedLine] = []
    problems: list[Problem] = []
    for line, cells in _movements(sheet, columns):
        try:
            lines.append(_line(line, cells, columns, today))
        except DomainError as error:
            problems.append(Problem(line, str(error.message), error.params))
    if problems:
        more = [Problem(0, MORE_PROBLEMS)] if len(problems) > MAX_PROBLEMS else []
        raise Unreadable([*problems[:MAX_PROBLEMS], *more])
    if not lines:
        raise Unreadable([Problem(0, NO_ROWS)])
    return ParsedStatement(form=f"csv {sheet.encoding}", lines=lines, **_balances(lines))


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decode(content, encoding), encoding
    if b"\x00" in content:
        raise Unreadable([Problem(0, NOT_TEXT)])
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode(content, "cp874"), "tis-620"


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable([Problem(content[: error.start].count(b"\n") + 1, NOT_TEXT)]) from error


def _delimiter(text: str) -> str:
    """The separator that stands in the most of the first lines."""
    head = text.splitlines()[:60]
    return max(_DELIMITERS, key=lambda mark: sum(min(line.count(mark), 20) for line in head))


def _movements(sheet: Sheet, columns: Columns) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows after the names of the columns, without sums and balances carried forward."""
    for line, cells in sheet.rows:
        if line > columns.header and not _is_summary(cells, columns):
            yield line, cells


def _is_summary(cells: Sequence[str], columns: Columns) -> bool:
    """A row that moves no money: a sum, a balance carried forward, or the names of the columns on the next page."""
    folded = [search_fold(cell) for cell in cells if cell]
    names_a_sum = any(text.startswith(_SUMMARIES) for text in folded[:4])
    moves = [_cell(cells, place) for place in (columns.amount, columns.deposit, columns.withdrawal)]
    if names_a_sum:
        return not _cell(cells, columns.day) or not any(moves)
    return len(folded) == 1 and not _cell(cells, columns.day) and not any(moves)


def _line(line: int, cells: Sequence[str], columns: Columns, today: date) -> ParsedLine:
    day = _cell(cells, columns.day)
    if not day:
        raise Invalid(NO_DATE)
    balance = _cell(cells, columns.balance)
    references = (_cell(cells, columns.reference), _cell(cells, columns.second_reference))
    return ParsedLine(
        line=line,
        booked_on=parse_day(day, today=today),
        amount=_amount(cells, columns),
        balance=parse_amount(balance) if balance else None,
        description=_description(cells, columns)[:300],
        reference=" ".join(filter(None, references))[:100],
        payer=_cell(cells, columns.payer)[:150],
        entry_reference=_cell(cells, columns.entry_reference)[:60],
    )


def _amount(cells: Sequence[str], columns: Columns) -> Decimal:
    if columns.amount is not None and columns.deposit is None:
        amount = parse_amount(_cell(cells, columns.amount)) or ZERO
        is_debit = search_fold(_cell(cells, columns.side)).replace(" ", "") in _DEBITS
        amount = -abs(amount) if is_debit else amount
    else:
        deposit = parse_amount(_cell(cells, columns.deposit)) or ZERO
        withdrawal = abs(parse_amount(_cell(cells, columns.withdrawal)) or ZERO)
        if deposit and withdrawal:
            raise Invalid(TWO_AMOUNTS)
        amount = deposit - withdrawal
    if not amount:
        raise Invalid(NO_AMOUNT)
    return amount


def _description(cells: Sequence[str], columns: Columns) -> str:
    """Its own column, and the words of those that are nothing else: a reference may stand in any of them."""
    known = set(columns.as_mapping.values())
    others = [cell for place, cell in enumerate(cells) if place not in known and cell and not _TIME.fullmatch(cell)]
    return " ".join(filter(None, [_cell(cells, columns.description), *others]))


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def _balances(lines: Sequence[ParsedLine]) -> dict[str, Any]:
    """Opening and closing balance, and the lines that do not follow from the one before; banks write either way up."""
    known = [(line, line.balance) for line in lines if line.balance is not None]
    if len(known) != len(lines):
        return {}
    down = [after for before, after in pairwise(lines) if _gap(before, after)]
    up = [after for after, before in pairwise(lines) if _gap(before, after)]
    is_upwards = len(up) < len(down)
    first, last = (lines[-1], lines[0]) if is_upwards else (lines[0], lines[-1])
    return {
        "opening": (first.balance or ZERO) - first.amount,
        "closing": last.balance,
        "warnings": [Problem(line.line, BALANCE_BREAKS) for line in (up if is_upwards else down)[:MAX_PROBLEMS]],
    }


def _gap(before: ParsedLine, after: ParsedLine) -> bool:
    return (before.balance or ZERO) + after.amount != after.balance
