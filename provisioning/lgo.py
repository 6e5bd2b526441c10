"""What the type of an LGO means for its name and its DLA code."""

from typing import Any

from shared_apps.geography.lgo import FACTS, SPECIAL, facts_of, full_name
from shared_apps.geography.lgo import lgo_type_of_digits as type_of_code
from tenants.models import LgoType
from tenants.services import Identity

__all__ = [
    "SPECIAL_NAMES",
    "english_tag",
    "facts_of",
    "full_name",
    "has_district",
    "identity_of",
    "place_of",
    "province_fits",
    "type_choices",
    "type_of_code",
]

_ENGLISH_TAGS = {
    LgoType.PAO: "pao",
    LgoType.CITY: "city",
    LgoType.TOWN: "town",
    LgoType.SUBDISTRICT: "tambon",
    LgoType.SAO: "sao",
    LgoType.SPECIAL: "city",
}
SPECIAL_NAMES = tuple(facts.name_th for facts in SPECIAL)
_PREFIXES = tuple(prefix for facts in FACTS.values() for prefix in (facts.name_th, facts.short_th))
# Bueng Kan was carved out of Nong Khai in 2554; its LGOs may still bear codes of Nong Khai.
_FORMER_PROVINCES = {"38": "43"}


def type_choices() -> list[tuple[str, str]]:
    """Types with their short names, for a form, in the language of the page."""
    return [(value, _type_label(value)) for value in LgoType]


def _type_label(value: LgoType) -> str:
    if value == LgoType.SPECIAL:
        return ", ".join(facts.label for facts in SPECIAL)
    return f"{FACTS[value].label} ({FACTS[value].short_th})"


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


def province_fits(province_code: str, code_province: str) -> bool:
    """Whether a DLA code with `code_province` in it may belong to an LGO in the province."""
    return code_province in (province_code, _FORMER_PROVINCES.get(province_code))


def english_tag(lgo_type: LgoType) -> str:
    """A short English word that tells namesakes of different types apart in an address."""
    return _ENGLISH_TAGS[lgo_type]
