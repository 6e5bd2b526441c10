"""The simulator's pages: where a payer pays, and a desk for what banks do. Every one says that no money moves."""

from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from devtool.simulated_stripe import checkout
from devtool.simulated_stripe.simulator import Simulator

_STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
NOTE = "จำลอง – ไม่มีการตัดเงินจริง"
_STATES = {
    "open": "รอชำระ",
    "complete": "เสร็จสิ้น",
    "expired": "หมดเวลา",
    "paid": "ชำระแล้ว",
    "unpaid": "ยังไม่ได้รับเงิน",
    "succeeded": "คืนแล้ว",
    "requires_action": "รอผู้รับแจ้งบัญชี",
    "failed": "ไม่สำเร็จ",
    "needs_response": "กำลังโต้แย้ง",
    "won": "ชนะ",
    "lost": "แพ้",
    "in_transit": "กำลังโอน",
}


def pay_page(session: dict[str, Any], *, declined: bool = False) -> str:
    """Where a payer pays."""
    if not checkout.is_open(session):
        return _ended(session)
    here = f"/c/pay/{quote(session['id'])}"
    error = '<p class="error" role="alert">บัตรถูกปฏิเสธ ลองใช้บัตรอื่นหรือชำระด้วยพร้อมเพย์</p>' if declined else ""
    body = f"""
<section><h1>{escape(session["_title"])}</h1><p class="sum">{baht(session["amount_total"])} บาท</p></section>
<section>{error}<h2>บัตรเครดิตหรือเดบิต</h2>
{_button(here, "card", "ชำระด้วยบัตร – สำเร็จ")}{_button(here, "decline", "ชำระด้วยบัตร – ถูกปฏิเสธ", "second")}</section>
<section><h2>พร้อมเพย์</h2>
{_button(here, "promptpay", "สแกนจ่ายพร้อมเพย์ – สำเร็จทันที")}
{_button(here, "later", "สแกนจ่ายพร้อมเพย์ – รอธนาคารยืนยัน", "second")}</section>
<p><a href="{escape(session["cancel_url"] or "/")}">กลับโดยไม่ชำระ</a></p>"""
    return _page("ชำระเงิน", body)


def _ended(session: dict[str, Any]) -> str:
    back = session["success_url"] if session["status"] == "complete" else session["cancel_url"]
    title = _STATES[session["payment_status"] if session["status"] == "complete" else session["status"]]
    return _page(title, f'<section><h1>{title}</h1><p><a href="{escape(back or "/")}">กลับไปยังเว็บไซต์</a></p></section>')


def pay_page_missing() -> str:
    """For an address that names no page."""
    return _page("ไม่พบหน้านี้", "<section><h1>ไม่พบหน้าชำระเงินนี้</h1><p>กลับไปที่ใบแจ้งหนี้แล้วเปิดหน้าชำระเงินใหม่</p></section>")


def desk(simulator: Simulator, *, problem: str = "") -> str:
    """All that happened, and what banks may do about it."""
    error = f'<p class="error" role="alert">{escape(problem)}</p>' if problem else ""
    body = f"""<section><h1>Stripe จำลอง</h1><p>แทนธนาคารและ Stripe ในการสาธิต</p>{error}</section>
<section><h2>หน้าชำระเงิน</h2>{_sessions(simulator)}</section>
<section><h2>การคืนเงิน</h2>{_refunds(simulator)}</section>
<section><h2>การโต้แย้ง</h2>{_disputes(simulator)}</section>
<section><h2>โอนเข้าบัญชีธนาคาร</h2>
{_button("/", "pay_out", "โอนยอดคงเหลือเข้าบัญชีธนาคาร", "second")}
{_payouts(simulator)}</section>"""
    return _page("Stripe จำลอง", body, wide=True)


def _sessions(simulator: Simulator) -> str:
    rows = []
    for each in simulator.store.of_kind("checkout.session"):
        acts = ""
        if checkout.is_open(each):
            link = f"/c/pay/{quote(each['id'])}"
            acts = f'<a href="{link}">เปิด</a> {_act("expire", each["id"], "ให้หมดเวลา")}'
        elif each["status"] == "complete" and each["payment_status"] == "unpaid":
            acts = _act("confirm", each["id"], "ธนาคารยืนยัน") + _act("reject", each["id"], "ธนาคารไม่ยืนยัน")
        elif each["payment_status"] == "paid":
            acts = _dispute_act(simulator, each)
        state = _STATES[each["payment_status"] if each["status"] == "complete" else each["status"]]
        rows.append([escape(each["_title"]), baht(each["amount_total"]), state, acts])
    return _table(["รายการ", "บาท", "สถานะ", ""], rows)


def _dispute_act(simulator: Simulator, session: dict[str, Any]) -> str:
    charge = simulator.charge_of(session["id"])
    by_card = charge["payment_method_details"]["type"] == "card"
    return _act("dispute", charge["id"], "เจ้าของบัตรโต้แย้ง") if by_card and not charge["disputed"] else ""


def _refunds(simulator: Simulator) -> str:
    rows = []
    for each in simulator.store.of_kind("refund"):
        waits = each["status"] == "requires_action"
        acts = _act("refunded", each["id"], "ผู้รับได้เงินแล้ว") if waits else ""
        acts += _act("refund_failed", each["id"], "คืนไม่สำเร็จ") if each["status"] != "failed" else ""
        rows.append([escape(each["id"]), baht(each["amount"]), _STATES[each["status"]], acts])
    return _table(["เลขที่", "บาท", "สถานะ", ""], rows)


def _disputes(simulator: Simulator) -> str:
    rows = []
    for each in simulator.store.of_kind("dispute"):
        is_open = each["status"] == "needs_response"
        acts = _act("win", each["id"], "ผู้รับเงินชนะ") + _act("lose", each["id"], "ผู้รับเงินแพ้") if is_open else ""
        rows.append([escape(each["id"]), baht(each["amount"]), _STATES[each["status"]], acts])
    return _table(["เลขที่", "บาท", "สถานะ", ""], rows)


def _payouts(simulator: Simulator) -> str:
    rows = []
    for each in simulator.store.of_kind("payout"):
        acts = _act("arrived", each["id"], "ถึงบัญชี") if each["status"] == "in_transit" else ""
        acts += _act("came_back", each["id"], "ธนาคารตีกลับ") if each["status"] != "failed" else ""
        state = "ถึงบัญชีแล้ว" if each["status"] == "paid" else _STATES[each["status"]]
        rows.append([escape(each["id"]), baht(each["amount"]), state, acts])
    return _table(["เลขที่", "บาท", "สถานะ", ""], rows)


def baht(satang: int) -> str:
    """Satang as baht."""
    return f"{satang / 100:,.2f}"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    if not rows:
        return "<p>ยังไม่มี</p>"
    head = f"<th>{heads[0]}</th><th class=number>{heads[1]}</th>" + "".join(f"<th>{each}</th>" for each in heads[2:])
    lines = "".join(
        f"<tr><td>{row[0]}</td><td class=number>{row[1]}</td><td>{row[2]}</td><td>{row[3]}</td></tr>" for row in rows
    )
    return f'<div class="scroll" tabindex="0"><table><tr>{head}</tr>{lines}</table></div>'


def _act(action: str, name: str, label: str) -> str:
    hidden = f'<input type="hidden" name="name" value="{escape(name)}">'
    return (
        f'<form class="row" method="post" action="/">{hidden}'
        f'<button class="second" name="action" value="{action}">{label}</button></form>'
    )


def _button(where: str, action: str, label: str, look: str = "") -> str:
    return (
        f'<form method="post" action="{where}">'
        f'<button class="{look}" name="action" value="{action}">{label}</button></form>'
    )


def _page(title: str, body: str, *, wide: bool = False) -> str:
    return f"""<!doctype html><html lang="th"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<title>{title} · {NOTE}</title>
<style>{_STYLE}</style></head><body><div class="note" role="note">{NOTE}</div>
<main class="{"wide" if wide else ""}">{body}</main></body></html>"""
