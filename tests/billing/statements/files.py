"""Statements as three banks write them."""

from collections.abc import Sequence
from decimal import Decimal

KBANK = """รายการเดินบัญชีเงินฝากกระแสรายวัน,,,,,,
เลขที่บัญชี,123-4-56789-0,,,,,
วันที่,เวลา,รายการ,ถอนเงิน (บาท),ฝากเงิน (บาท),ยอดคงเหลือ (บาท),รายละเอียด
,,ยอดยกมา,,,"1,000.00",
20/11/69,10:01,รับโอนเงิน,,"64,392.52","65,392.52",{first}
๒๑/๑๑/๒๕๖๙,10:05,ค่าธรรมเนียม,35.00,,"65,357.52",
21 พ.ย. 2569,11:00,รับโอนเงิน,,"3,000.00","68,357.52",{second}
,,รวม,35.00,"67,392.52",,
"""
SCB = """Account Number;1234567890;;;;
Transaction Date;Description;Amount;DR/CR;Balance;Ref.1
2026-11-20 10:01:22;TRANSFER;65000.00;CR;66000.00;{first}
2026-11-21 09:00:00;FEE;(35.00);DR;65965.00;
2026-11-21 09:30:00;TRANSFER BACK;-500.00;;65465.00;
"""
KTB = (
    "Date\tDebit\tCredit\tBalance\tTeller\n"
    "21/11/2026\t\t3,000.00\t68,000.00\t{second}\n"
    "20/11/2026\t\t65,000.00\t65,000.00\t{first}\n"
)


def simple(rows: Sequence[tuple[str, str, str]], *, opening: str = "0") -> bytes:
    """A file in TIS-620 of (day พ.ศ., amount, text), with a running balance."""
    balance, lines = Decimal(opening), ["วันที่,ฝาก,ถอน,คงเหลือ,รายละเอียด"]
    for day, amount, text in rows:
        balance += Decimal(amount)
        moved = (amount, "") if not amount.startswith("-") else ("", amount[1:])
        lines.append(f"{day},{moved[0]},{moved[1]},{balance},{text}")
    return "\r\n".join(lines).encode("cp874")


def camt(
    entries: Sequence[str], *, opening: str, closing: str, version: str = "08", account: str = "1234567890"
) -> bytes:
    """A camt.053 of these entries."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt><Stmt>
<Acct><Id><Othr><Id>{account}</Id></Othr></Id></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="THB">{opening}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="THB">{closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
{"".join(entries)}</Stmt></BkToCstmrStmt></Document>""".encode()


def entry(
    amount: str, *, side: str = "CRDT", ref: str = "", servicer: str = "", day: str = "2026-11-20", **other: str
) -> str:
    """A booked entry; `payer`, `text`, `currency` and `status` may be given."""
    payer = f"<RltdPties><Dbtr><Pty><Nm>{other['payer']}</Nm></Pty></Dbtr></RltdPties>" if "payer" in other else ""
    structured = f"<Strd><CdtrRefInf><Ref>{ref}</Ref></CdtrRefInf></Strd>" if ref else ""
    return (
        f'<Ntry><Amt Ccy="{other.get("currency", "THB")}">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        f"<Sts><Cd>{other.get('status', 'BOOK')}</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt>"
        f"<AcctSvcrRef>{servicer}</AcctSvcrRef><NtryDtls><TxDtls>{payer}"
        f"<RmtInf><Ustrd>{other.get('text', '')}</Ustrd>{structured}</RmtInf></TxDtls></NtryDtls></Ntry>"
    )
