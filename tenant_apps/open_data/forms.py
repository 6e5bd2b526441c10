"""What Open311 clients send, read as the specification says: an empty value is none."""

import re
from contextlib import suppress
from datetime import UTC, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _

from kit import clock
from kit.errors import DomainError, Invalid
from kit.numbering import parse_case_number
from kit.phones import parse_phone
from kit.thai import normalise_paragraphs, normalise_text
from tenant_apps.complaints.models import MAX_PHOTOS, Category, Kind
from tenant_apps.complaints.selectors import needs_place
from tenant_apps.complaints.services import Filing
from tenant_apps.open_data.georeport import Failed
from tenant_apps.open_data.selectors import MOST, Wanted

KIND = "KIND"
"""The one attribute that the services ask for."""
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_LIMITS = {"description": 4000, "address_string": 300, "address_id": 100, "first_name": 70, "last_name": 70}
_MEDIA = 2000
_PHOTOS = ("media", "media[]")


def wanted(query: QueryDict) -> Wanted:
    """The query of GET requests.

    Raises:
        Failed: 400, a value cannot be read.
    """
    return Wanted(
        numbers=[_number(one) for one in _several(query, "service_request_id")],
        categories=_several(query, "service_code"),
        status=_statuses(query),
        start=_moment(query, "start_date", time.min),
        end=_moment(query, "end_date", time.max),
        page=_count(query, "page", 1, 1_000_000),
        page_size=_count(query, "page_size", MOST, MOST),
    )


def _value(data: QueryDict, name: str) -> str:
    text = data.get(name, "").strip()
    if _UNKEEPABLE.search(text):
        raise Failed(400, _("%(name)s cannot be read.") % {"name": name})
    return text


def _several(query: QueryDict, name: str) -> list[str]:
    """Values that are repeated, or parted by commas."""
    texts = [part.strip() for text in query.getlist(name) for part in text.split(",")]
    return [text for text in texts if text and not _UNKEEPABLE.search(text)][:MOST]


def _number(text: str) -> str:
    try:
        return str(parse_case_number(text))
    except Invalid:
        return text


def _statuses(query: QueryDict) -> list[str]:
    found = [one.lower() for one in _several(query, "status")]
    if set(found) - {"open", "closed"}:
        raise Failed(400, _("status is open or closed."))
    return found


def _moment(query: QueryDict, name: str, of_day: time) -> datetime | None:
    text = _value(query, name).replace(" ", "+")  # a plus sign that was not encoded
    if not text:
        return None
    # Well formed and yet no day (30 February) or beyond what a date can be: refused as what cannot be read.
    with suppress(ValueError, OverflowError):
        found, day = parse_datetime(text), parse_date(text)
        if found is None and day is not None:
            found = datetime.combine(day, of_day)
        if found is not None and 1900 <= found.year <= 2900:
            return (make_aware(found, clock.BANGKOK) if is_naive(found) else found).astimezone(UTC)
    raise Failed(400, _("Write %(name)s like 2026-11-21T00:00:00+07:00.") % {"name": name})


def _count(query: QueryDict, name: str, default: int, most: int) -> int:
    text = _value(query, name)
    if not text:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= most:
        raise Failed(400, _("%(name)s is a number from 1 to %(most)s.") % {"name": name, "most": most})
    return int(text)


def filing_of(data: QueryDict, category: Category, language: str) -> Filing:
    """What POST requests sends, as a case.

    A `media_url` is kept as text with the details: nothing is ever fetched from an address that a stranger gave.

    Raises:
        Failed: 400, something is missing or cannot be read.
    """
    kind = _value(data, f"attribute[{KIND}]") or Kind.COMPLAINT
    if kind not in Kind.values:
        raise Failed(400, _("attribute[KIND] is one of: %(values)s") % {"values": ", ".join(Kind.values)})
    latitude, longitude = _pin(data)
    place = _limited(data, "address_string") or _limited(data, "address_id")
    if latitude is None and not place and needs_place(category, kind):
        raise Failed(400, _("Send lat and long, or address_string."))
    described = normalise_paragraphs(_limited(data, "description"))
    return Filing(
        kind=kind,
        category=category,
        title=_title(described) or category.name_th,
        description="\n\n".join(part for part in (described or category.name_th, _media(data)) if part),
        place=normalise_text(place),
        latitude=latitude,
        longitude=longitude,
        name=normalise_text(f"{_limited(data, 'first_name')} {_limited(data, 'last_name')}"),
        phone=_phone(data),
        email=_email(data),
        language=language,
    )


def _limited(data: QueryDict, name: str) -> str:
    text, most = _value(data, name), _LIMITS[name]
    if len(text) > most:
        raise Failed(400, _("%(name)s has at most %(most)s characters.") % {"name": name, "most": most})
    return text


def _title(described: str) -> str:
    first = described.partition("\n")[0]
    return first if len(first) <= 100 else f"{first[:99]}…"


def _media(data: QueryDict) -> str:
    urls = [text.strip() for text in data.getlist("media_url") if text.strip()]
    if not all(_is_address(url) for url in urls):
        raise Failed(400, _("media_url is a web address that begins with https://."))
    return "\n".join(f"media_url: {url}" for url in urls[:MAX_PHOTOS])


def _is_address(text: str) -> bool:
    is_short = len(text) <= _MEDIA and not _UNKEEPABLE.search(text)
    return is_short and bool(re.fullmatch(r"https?://\S+", text, re.IGNORECASE))


def photos_of(files: "MultiValueDict[str, UploadedFile[Any]]") -> "list[UploadedFile[Any]]":
    """Photos that came with the request: the specification knows addresses only, and clients send the photo as `media`
    or several as `media[]`."""
    return [one for name in _PHOTOS for one in files.getlist(name)]


def _pin(data: QueryDict) -> tuple[Decimal | None, Decimal | None]:
    texts = [_value(data, "lat"), _value(data, "long")]
    if not any(texts):
        return None, None
    try:
        latitude, longitude = (Decimal(text).quantize(Decimal("0.000001")) for text in texts)
        is_inside = 5 <= latitude <= 21 and 97 <= longitude <= 106
    except InvalidOperation:
        is_inside = False
    if not is_inside:
        raise Failed(400, _("lat and long are sent together, as decimal degrees within Thailand."))
    return latitude, longitude


def _phone(data: QueryDict) -> str:
    text = _value(data, "phone")
    try:
        return parse_phone(text).e164 if text else ""
    except DomainError as error:
        raise Failed(400, _("phone is not a telephone number in Thailand.")) from error


def _email(data: QueryDict) -> str:
    text: Any = _value(data, "email").lower()
    try:
        if text:
            validate_email(text)
    except ValidationError as error:
        raise Failed(400, _("email is not an e-mail address.")) from error
    return str(text)
