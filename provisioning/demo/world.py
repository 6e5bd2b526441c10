"""The two LGOs of the demo and who signs in there."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from django.conf import settings
from django.db import transaction

from provisioning.demo.cases import Cast, make_cases
from provisioning.demo.money import Story
from provisioning.models import Duty
from provisioning.services.runs import Application, apply
from provisioning.services.staff import set_duties
from shared_apps.accounts.models import User
from shared_apps.accounts.selectors import user_by_email
from shared_apps.accounts.services import activate_second_factor, citizen_of, create_officer, create_staff, set_name
from tenant_apps.complaints.services import change_citizen_options
from tenant_apps.complaints.services.samples import texts
from tenant_apps.registry.selectors import divisions
from tenant_apps.registry.services import appoint
from tenants.models import Tenant
from tenants.resolver import tenant_of
from tenants.scope import tenant_scope
from tenants.services import Identity

PASSWORD = "ท้องถิ่น-demo-2569"  # noqa: S105  # the demo's, printed at its start
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105  # the demo's second factor, printed at its start
STAFF_EMAIL = "staff@dga.example"
SECOND_STAFF_EMAIL = "staff2@dga.example"
APPROVER_EMAIL = "approver@dga.example"
PATIENCE = 120
"""Seconds to wait for a worker to set an LGO up."""


@dataclass(frozen=True, kw_only=True)
class DemoLgo:
    """An invented LGO. Its DLA code names a district that does not exist."""

    subdomain: str
    identity: Identity
    since: int
    """How many days ago it signed up."""
    story: Story
    latitude: Decimal = Decimal(0)
    longitude: Decimal = Decimal(0)
    citizens: int = 0
    cases: int = 0

    @property
    def host(self) -> str:
        """Its host name."""
        return f"{self.subdomain}.{settings.BASE_DOMAIN}"

    def email(self, who: str) -> str:
        """The address of one of its people."""
        return f"{who}@{self.subdomain}.example"


LGOS = (
    DemoLgo(
        subdomain="demo",
        identity=Identity(
            name="องค์การบริหารส่วนตำบลหนองดอกบัว",
            lgo_type="sao",
            dla_code="06449901",
            province_code="44",
            district="เมืองมหาสารคาม",
            saraban_email="saraban_06449901@dla.go.th",
        ),
        since=71,
        story=Story(quoted=2),
        latitude=Decimal("16.184000"),
        longitude=Decimal("103.300000"),
        citizens=200,
        cases=60,
    ),
    DemoLgo(
        subdomain="thanamsai",
        identity=Identity(
            name="เทศบาลตำบลท่าน้ำใส",
            lgo_type="subdistrict",
            dla_code="05209901",
            province_code="20",
            district="เมืองชลบุรี",
            saraban_email="saraban_05209901@dla.go.th",
        ),
        since=230,
        story=Story(
            package="S", storage={"50GB": 1}, ordered=200, paid=181, withholds=True, more=45, quoted=3, wishes="M"
        ),
        latitude=Decimal("13.361000"),
        longitude=Decimal("100.984000"),
        citizens=20,
        cases=12,
    ),
)
"""Those with people and cases."""


def _neighbour(subdomain: str, name: str, lgo_type: str, place: str, *, since: int, story: Story) -> DemoLgo:
    """One that only the operator sees. `place` is its district and the first four digits of its DLA code."""
    district, digits = place.split()
    code = f"{digits}9902"
    identity = Identity(
        name=name,
        lgo_type=lgo_type,
        dla_code=code,
        province_code=digits[2:],
        district=district,
        saraban_email=f"saraban_{code}@dla.go.th",
    )
    return DemoLgo(subdomain=subdomain, identity=identity, since=since, story=story)


NEIGHBOURS = (
    _neighbour(
        "namhom",
        "เทศบาลเมืองน้ำหอม",
        "town",
        "เมืองขอนแก่น 0440",
        since=300,
        story=Story(package="L", storage={"200GB": 1}, ordered=280, paid=252, withholds=True),
    ),
    _neighbour(
        "dokkaew",
        "เทศบาลนครดอกแก้ว",
        "city",
        "เมืองเชียงใหม่ 0350",
        since=250,
        story=Story(package="L", ordered=240, paid=215, more=20),
    ),
    _neighbour(
        "khaolom",
        "องค์การบริหารส่วนตำบลเขาล้อม",
        "sao",
        "เมืองสงขลา 0690",
        since=160,
        story=Story(package="SS", ordered=150, paid=149),
    ),
    _neighbour(
        "rimnam",
        "เทศบาลตำบลริมน้ำ",
        "subdistrict",
        "เมืองนนทบุรี 0512",
        since=130,
        story=Story(package="S", ordered=120),
    ),
    _neighbour(
        "thungthong",
        "องค์การบริหารส่วนตำบลทุ่งทอง",
        "sao",
        "เมืองนครสวรรค์ 0660",
        since=80,
        story=Story(package="SS", ordered=55),
    ),
    _neighbour(
        "phupha",
        "องค์การบริหารส่วนตำบลภูผา",
        "sao",
        "เมืองเลย 0642",
        since=40,
        story=Story(package="SS", quoted=10),
    ),
    _neighbour("bangrak", "เทศบาลตำบลบางรักษ์", "subdistrict", "เมืองสุราษฎร์ธานี 0584", since=12, story=Story()),
)
"""Those that are there to make the operator's pages worth looking at."""


def ensure_staff(*, at: datetime) -> None:
    """Two members of the staff who may do everything and one who approves; public scope. Idempotent."""
    for email, name, duty in (
        (STAFF_EMAIL, "ดวงใจ ดิจิทัล", Duty.ADMINISTRATOR),
        (SECOND_STAFF_EMAIL, "ธนากร ตรวจทาน", Duty.ADMINISTRATOR),
        (APPROVER_EMAIL, "อนุชา รอบคอบ", Duty.APPROVER),
    ):
        if user_by_email(email) is None:
            with transaction.atomic():
                staff = create_staff(email=email, display_name=name, password=PASSWORD, actor=None, at=at)
                activate_second_factor(user=staff, secret=SECRET, at=at)
                set_duties(user=staff, duties=[duty], actor=None, at=at)


def ensure_lgo(lgo: DemoLgo, *, at: datetime) -> Tenant:
    """Let the LGO sign up and wait until a worker has set it up; public scope. Idempotent.

    Raises:
        TimeoutError: no worker did it in time.
    """
    tenant = tenant_of(lgo.host)
    if tenant is None:
        apply(application=_application(lgo), actor=None, at=at - timedelta(days=lgo.since))
    deadline = time.monotonic() + PATIENCE
    while tenant is None or not tenant.is_live:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{lgo.host} was not set up within {PATIENCE} s; is a worker running?")
        time.sleep(0.2)
        tenant = _fresh(lgo)
    return tenant


def _fresh(lgo: DemoLgo) -> Tenant | None:
    from tenants.resolver import forget_all

    forget_all()
    return tenant_of(lgo.host)


def _application(lgo: DemoLgo) -> Application:
    return Application(
        identity=lgo.identity,
        subdomain=lgo.subdomain,
        contact_name="อรุณี ศรีสุข",
        contact_position="ปลัด",
        contact_phone="043123456",
        contact_email=lgo.email("contact"),
    )


def fill(tenant: Tenant, lgo: DemoLgo, *, at: datetime) -> bool:
    """People and cases, in one transaction; False when they are there already."""
    with tenant_scope(tenant), transaction.atomic():
        if user_by_email(lgo.email("admin")) is not None:
            return False
        begin = at - timedelta(days=70)
        officers = _officers(lgo, begin)
        cast = Cast(officers=officers, citizens=_citizens(lgo, begin), latitude=lgo.latitude, longitude=lgo.longitude)
        change_citizen_options(values={"shows_cases": True}, actor=officers[0], at=begin)
        make_cases(cast=cast, count=lgo.cases, now=at)
        return True


def _officers(lgo: DemoLgo, at: datetime) -> list[User]:
    people = (
        ("admin", "อรุณี ศรีสุข", "ปลัด", True),
        ("admin2", "ประเสริฐ มั่นคง", "รองปลัด", True),
        ("officer", "สมหญิง ใจดี", "นายช่างโยธา", False),
        ("clerk", "วิชัย หาญกล้า", "เจ้าพนักงานธุรการ", False),
        ("health", "กัลยา บัวงาม", "นักวิชาการสาธารณสุข", False),
    )
    rooms = {division.code: division for division in divisions()}
    where = {"admin": "office", "admin2": "office", "officer": "works", "clerk": "office", "health": "health"}
    made = []
    for who, name, position, is_administrator in people:
        user = create_officer(
            email=lgo.email(who),
            display_name=name,
            password=PASSWORD,
            is_administrator=is_administrator,
            actor=None,
            at=at,
        )
        division = rooms.get(where[who]) or rooms["office"]
        appoint(user=user, division=division, position=position, actor=None, at=at)
        if is_administrator:
            activate_second_factor(user=user, secret=SECRET, at=at)
        made.append(user)
    return made


def _citizens(lgo: DemoLgo, at: datetime) -> list[User]:
    chance = Random(lgo.subdomain)  # noqa: S311  # names, not secrets
    made = []
    for number in range(lgo.citizens):
        # 08 0000 0000 … is a range that no operator gives out.
        citizen = citizen_of(email=lgo.email("citizen"), at=at) if number == 0 else _by_phone(number, at)
        name = f"{chance.choice(texts.GIVEN_NAMES)} {chance.choice(texts.FAMILY_NAMES)}"
        set_name(user=citizen, display_name=name, at=at)
        made.append(citizen)
    return made


def _by_phone(number: int, at: datetime) -> User:
    return citizen_of(phone=f"+668000{number:05d}", at=at)
