"""The divisions an LGO of each type begins with (facts A). They are its own to change."""

from typing import NamedTuple

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
