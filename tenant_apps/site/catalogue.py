"""The services of the platform and what citizens look for help with: what the home page and the search show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from kit.thai import search_fold
from tenant_apps.site.selectors import site_settings
from tenants.models import Service, Tenant


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One service. `words` are what people call it; they are searched and not shown."""

    service: str
    icon: str
    title: Any
    text: Any
    url_name: str
    words: str


@dataclass(frozen=True)
class Tile:
    """An offer on a page of this LGO; without an address it is to come."""

    icon: str
    title: str
    text: str
    url: str


@dataclass(frozen=True)
class Answer:
    """A question that people search for."""

    title: Any
    text: Any
    url_name: str
    words: str


OFFERS = (
    Offer(
        service=Service.COMPLAINTS,
        icon="megaphone",
        title=_("Report a problem"),
        text=_("Street lights, roads, flooding, waste; ask for advice or suggest something"),
        url_name="complaint_new",
        words="ร้องเรียน ร้องทุกข์ แจ้งเหตุ แจ้งเรื่อง ไฟดับ ไฟถนนดับ ไฟฟ้าสาธารณะ เสาไฟ หลอดไฟ ถนน ถนนพัง หลุม "
        "ฟุตบาท ทางเท้า น้ำท่วม ท่อตัน ฝาท่อ ระบายน้ำ น้ำไม่ไหล ประปา ขยะ ขยะตกค้าง ถังขยะ กลิ่นเหม็น เสียงดัง "
        "เหตุรำคาญ หมาจรจัด สุนัข แมว ต้นไม้ กิ่งไม้ ขอคำปรึกษา ข้อเสนอแนะ ทุจริต complaint report street light "
        "road flood waste noise dog tree advice suggestion",
    ),
    Offer(
        service=Service.FEES,
        icon="receipt",
        title=_("Pay fees"),
        text=_("Waste collection and wastewater, by PromptPay"),
        url_name="fees_start",
        words="จ่ายเงิน ชำระเงิน ค่าขยะ ค่าธรรมเนียม ค่าเก็บขยะ น้ำเสีย พร้อมเพย์ ใบเสร็จ ค้างชำระ pay fee bill receipt",
    ),
    Offer(
        service=Service.PERMITS,
        icon="building-add",
        title=_("Building permit"),
        text=_("Build, alter or demolish a building"),
        url_name="permits_start",
        words="ขออนุญาต ก่อสร้าง สร้างบ้าน ต่อเติม รื้อถอน ดัดแปลง อาคาร แบบแปลน ข.1 อ.1 build house permit alter",
    ),
    Offer(
        service=Service.CERTIFICATES,
        icon="shop",
        title=_("Food shop"),
        text=_("Notify or license a place that sells or stores food"),
        url_name="certificates_start",
        words="ร้านอาหาร ขายอาหาร ตลาด สะสมอาหาร หนังสือรับรองการแจ้ง ใบอนุญาต ต่ออายุ restaurant food shop licence",
    ),
    Offer(
        service=Service.LETTERS,
        icon="envelope",
        title=_("Write to the office"),
        text=_("Send an official letter and receive the answer"),
        url_name="letters_start",
        words="หนังสือราชการ ส่งหนังสือ สารบรรณ จดหมาย ติดต่อราชการ ขอข้อมูล letter document",
    ),
)
ANSWERS = (
    Answer(
        _("Follow a case"),
        _("You need the number or code that you were given, and the PIN."),
        "complaint_track",
        "ติดตามเรื่อง สถานะ เลขที่เรื่อง รหัสติดตาม ตรวจสอบ ถึงไหนแล้ว track status follow",
    ),
    Answer(
        _("My cases"),
        _("Sign in with a code by e-mail or SMS to see all that you have sent."),
        "my_cases",
        "เรื่องของฉัน เข้าสู่ระบบ สมัคร ลืมรหัสผ่าน otp ประวัติ my cases sign in login",
    ),
    Answer(
        _("Contact and opening hours"),
        _("Address, telephone, map and the days on which the office is closed."),
        "site_contact",
        "ติดต่อ โทรศัพท์ เบอร์โทร ที่อยู่ แผนที่ เวลาทำการ เวลาเปิด วันหยุด สำนักงาน contact phone address map hours holiday",
    ),
    Answer(
        _("Privacy notice"),
        _("What we keep about you, why, for how long, and your rights."),
        "site_privacy",
        "ข้อมูลส่วนบุคคล ความเป็นส่วนตัว pdpa ลบข้อมูล privacy personal data",
    ),
    Answer(
        _("Accessibility"),
        _("How to use this site with large text, a keyboard or a screen reader."),
        "site_accessibility",
        "การเข้าถึง ผู้พิการ ตัวหนังสือใหญ่ โปรแกรมอ่านหน้าจอ คีย์บอร์ด accessibility screen reader",
    ),
)


def tiles(tenant: Tenant) -> list[Tile]:
    """All services, those of this LGO first."""
    shown = [_tile(offer, tenant) for offer in _offers()]
    return sorted(shown, key=lambda tile: not tile.url)


def search(query: str, tenant: Tenant) -> list[Tile]:
    """The services and answers in which every word of `query` is found, best first."""
    words = search_fold(query).split()
    if not words:
        return []
    scored = [(_score(words, *texts), tile) for tile, texts in _entries(tenant)]
    return [tile for score, tile in sorted(scored, key=lambda pair: -pair[0]) if score]


def suggestions(query: str, tenant: Tenant) -> list[Tile]:
    """When nothing was found: what is nearest in letters, else the services that can be used now."""
    folded = search_fold(query)
    near = [(_likeness(folded, texts), tile) for tile, texts in _entries(tenant) if tile.url]
    best = [tile for score, tile in sorted(near, key=lambda pair: -pair[0]) if score >= 0.3]
    return best[:3] or [tile for tile in tiles(tenant) if tile.url][:3]


def url_or_nothing(name: str) -> str:
    """The address of a page that may not be built yet, or nothing."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def title_of(service: str) -> str:
    """What citizens call a service."""
    return next((str(offer.title) for offer in OFFERS if offer.service == service), service)


def _offers() -> list[Offer]:
    """The offers without those that this LGO has switched off."""
    off = site_settings().services_off
    return [offer for offer in OFFERS if offer.service not in off]


def _tile(offer: Offer, tenant: Tenant) -> Tile:
    url = url_or_nothing(offer.url_name) if offer.service in tenant.services else ""
    return Tile(offer.icon, str(offer.title), str(offer.text), url)


def _entries(tenant: Tenant) -> Iterable[tuple[Tile, tuple[str, str]]]:
    for offer in _offers():
        tile = _tile(offer, tenant)
        yield tile, (search_fold(tile.title), search_fold(f"{tile.text} {offer.words}"))
    for answer in ANSWERS:
        url = url_or_nothing(answer.url_name)
        if url:
            tile = Tile("question-circle", str(answer.title), str(answer.text), url)
            yield tile, (search_fold(tile.title), search_fold(f"{tile.text} {answer.words}"))


def _score(words: list[str], title: str, rest: str) -> int:
    """Thai has no spaces, so a word may hold several; it counts when it lies inside a text or the other way round."""
    points = [2 * _inside(word, title) + _inside(word, rest) for word in words]
    return sum(points) if all(points) else 0


def _inside(word: str, text: str) -> bool:
    return word in text or any(len(known) > 3 and known in word for known in text.split())


def _likeness(query: str, texts: tuple[str, str]) -> float:
    """The share of the query's pairs of letters that are found in one word of the texts."""
    pairs = {query[i : i + 2] for i in range(len(query) - 1) if " " not in query[i : i + 2]}
    if not pairs:
        return 0.0
    return max(sum(pair in known for pair in pairs) / len(pairs) for known in " ".join(texts).split())
