"""Invented content of the gallery."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shared_apps.ui.brand import Brand
from shared_apps.ui.templatetags.thai import status_badge

BRAND = Brand(
    name="เทศบาลตำบลบ้านสวนผึ้ง", place="อ.เมือง จ.ชลบุรี", initial="บ", phone="+6638123456", email="saraban@example.go.th"
)
CONSOLE = Brand(name="คอนโซล", place="ท้องถิ่นดิจิทัล")
AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)


def brand_in(colour: str) -> Brand:
    """The brand in another colour."""
    return replace(BRAND, colour=colour, css_url=f"{reverse('gallery_colours')}?{urlencode({'brand': colour})}")


@dataclass(frozen=True)
class State:
    """A state with a tone."""

    label: str
    tone: str


STATES = [
    State("ใหม่", "neutral"),
    State("กำลังดำเนินการ", "info"),
    State("เสร็จสิ้น", "success"),
    State("ใกล้ครบกำหนด", "warning"),
    State("เกินกำหนด 1 วัน", "danger"),
    State("รับเรื่องแล้ว", "brand"),
]
CASES = [
    ("ไฟถนนหน้าซอยสุขใจ 4 ดับ", "RQ-2569-004812", "กองช่าง", "สมหญิง ใจดี", "กำลังดำเนินการ", State("เหลือ 2 วัน", "success")),
    (
        "ท่อระบายน้ำอุดตัน น้ำท่วมขังหน้าตลาดสดเทศบาล",
        "RQ-2569-004809",
        "กองช่าง",
        "",
        "รับเรื่องแล้ว",
        State("เกินกำหนด 1 วัน", "danger"),
    ),
    (
        "ขยะตกค้างบริเวณชุมชนริมคลองฝั่งตะวันออก",
        "RQ-2569-004805",
        "กองสาธารณสุข",
        "วิชัย กล้าหาญ",
        "กำลังดำเนินการ",
        State("เหลือ 6 ชม.", "warning"),
    ),
    (
        "ขออนุญาตต่อเติมอาคารพักอาศัย 2 ชั้น",
        "BP-2569-000317",
        "กองช่าง",
        "กิตติพงษ์ แซ่ลิ้ม",
        "รอเอกสารเพิ่มเติม",
        State("หยุดนับเวลา", "neutral"),
    ),
    ("สุนัขจรจัดรวมฝูงหน้าโรงเรียนวัดบ้านสวน", "RQ-2569-004799", "กองสาธารณสุข", "", "ใหม่", State("เหลือ 3 วัน", "success")),
    ("ฝาท่อชำรุดเป็นอันตรายต่อผู้สัญจร", "RQ-2569-004790", "กองช่าง", "สมหญิง ใจดี", "เสร็จสิ้น", State("ปิดใน 18 ชม.", "info")),
]


class CaseTable(tables.Table):
    """The officer's list."""

    title = tables.Column(verbose_name="เรื่อง", attrs={"td": {"class": "row-head"}})
    division = tables.Column(verbose_name="กอง")
    officer = tables.Column(verbose_name="ผู้รับผิดชอบ")
    state = tables.Column(verbose_name="สถานะ", attrs={"td": {"class": "nowrap"}})
    due = tables.Column(verbose_name="กำหนดเวลา", orderable=False)

    class Meta:
        order_by = ()
        default = "—"

    def render_title(self, value: str, record: dict[str, Any]) -> SafeString:
        return format_html('<a href="#{0}">{1}</a><span class="row-sub reference">{0}</span>', record["number"], value)

    def render_due(self, value: State) -> SafeString:
        return status_badge(value)


def case_rows() -> list[dict[str, Any]]:
    """Enough cases for several pages."""
    names = ("title", "number", "division", "officer", "state", "due")
    return [dict(zip(names, case, strict=True)) for case in CASES * 22]


TILES = [
    ("megaphone", "แจ้งเรื่องร้องเรียน", "ไฟถนนดับ ถนนชำรุด น้ำท่วม ขยะตกค้าง"),
    ("receipt", "ชำระภาษีและค่าธรรมเนียม", "ภาษีที่ดินฯ ภาษีป้าย ค่าขยะ สแกนจ่ายผ่านพร้อมเพย์"),
    ("file-earmark-text", "ขออนุญาตและหนังสือรับรอง", "ก่อสร้าง ประกอบกิจการ จำหน่ายอาหาร"),
    ("calendar-check", "จองคิวล่วงหน้า", "เลือกวันและเวลามาติดต่อสำนักงาน"),
    ("heart-pulse", "สวัสดิการและเบี้ยยังชีพ", "ผู้สูงอายุ คนพิการ เด็กแรกเกิด"),
    ("search", "ติดตามเรื่องของฉัน", "ใช้เลขที่คำขอหรือเบอร์โทรศัพท์"),
]
EVENTS = [
    {
        "title": "เจ้าหน้าที่ปิดเรื่อง",
        "at": AT,
        "actor": "กองช่าง",
        "note": "เปลี่ยนหลอดไฟแล้ว 2 ดวง\nทดสอบเปิดใช้งานเรียบร้อย",
        "tone": "success",
    },
    {"title": "หยุดนับเวลา รออะไหล่", "at": AT, "tone": "warning"},
    {"title": "รับเรื่องแล้ว", "at": AT, "actor": "สำนักปลัด"},
]
ANSWERS = [
    {
        "title": "เรื่องที่แจ้ง",
        "rows": [
            {"label": "ประเภท", "value": "ไฟถนนดับ", "change_url": "#1"},
            {"label": "รายละเอียด", "value": "ไฟหน้าซอยสุขใจ 4 ดับมา 3 คืน\nเดินกลับบ้านมืดมาก", "change_url": "#2"},
            {"label": "รูปภาพ", "value": "", "change_url": "#3"},
        ],
    }
]
MENU = [
    ("inbox", "กล่องงาน", 12),
    ("map", "แผนที่เรื่องร้องเรียน", 0),
    ("receipt", "ภาษีและค่าธรรมเนียม", 0),
    ("bar-chart", "รายงาน", 0),
    ("gear", "ตั้งค่า", 0),
]
CONSOLE_MENU = [
    ("speedometer2", "ภาพรวม", 0),
    ("buildings", "หน่วยงาน", 3),
    ("credit-card", "แพ็กเกจและใบแจ้งหนี้", 0),
    ("activity", "สถานะระบบ", 0),
    ("journal-text", "บันทึกการใช้งาน", 0),
]


def menu(items: list[tuple[str, str, int]]) -> list[dict[str, Any]]:
    """A sidebar menu with its first item open."""
    return [
        {"icon": icon, "label": label, "badge": badge, "url": "#", "active": number == 0}
        for number, (icon, label, badge) in enumerate(items)
    ]


FIGURES = [
    ("หน่วยงานที่ใช้งาน", "312", "+14 เดือนนี้"),
    ("คำขอเดือนนี้", "48,920", "+8.2%"),
    ("ปิดทันกำหนด", "93.4%", "+1.1 จุด"),
    ("ความพึงพอใจ", "4.42 / 5", "คงที่"),
]
MONTHS = [
    ("มิ.ย.", 38100, 35000),
    ("ก.ค.", 40050, 37200),
    ("ส.ค.", 44020, 41100),
    ("ก.ย.", 42000, 38950),
    ("ต.ค.", 45130, 41980),
    ("พ.ย.", 48920, 45690),
]
_STEPS = ["สร้างบัญชีฐานข้อมูล", "สร้างพื้นที่ข้อมูล", "ใส่ข้อมูลเริ่มต้น", "เตรียมที่เก็บไฟล์", "เชิญผู้ดูแลระบบ", "ตรวจสอบที่อยู่เว็บไซต์"]


def progress_at(done: int, poll_url: str) -> dict[str, Any]:
    """Long work after so many of its steps."""
    finished = done >= len(_STEPS)
    steps = [{"label": label, "state": _state_of(number, done)} for number, label in enumerate(_STEPS)]
    return {
        "label": "กำลังเตรียมเว็บไซต์ของหน่วยงาน",
        "done": min(done, len(_STEPS)),
        "total": len(_STEPS),
        "state": "done" if finished else "running",
        "poll_url": f"{poll_url}?done={done + 1}",
        "steps": steps,
        "note": "เสร็จแล้ว" if finished else "ปิดหน้านี้ได้ ระบบจะทำงานต่อ",
    }


def _state_of(number: int, done: int) -> str:
    if number < done:
        return "done"
    return "running" if number == done else "todo"
