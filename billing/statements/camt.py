"""camt.053 of ISO 20022, of any version: the statement as banks send it to programs."""

from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from billing.statements.model import MAX_PROBLEMS, ParsedLine, ParsedStatement, Problem, Unreadable
from billing.statements.tables import NO_ROWS
from kit.errors import gettext_noop
from kit.money import SATANG
from kit.thai import normalise_text

NOT_CAMT = gettext_noop("This XML file is damaged, or is no camt.053.")
BAD_ENTRY = gettext_noop("Entry %(number)s has no amount or no day.")
NOT_BAHT = gettext_noop("Entry %(number)s is in %(currency)s. Only accounts in baht are imported.")
SUMS_DIFFER = gettext_noop("Opening balance and movements do not add up to the closing balance.")
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)
_SOUGHT = 500


class _Wrong(Exception):
    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message, self.params = message, params


def looks_like_camt(content: bytes) -> bool:
    """Whether it is XML; which XML is said by `parse_camt`."""
    head = content[:_SOUGHT].lstrip(b"\xef\xbb\xbf \r\n\t")
    return head.startswith(b"<") or content.startswith((b"\xff\xfe<", b"\xfe\xff\x00<"))


def parse_camt(content: bytes) -> ParsedStatement:
    """The booked entries of the statements in a file.

    Raises:
        Unreadable: it is damaged, hostile (entities, external references), no camt.053, or an entry is wrong.
    """
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Unreadable([Problem(0, NOT_CAMT)]) from error
    statements = [one for one in root.iter() if _name(one) == "Stmt"]
    if not statements:
        raise Unreadable([Problem(0, NOT_CAMT)])
    lines: list[ParsedLine] = []
    problems: list[Problem] = []
    booked = [entry for one in statements for entry in _all(one, "Ntry") if _is_booked(entry)]
    for number, entry in enumerate(booked, start=1):
        try:
            lines.append(_line(entry, number))
        except _Wrong as wrong:
            problems.append(Problem(number, wrong.message, wrong.params))
    if problems or not lines:
        raise Unreadable(problems[:MAX_PROBLEMS] or [Problem(0, NO_ROWS)])
    return _statement(statements, lines)


def _statement(statements: list[Element], lines: list[ParsedLine]) -> ParsedStatement:
    opening, closing = _balance(statements[0], _OPENING), _balance(statements[-1], _CLOSING)
    moved = sum((line.amount for line in lines), Decimal(0))
    differs = opening is not None and closing is not None and opening + moved != closing
    return ParsedStatement(
        form="camt.053",
        lines=lines,
        account_number=_text(statements[0], "Acct/Id/IBAN") or _text(statements[0], "Acct/Id/Othr/Id"),
        opening=opening,
        closing=closing,
        warnings=[Problem(0, SUMS_DIFFER)] if differs else [],
    )


def _line(entry: Element, number: int) -> ParsedLine:
    amount, day = _amount(entry, number), _day(entry)
    if not amount or day is None:
        raise _Wrong(BAD_ENTRY, number=number)
    incoming = amount > 0
    detail = "NtryDtls/TxDtls"
    party = f"{detail}/RltdPties/{'Dbtr' if incoming else 'Cdtr'}"
    references = [
        *_texts(entry, f"{detail}/RmtInf/Strd/CdtrRefInf/Ref"),
        *_texts(entry, f"{detail}/Refs/EndToEndId"),
        *_texts(entry, f"{detail}/Refs/InstrId"),
    ]
    words = [
        *_texts(entry, f"{detail}/RmtInf/Ustrd"),
        *_texts(entry, "AddtlNtryInf"),
        *_texts(entry, f"{detail}/AddtlTxInf"),
    ]
    return ParsedLine(
        line=number,
        booked_on=day,
        amount=amount,
        description=" ".join(words)[:300],
        reference=" ".join(one for one in references if one != "NOTPROVIDED")[:100],
        payer=(_text(entry, f"{party}/Nm") or _text(entry, f"{party}/Pty/Nm"))[:150],
        entry_reference=(_text(entry, "AcctSvcrRef") or _text(entry, "NtryRef"))[:60],
    )


def _amount(entry: Element, number: int) -> Decimal:
    found = _first(entry, "Amt")
    if found is None:
        raise _Wrong(BAD_ENTRY, number=number)
    currency = found.get("Ccy", "THB")
    if currency != "THB":
        raise _Wrong(NOT_BAHT, number=number, currency=currency[:3])
    amount = _decimal(found.text)
    if amount is None:
        raise _Wrong(BAD_ENTRY, number=number)
    side = _text(entry, "CdtDbtInd")  # of a reversal too it says which way the money went
    if side not in {"CRDT", "DBIT"}:
        raise _Wrong(BAD_ENTRY, number=number)
    return amount if side == "CRDT" else -amount


def _decimal(text: str | None) -> Decimal | None:
    try:
        amount = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    return amount.quantize(SATANG) if amount.is_finite() and amount == amount.quantize(SATANG) else None


def _day(entry: Element) -> date | None:
    text = _text(entry, "BookgDt/Dt") or _text(entry, "BookgDt/DtTm") or _text(entry, "ValDt/Dt")
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _is_booked(entry: Element) -> bool:
    return (_text(entry, "Sts/Cd") or _text(entry, "Sts") or "BOOK") == "BOOK"


def _balance(statement: Element, codes: tuple[str, ...]) -> Decimal | None:
    for one in _all(statement, "Bal"):
        if _text(one, "Tp/CdOrPrtry/Cd") in codes:
            amount = _decimal(_text(one, "Amt"))
            return -amount if amount is not None and _text(one, "CdtDbtInd") == "DBIT" else amount
    return None


def _name(element: Element) -> str:
    """The tag without its namespace, which differs with the version."""
    return element.tag.rpartition("}")[2]


def _all(element: Element, path: str) -> list[Element]:
    found = [element]
    for part in path.split("/"):
        found = [child for one in found for child in one if _name(child) == part]
    return found


def _first(element: Element, path: str) -> Element | None:
    return next(iter(_all(element, path)), None)


def _texts(element: Element, path: str) -> list[str]:
    return [text for one in _all(element, path) if (text := normalise_text(one.text or ""))]


def _text(element: Element, path: str) -> str:
    return next(iter(_texts(element, path)), "")
