"""Widgets for dates, places and photos."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms.widgets import Script
from django.utils.datastructures import MultiValueDict
from django.utils.dates import MONTHS
from django.utils.translation import gettext

from kit.date_input import FIRST_BUDDHIST_YEAR, DateProblem, Era, InvalidDate, make_date
from kit.dates import THAI_MONTHS, buddhist_year
from kit.errors import DomainError
from kit.thai import normalise_text, to_ascii_digits
from shared_apps.ui.templatetags.thai import is_thai, thaidate

Data = Mapping[str, Any]
_THAILAND = (13.736, 100.523)


class DateParts(NamedTuple):
    """A date as it was typed; `era` is set when a Christian year was confirmed."""

    day: str = ""
    month: str = ""
    year: str = ""
    era: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.day or self.month or self.year)


class Coordinates(NamedTuple):
    """A place as it was typed."""

    latitude: str = ""
    longitude: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.latitude or self.longitude)


class Photos(NamedTuple):
    """New files, and the ids of photos sent before that are to stay, in their order; what they show, by id."""

    files: "tuple[UploadedFile[Any], ...]" = ()
    kept: tuple[str, ...] = ()
    captions: tuple[tuple[str, str], ...] = ()


class _CompositeWidget(forms.Widget):
    """Several controls under one legend."""

    use_fieldset = True

    def id_for_label(self, id_: str) -> str:
        return ""

    def value_omitted_from_data(self, data: Data, files: Any, name: str) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        wrong = context["widget"]["attrs"].get("aria-invalid")
        context["widget"]["invalid"] = " is-invalid" if wrong else ""
        return context


class ThaiDateWidget(_CompositeWidget):
    """Day, month and year: Buddhist in Thai; in English a Christian year is taken as well."""

    template_name = "ui/widgets/thai_date.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, birthday: bool = False) -> None:
        super().__init__(attrs)
        self.birthday = birthday

    def value_from_datadict(self, data: Data, files: Any, name: str) -> DateParts:
        return DateParts(*(normalise_text(str(data.get(f"{name}_{part}") or "")) for part in DateParts._fields))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        parts = _parts_of(value)
        autocomplete = {part: f"bday-{part}" if self.birthday else "off" for part in ("day", "month", "year")}
        context["widget"] |= {
            "parts": parts,
            "months": _months(),
            "year_label": gettext("Year"),
            "candidate": _candidate(parts),
            "autocomplete": autocomplete,
        }
        return context


def _months() -> list[tuple[str, str]]:
    names: Iterable[Any] = THAI_MONTHS if is_thai() else MONTHS.values()
    return [(str(number), str(name)) for number, name in enumerate(names, start=1)]


def _parts_of(value: Any) -> DateParts:
    if isinstance(value, date):
        year = buddhist_year(value) if is_thai() else value.year
        return DateParts(str(value.day), str(value.month), str(year))
    return value if isinstance(value, DateParts) else DateParts()


def read_date(parts: DateParts) -> date:
    """The date of its parts. InvalidDate, or another DomainError, says what is wrong with them."""
    day, month, year = (to_ascii_digits(part) for part in parts[:3])
    if not all(re.fullmatch(r"\d{1,4}", part) for part in (day, month, year)):
        raise InvalidDate(DateProblem.UNREADABLE)
    is_christian = parts.era or (not is_thai() and int(year) < FIRST_BUDDHIST_YEAR)
    return make_date(int(day), int(month), int(year), era=Era.CHRISTIAN if is_christian else None)


def _candidate(parts: DateParts) -> str:
    """What a Christian year would mean, to be confirmed with a tick."""
    if parts.is_empty:
        return ""
    try:
        read_date(parts._replace(era=""))
    except InvalidDate as error:
        if error.candidate is None:
            return ""
        words = {"day": thaidate(error.candidate, "medium"), "year": error.candidate.year}
        return gettext("Yes, %(year)s is a Christian year: I mean %(day)s") % words
    except DomainError:
        return ""
    return ""


class MapPinWidget(_CompositeWidget):
    """A pin on a map that works without tiles; typed coordinates without a script.

    A form sets `centre` and `zoom` (where to look before there is a pin) and `boundary_url` (GeoJSON) if it knows them.
    """

    template_name = "ui/widgets/map_pin.html"
    centre: tuple[float, float] = _THAILAND
    zoom = 6
    boundary_url = ""

    class Media:
        css: ClassVar = {"all": ["vendor/leaflet/leaflet.css", "ui/widgets.css"]}
        js: ClassVar = [Script("vendor/leaflet/leaflet.js", defer=True), Script("ui/map.js", defer=True)]

    def value_from_datadict(self, data: Data, files: Any, name: str) -> Coordinates:
        return Coordinates(*(normalise_text(str(data.get(f"{name}_{part}") or "")) for part in Coordinates._fields))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        latitude, longitude = value or ("", "")
        context["widget"] |= {
            "latitude": _plain(latitude),
            "longitude": _plain(longitude),
            "centre": [f"{number:.6f}" for number in self.centre],
            "zoom": self.zoom,
            "boundary_url": self.boundary_url,
            "tiles": settings.MAP_TILES_URL,
        }
        return context


def _plain(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


class PhotoWidget(forms.FileInput):
    """Several photos; with a script they are made smaller and, given `upload_url`, sent one by one.

    The upload view takes a POST with `photo` and `key` (the same again when it is sent again) and answers 201
    {"id": …}, or 4xx {"error": a sentence}; a POST with `remove` takes the photo of that id away. `thumbnail_url` gives
    the address of a photo that an earlier request has stored, by its id. With `captioned` each may be described.
    """

    template_name = "ui/widgets/photos.html"
    allow_multiple_selected = True
    maximum = 5
    upload_url = ""
    captioned = False
    thumbnail_url: Callable[[str], str] | None = None

    class Media:
        css: ClassVar = {"all": ["ui/widgets.css"]}
        js: ClassVar = [Script("ui/photos.js", defer=True)]

    def value_from_datadict(self, data: Any, files: "MultiValueDict[str, UploadedFile[Any]]", name: str) -> Photos:
        removed = set(_listed(data, f"{name}_remove"))
        kept = dict.fromkeys(key for key in _listed(data, f"{name}_ids") if key not in removed)
        captions = tuple((key, normalise_text(str(data.get(f"{name}_caption_{key}") or ""))) for key in kept)
        sent = tuple(files.getlist(name)) if hasattr(files, "getlist") else ()
        return Photos(sent, tuple(kept), captions if self.captioned else ())

    def value_omitted_from_data(self, data: Data, files: Any, name: str) -> bool:
        return name not in files and f"{name}_ids" not in data

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def format_value(self, value: Any) -> None:
        """Files cannot be shown again by a browser."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        photos = value if isinstance(value, Photos) else Photos()
        captions = dict(photos.captions)
        context["widget"] |= {
            "maximum": self.maximum,
            "upload_url": self.upload_url,
            "captioned": self.captioned,
            "kept": [
                {
                    "id": key,
                    "url": self.thumbnail_url(key) if self.thumbnail_url else "",
                    "caption": captions.get(key, ""),
                }
                for key in photos.kept
            ],
        }
        return context


def _listed(data: Any, key: str) -> list[str]:
    return [str(value) for value in data.getlist(key)] if hasattr(data, "getlist") else list(data.get(key, ()))
