"""The divisions, roles and positions an LGO of each type begins with (facts A). They are its own to change."""

from typing import NamedTuple

from shared_apps.accounts.rights import Duty
from tenant_apps.registry.models import Level
from tenants.models import LgoType


class DivisionSeed(NamedTuple):
    """A division to begin with."""

    code: str
    name: str
    short_name: str


_ALL = (
    DivisionSeed("office", "สำนักปลัด", "สป."),
    DivisionSeed("finance", "กองคลัง", "คลัง"),
    DivisionSeed("works", "กองช่าง", "ช่าง"),
    DivisionSeed("health", "กองสาธารณสุขและสิ่งแวดล้อม", "สาธารณสุข"),
    DivisionSeed("education", "กองการศึกษา ศาสนาและวัฒนธรรม", "การศึกษา"),
    DivisionSeed("welfare", "กองสวัสดิการสังคม", "สวัสดิการ"),
    DivisionSeed("strategy", "กองยุทธศาสตร์และงบประมาณ", "ยุทธศาสตร์"),
    DivisionSeed("water", "กองการประปา", "ประปา"),
    DivisionSeed("audit", "หน่วยตรวจสอบภายใน", "ตรวจสอบ"),
)
_EVERY = frozenset(seed.code for seed in _ALL)
_CODES = {
    LgoType.SAO: {"office", "finance", "works", "education", "welfare", "audit"},
    LgoType.SUBDISTRICT: {"office", "finance", "works", "health", "education", "welfare", "audit"},
    LgoType.PAO: {"office", "finance", "works", "health", "education", "strategy", "audit"},
}


def divisions_of(lgo_type: str) -> tuple[DivisionSeed, ...]:
    """The divisions of an LGO of that type, in their usual order."""
    codes = _CODES.get(LgoType(lgo_type), _EVERY)
    return tuple(seed for seed in _ALL if seed.code in codes)


class RoleSeed(NamedTuple):
    """A role to begin with."""

    duty: Duty
    name: str
    description: str


_ROLES = (
    RoleSeed(Duty.OFFICER, "เจ้าหน้าที่", "รับเรื่อง ดำเนินการ มอบหมาย ตอบ และส่งออกข้อมูลงานบริการทุกอย่าง"),
    RoleSeed(Duty.INTAKE, "เจ้าหน้าที่รับเรื่อง", "รับเรื่องจากประชาชน ตรวจ และส่งต่อให้กองที่รับผิดชอบ"),
    RoleSeed(Duty.WORKER, "ผู้ปฏิบัติงาน", "ดำเนินการเรื่องที่ได้รับมอบหมายและรายงานผล"),
    RoleSeed(Duty.HEAD, "หัวหน้าฝ่าย / ผู้อำนวยการกอง", "มอบหมาย ติดตาม อนุมัติ และส่งออกข้อมูลงานของกอง"),
    RoleSeed(Duty.EXECUTIVE, "ปลัด / นายก", "ดูทุกเรื่อง อนุมัติ และดูรายงาน"),
    RoleSeed(Duty.FINANCE, "การเงิน", "ดูเรื่องที่เกี่ยวกับการเงิน"),
    RoleSeed(Duty.COMMUNICATIONS, "ประชาสัมพันธ์", "แก้ไขและเผยแพร่ข้อมูลบนเว็บไซต์สำหรับประชาชน"),
    RoleSeed(Duty.AUDITOR, "ผู้ตรวจสอบ", "ดูและส่งออกข้อมูลเท่านั้น แก้ไขไม่ได้"),
)
_OF_SMALL = {Duty.OFFICER, Duty.EXECUTIVE, Duty.FINANCE, Duty.AUDITOR}
_DEFAULTS = {LgoType.SAO: Duty.OFFICER}


def roles_of(lgo_type: str) -> tuple[RoleSeed, ...]:
    """The roles of an LGO of that type. Where five people do everything, few are enough."""
    if LgoType(lgo_type) == LgoType.SAO:
        return tuple(seed for seed in _ROLES if seed.duty in _OF_SMALL)
    return tuple(seed for seed in _ROLES if seed.duty != Duty.OFFICER)


def default_duty(lgo_type: str) -> Duty:
    """The role that new officers get."""
    return _DEFAULTS.get(LgoType(lgo_type), Duty.WORKER)


class PositionSeed(NamedTuple):
    """A position to begin with, and the role that its holders get where the LGO has it."""

    name: str
    level: Level
    duty: Duty | None = None


_HEADS = {
    LgoType.PAO: ("นายกองค์การบริหารส่วนจังหวัด", "ปลัดองค์การบริหารส่วนจังหวัด"),
    LgoType.SAO: ("นายกองค์การบริหารส่วนตำบล", "ปลัดองค์การบริหารส่วนตำบล"),
    LgoType.SPECIAL: ("ผู้บริหารท้องถิ่น", "ปลัด"),
}
_OF_MUNICIPALITY = ("นายกเทศมนตรี", "ปลัดเทศบาล")
_OFFICERS = (
    PositionSeed("หัวหน้าฝ่าย", Level.SECTION_HEAD, Duty.HEAD),
    PositionSeed("นักจัดการงานทั่วไป", Level.OFFICER),
    PositionSeed("นักวิเคราะห์นโยบายและแผน", Level.OFFICER),
    PositionSeed("นักทรัพยากรบุคคล", Level.OFFICER),
    PositionSeed("นิติกร", Level.OFFICER),
    PositionSeed("นักวิชาการเงินและบัญชี", Level.OFFICER, Duty.FINANCE),
    PositionSeed("นักวิชาการจัดเก็บรายได้", Level.OFFICER, Duty.FINANCE),
    PositionSeed("นักวิชาการสาธารณสุข", Level.OFFICER),
    PositionSeed("นักวิชาการศึกษา", Level.OFFICER),
    PositionSeed("นักพัฒนาชุมชน", Level.OFFICER),
    PositionSeed("นักประชาสัมพันธ์", Level.OFFICER, Duty.COMMUNICATIONS),
    PositionSeed("นักวิชาการตรวจสอบภายใน", Level.OFFICER, Duty.AUDITOR),
    PositionSeed("วิศวกรโยธา", Level.OFFICER),
    PositionSeed("นายช่างโยธา", Level.OFFICER),
    PositionSeed("นายช่างไฟฟ้า", Level.OFFICER),
    PositionSeed("เจ้าพนักงานธุรการ", Level.OFFICER, Duty.INTAKE),
    PositionSeed("เจ้าพนักงานป้องกันและบรรเทาสาธารณภัย", Level.OFFICER),
)


def positions_of(lgo_type: str) -> tuple[PositionSeed, ...]:
    """The positions of an LGO of that type: those who sign, the directors of its divisions, and common posts."""
    executive, secretary = _HEADS.get(LgoType(lgo_type), _OF_MUNICIPALITY)
    signers = (
        PositionSeed(executive, Level.EXECUTIVE, Duty.EXECUTIVE),
        PositionSeed(f"รอง{executive}", Level.DEPUTY_EXECUTIVE, Duty.EXECUTIVE),
        PositionSeed(secretary, Level.SECRETARY, Duty.EXECUTIVE),
        PositionSeed(f"รอง{secretary}", Level.DEPUTY_SECRETARY, Duty.EXECUTIVE),
    )
    directors = tuple(
        PositionSeed(_director(division), Level.DIRECTOR, Duty.HEAD) for division in divisions_of(lgo_type)
    )
    return (*signers, *directors, *_OFFICERS)


def _director(division: DivisionSeed) -> str:
    """The office of the permanent secretary and units have a head, divisions (กอง) a director."""
    return f"{'ผู้อำนวยการ' if division.name.startswith('กอง') else 'หัวหน้า'}{division.name}"
