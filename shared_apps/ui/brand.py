"""Whose page it is: the operator's or an LGO's."""

from dataclasses import dataclass

from django.utils.translation import gettext

from kit.errors import NotFound
from shared_apps.geography.lgo import district_of
from shared_apps.geography.provinces import province
from shared_apps.ui.theme import colour_of, theme_url
from tenants.models import Tenant

_PREFIXES = (
    "องค์การบริหารส่วนจังหวัด",
    "องค์การบริหารส่วนตำบล",
    "เทศบาลนคร",
    "เทศบาลเมือง",
    "เทศบาลตำบล",
    "อบจ.",
    "อบต.",
    "เมือง",
)
_BANGKOK = "10"
_LEADING_VOWELS = "เแโใไ"


@dataclass(frozen=True)
class Brand:
    """What the header and footer show. `seal_url`, `phone` and `email` come from the LGO's settings."""

    name: str
    place: str = ""
    initial: str = "ท"
    colour: str = "#0b6b53"
    css_url: str = ""
    seal_url: str = ""
    logo_url: str = ""
    phone: str = ""
    email: str = ""


def brand_of(
    tenant: Tenant | None, *, seal_url: str = "", logo_url: str = "", phone: str = "", email: str = ""
) -> Brand:
    """The brand of an LGO, or of the operator on the public host."""
    if tenant is None:
        return Brand(name=gettext("Digital Local Government"))
    colour = colour_of(tenant)
    return Brand(
        name=tenant.name,
        place=place_of(tenant),
        initial=initial_of(tenant.name),
        colour=colour,
        css_url=theme_url(colour),
        seal_url=seal_url,
        logo_url=logo_url,
        phone=phone,
        email=email,
    )


def place_of(tenant: Tenant) -> str:
    """`อ.เมือง จ.ชลบุรี`."""
    district = district_of(tenant.district)
    try:
        where = province(tenant.province_code)
    except NotFound:
        return district
    words = {"district": district, "province": where.name}
    if where.code == _BANGKOK:
        return where.name
    if not district:
        return gettext("%(province)s Province") % words
    return gettext("%(district)s District, %(province)s") % words


def initial_of(name: str) -> str:
    """The letter that stands for a missing seal: the first consonant of the proper name."""
    proper = next((name.removeprefix(prefix) for prefix in _PREFIXES if name.startswith(prefix)), name).strip()
    return next((letter for letter in proper if letter.isalpha() and letter not in _LEADING_VOWELS), "ท")
