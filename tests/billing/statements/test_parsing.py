"""Statements of several banks: encodings, eras, digits, signs; what is wrong is named; hostile files are refused."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.statements import Columns, Unreadable, fingerprints, parse, propose, read_sheet
from billing.statements.values import parse_amount, parse_day
from kit.errors import Invalid
from tests.billing.statements.files import KBANK, KTB, SCB, camt, entry, simple

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize("encoding", ["cp874", "utf-8", "utf-8-sig", "utf-16"])
def test_a_thai_file_in_every_encoding(encoding: str) -> None:
    found = parse(KBANK.format(first="IV-2570-000001", second="x").encode(encoding), today=TODAY)
    assert [(one.booked_on, one.amount) for one in found.lines] == [
        (date(2026, 11, 20), Decimal("64392.52")),
        (date(2026, 11, 21), Decimal("-35.00")),
        (date(2026, 11, 21), Decimal("3000.00")),
    ]
    assert found.lines[0].line == 5
    assert "IV-2570-000001" in found.lines[0].description
    assert (found.opening, found.closing, list(found.warnings)) == (Decimal(1000), Decimal("68357.52"), [])


def test_semicolons_and_a_column_of_sides() -> None:
    found = parse(SCB.format(first="IV25700000018").encode(), today=TODAY)
    assert [one.amount for one in found.lines] == [Decimal(65_000), Decimal(-35), Decimal(-500)]
    assert found.lines[0].reference == "IV25700000018"


def test_tabs_newest_first_and_an_unknown_column_is_kept_as_text() -> None:
    found = parse(KTB.format(first="IV-2570-1", second="ref two").encode(), today=TODAY)
    assert [one.description for one in found.lines] == ["ref two", "IV-2570-1"]
    assert (found.opening, found.closing, list(found.warnings)) == (Decimal(0), Decimal(68_000), [])


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,234.50", "1234.50"),
        ("๑,๒๓๔.๕๐", "1234.50"),
        ("-35", "-35"),
        ("35.00-", "-35"),
        ("(35.00)", "-35"),
        ("−35", "-35"),
        ("35.00 DR", "-35"),
        ("35.00CR", "35"),
        ("฿ 65,000", "65000"),
        ("65,000.00 บาท", "65000"),
        (".50", "0.50"),
    ],
)
def test_amounts(text: str, amount: str) -> None:
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["1,23.50", "12.345", "abc", "1.2.3", "--5", "1e5", "²5", "99999999999", "C", "NaN"])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(Invalid):
        parse_amount(text)


@pytest.mark.parametrize("text", ["", " ", "-"])
def test_an_empty_cell_is_no_amount_and_no_mistake(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "20/11/2569",
        "20/11/2026",
        "20/11/69",
        "20-11-26",
        "๒๐/๑๑/๒๕๖๙",
        "2026-11-20",
        "2569-11-20",
        "20261120",
        "20-Nov-26",
        "20 พ.ย. 69",
        "20 พฤศจิกายน 2569",
        "20/11/2569 10:01:22",
        "2026-11-20T10:01:22+07:00",
    ],
)
def test_days(text: str) -> None:
    assert parse_day(text, today=TODAY) == date(2026, 11, 20)


@pytest.mark.parametrize("text", ["31/02/2569", "20/13/2569", "x", "20/11/2570", "1/1", ""])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(Invalid):
        parse_day(text, today=TODAY)


@given(st.integers(-(10**11), 10**11).filter(bool))
def test_an_amount_is_read_as_it_is_written(satang: int) -> None:
    amount = (Decimal(satang) / 100).quantize(Decimal("0.01"))
    assert parse_amount(f"{amount:,}") == amount
    assert parse_amount(f"({abs(amount):,})") == -abs(amount)


@given(st.binary(max_size=400))
def test_no_file_breaks_the_reader(content: bytes) -> None:
    try:
        told: object = parse(content, today=TODAY).lines
    except Unreadable as error:
        told = error.problems
    assert told


def test_every_wrong_line_is_named() -> None:
    content = (
        "วันที่,ฝาก,ถอน\n20/11/2569,100.00,\n31/02/2569,5.00,\n21/11/2569,xx,\n,5.00,\n22/11/2569,,\n23/11/2569,1,2\n"
    )
    with pytest.raises(Unreadable) as raised:
        parse(content.encode("cp874"), today=TODAY)
    assert [one.line for one in raised.value.problems] == [3, 4, 5, 6, 7]
    assert raised.value.problems[0].params == {"text": "31/02/2569"}


def test_unknown_columns_have_to_be_told() -> None:
    content = b"aaa,bbb,ccc\n20/11/2569,100.00,IV-2570-1\n"
    with pytest.raises(Unreadable) as raised:
        parse(content, today=TODAY)
    assert raised.value.needs_columns
    found = parse(content, today=TODAY, columns=Columns(header=1, day=0, amount=1))
    assert (found.lines[0].amount, found.lines[0].description) == (100, "IV-2570-1")


def test_a_running_balance_that_breaks_is_told() -> None:
    content = b"date,deposit,balance\n20/11/2569,100,100\n20/11/2569,100,250\n20/11/2569,50,300\n"
    assert [one.line for one in parse(content, today=TODAY).warnings] == [3]


def test_a_genuine_second_transfer_is_another_movement() -> None:
    twice = simple([("20/11/2569", "65000", "โอน"), ("20/11/2569", "65000", "โอน"), ("20/11/2569", "-65000", "x")])
    lines = parse(twice, today=TODAY).lines
    assert len(set(fingerprints("1", lines))) == 3
    without_balance = [("20/11/2569", "65000"), ("20/11/2569", "65000")]
    text = "วันที่,ฝาก\n" + "\n".join(",".join(row) for row in without_balance)
    assert len(set(fingerprints("1", parse(text.encode(), today=TODAY).lines))) == 2


def test_a_longer_file_knows_the_movements_of_a_shorter_one() -> None:
    rows = [("20/11/2569", "65000", "a"), ("20/11/2569", "65000", "a"), ("21/11/2569", "5", "b")]
    short = fingerprints("1", parse(simple(rows[:2]), today=TODAY).lines)
    long = fingerprints("1", parse(simple([("19/11/2569", "0.01", "z"), *rows], opening="-0.01"), today=TODAY).lines)
    assert long[1:3] == short
    assert fingerprints("2", parse(simple(rows[:2]), today=TODAY).lines) != short


@pytest.mark.parametrize("version", ["02", "08"])
def test_camt(version: str) -> None:
    entries = [
        entry("65000.00", ref="IV25700000018", servicer="S1", payer="อบต.เหนือ"),
        entry("35.00", side="DBIT", servicer="S2", text="fee"),
        entry("9.00", status="PDNG"),
    ]
    found = parse(camt(entries, opening="1000.00", closing="65965.00", version=version), today=TODAY)
    assert [(one.amount, one.reference, one.entry_reference) for one in found.lines] == [
        (Decimal("65000.00"), "IV25700000018", "S1"),
        (Decimal("-35.00"), "", "S2"),
    ]
    assert (found.lines[0].payer, found.account_number, list(found.warnings)) == ("อบต.เหนือ", "1234567890", [])


def test_camt_that_does_not_add_up_is_told() -> None:
    assert parse(camt([entry("5.00")], opening="1.00", closing="7.00"), today=TODAY).warnings


@pytest.mark.parametrize(
    "content",
    [
        b"<html></html>",
        b"<Document><broken",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><Document>&b;</Document>',
        b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><Document></Document>',
        camt([entry("5.00", currency="USD")], opening="0", closing="5"),
        camt([entry("5.001")], opening="0", closing="5"),
        camt([entry("5.00", side="")], opening="0", closing="5"),
        camt([entry("5.00", day="yesterday")], opening="0", closing="5"),
        camt([], opening="0", closing="0"),
        b"",
        b"\x89PNG\r\n\x1a\n\x00\x00",
    ],
)
def test_what_is_no_statement_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        parse(content, today=TODAY)


def test_proposed_columns() -> None:
    columns = propose(read_sheet(KBANK.encode()))
    assert (columns.header, columns.day, columns.withdrawal, columns.deposit, columns.balance) == (3, 0, 3, 4, 5)
