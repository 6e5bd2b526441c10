"""What the type of an LGO means for its name and its DLA code."""

from typing import Any

from shared_apps.geography.lgo import LgoFacts, lgo_type_of_digits
from shared_apps.geography.lgo import LgoType as Kind
from tenants.models import LgoType
from tenants.services import Identity

_KINDS = {
    LgoType.PAO: (Kind.PAO,),
    LgoType.CITY: (Kind.CITY_MUNICIPALITY,),
    LgoType.TOWN: (Kind.TOWN_MUNICIPALITY,),
    LgoType.SUBDISTRICT: (Kind.SUBDISTRICT_MUNICIPALITY,),
    LgoType.SAO: (Kind.SAO,),
    LgoType.SPECIAL: (Kind.BANGKOK, Kind.PATTAYA),
}
_ENGLISH_TAGS = {
    LgoType.PAO: "pao",
    LgoType.CITY: "city",
    LgoType.TOWN: "town",
    LgoType.SUBDISTRICT: "tambon",
    LgoType.SAO: "sao",
    LgoType.SPECIAL: "city",
}
SPECIAL_NAMES = tuple(kind.facts.name_th for kind in _KINDS[LgoType.SPECIAL])
_PREFIXES = tuple(
    prefix
    for kinds in _KINDS.values()
    for kind in kinds
    if not kind.facts.is_single
    for prefix in (kind.facts.name_th, kind.facts.short_th)
)
# Bueng Kan was carved out of Nong Khai in 2554; its LGOs may still bear codes of Nong Khai.
_FORMER_PROVINCES = {"38": "43"}


def facts_of(lgo_type: LgoType) -> LgoFacts:
    """Names and titles of a type; of the special ones Bangkok's."""
    return _KINDS[lgo_type][0].facts


def type_choices() -> list[tuple[str, str]]:
    """Types with their short names, for a form, in the language of the page."""
    return [(value, _type_label(value)) for value in LgoType]


def _type_label(value: LgoType) -> str:
    kinds = _KINDS[value]
    if len(kinds) > 1:
        return ", ".join(kind.label for kind in kinds)
    return f"{kinds[0].label} ({kinds[0].facts.short_th})"


def full_name(lgo_type: LgoType, place: str) -> str:
    """`องค์การบริหารส่วนตำบลแม่ใส` of `แม่ใส`; the special ones have names of their own."""
    return place if lgo_type == LgoType.SPECIAL else facts_of(lgo_type).name_th + place


def place_of(typed: str) -> str:
    """`แม่ใส`, whether the type was written before the place, shortened, or left out."""
    for prefix in _PREFIXES:
        if typed.startswith(prefix) and len(typed) > len(prefix):
            return typed.removeprefix(prefix).strip(" .")
    return typed


def identity_of(answers: dict[str, Any]) -> Identity:
    """Who the LGO is, from the answers of its sign-up."""
    lgo_type = LgoType(answers["lgo_type"])
    return Identity(
        name=full_name(lgo_type, answers["name"]),
        lgo_type=lgo_type,
        dla_code=answers["dla_code"],
        province_code=answers["province_code"],
        district=answers.get("district", "") if has_district(lgo_type) else "",
        saraban_email=answers["saraban_email"],
    )


def has_district(lgo_type: LgoType) -> bool:
    """Whether an LGO of this type lies in one district."""
    return lgo_type not in (LgoType.PAO, LgoType.SPECIAL)


def type_of_code(digits: str) -> LgoType | None:
    """The type that the first two digits of a DLA code tell, where that is known."""
    kind = lgo_type_of_digits(digits)
    return next((value for value, kinds in _KINDS.items() if kind in kinds), None)


def province_fits(province_code: str, code_province: str) -> bool:
    """Whether a DLA code with `code_province` in it may belong to an LGO in the province."""
    return code_province in (province_code, _FORMER_PROVINCES.get(province_code))


def english_tag(lgo_type: LgoType) -> str:
    """A short English word that tells namesakes of different types apart in an address."""
    return _ENGLISH_TAGS[lgo_type]
