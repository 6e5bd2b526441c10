"""Form fields that read what people type and say what to do when they cannot."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from PIL import Image, UnidentifiedImageError

from kit import clock
from kit.errors import DomainError, Invalid
from kit.identifiers import format_national_id, parse_dla_code, parse_national_id
from kit.phones import parse_phone
from kit.thai import normalise_paragraphs, normalise_text, to_ascii_digits
from shared_apps.ui.errors import message_of
from shared_apps.ui.templatetags.thai import phone
from shared_apps.ui.widgets import (
    Coordinates,
    DateParts,
    MapPinWidget,
    Photos,
    PhotoWidget,
    ThaiDateWidget,
    read_date,
)

_LATITUDES = (Decimal(5), Decimal(21))
_LONGITUDES = (Decimal(97), Decimal(106))
_PLACES = Decimal("0.000001")
_NUMBER = r"[-+]?\d{1,3}(?:[.,]\d{1,20})?"
_PAIR = re.compile(rf"\(?({_NUMBER})\s*[,; ]\s*({_NUMBER})\)?")
_PHOTO_FORMATS = {"JPEG", "PNG", "WEBP", "MPO"}
_MEGABYTE = 1024 * 1024


def validation_error(error: DomainError) -> ValidationError:
    """A failure of the domain as an error of a form."""
    return ValidationError(message_of(error), code=error.code)


class CleanCharField(forms.CharField):
    """A line of text in one spelling: NFC, whole SARA AM, no invisible characters, single spaces."""

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return super().to_python(self.normalise(text)) if text else text

    def normalise(self, text: str) -> str:
        return normalise_text(text)


class CleanTextField(CleanCharField):
    """Several lines of text in one spelling."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 5}))
        super().__init__(**options)

    def normalise(self, text: str) -> str:
        return normalise_paragraphs(text)


class _ParsedField(CleanCharField):
    """Text that `kit` reads."""

    input_attrs: ClassVar[dict[str, str]] = {}

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        if not text:
            return text
        try:
            return self.parse(text)
        except DomainError as error:
            raise validation_error(error) from error

    def parse(self, text: str) -> str:
        """The value of the text, or a DomainError."""
        raise NotImplementedError

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), **self.input_attrs}


class NationalIdField(_ParsedField):
    """The 13 digits of a person's number, bare."""

    input_attrs: ClassVar = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}

    def parse(self, text: str) -> str:
        return parse_national_id(text)

    def prepare_value(self, value: Any) -> Any:
        is_bare = isinstance(value, str) and re.fullmatch(r"\d{13}", value, re.ASCII)
        return format_national_id(value) if is_bare else value


class DlaCodeField(_ParsedField):
    """The 8 digits of a local government, as text."""

    input_attrs: ClassVar = {"inputmode": "numeric", "autocomplete": "off"}

    def parse(self, text: str) -> str:
        return str(parse_dla_code(text))


class ThaiPhoneField(_ParsedField):
    """A telephone number of Thailand in E.164, with `;ext=` when there is an extension."""

    input_attrs: ClassVar = {"type": "tel", "inputmode": "tel", "autocomplete": "tel"}

    def __init__(self, *, mobile: bool = False, **options: Any) -> None:
        self.mobile = mobile
        super().__init__(**options)

    def parse(self, text: str) -> str:
        number = parse_phone(text.replace(";ext=", " ต่อ "), mobile=self.mobile)
        return f"{number.e164};ext={number.extension}" if number.extension else number.e164

    def prepare_value(self, value: Any) -> Any:
        return phone(value) if isinstance(value, str) and value.startswith("+66") else value


class OneTimeCodeField(_ParsedField):
    """A code from an e-mail or SMS: digits, however they were spaced."""

    default_error_messages: ClassVar = {"code": _("The code is %(length)s digits. Look for it in the message we sent.")}

    def __init__(self, *, length: int = 6, **options: Any) -> None:
        self.length = length
        super().__init__(**options)

    def parse(self, text: str) -> str:
        try:
            code = re.sub(r"[\s\-–]", "", to_ascii_digits(text))
        except Invalid:
            code = ""
        if not re.fullmatch(rf"[0-9]{{{self.length}}}", code):
            raise ValidationError(self.error_messages["code"], code="code", params={"length": self.length})
        return code

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "one-time-code"}
        return {**super().widget_attrs(widget), **attrs}


class ConfirmField(forms.BooleanField):
    """A box that has to be ticked."""

    default_error_messages: ClassVar = {"required": _("Tick this box to go on.")}


class ThaiDateField(forms.Field):
    """A date from day, month and Buddhist year. A Christian year has to be confirmed.

    `in_past` refuses days after today, `in_future` days before it, and `earliest` what is long gone, as a slip of the
    year makes it.
    """

    widget = ThaiDateWidget
    default_error_messages: ClassVar = {
        "required": _("Fill in the day, month and year."),
        "incomplete": _("Fill in the day, the month and the year."),
        "future": _("The date must not be in the future."),
        "past": _("The date must not be in the past."),
        "long_ago": _("This date is too long ago. Check the year."),
    }

    def __init__(
        self, *, in_past: bool = False, in_future: bool = False, earliest: date | None = None, **options: Any
    ) -> None:
        self.in_past, self.in_future, self.earliest = in_past, in_future, earliest
        super().__init__(**options)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and self.in_past and value > clock.today():
            raise ValidationError(self.error_messages["future"], code="future")
        if value and self.in_future and value < clock.today():
            raise ValidationError(self.error_messages["past"], code="past")
        if value and self.earliest and value < self.earliest:
            raise ValidationError(self.error_messages["long_ago"], code="long_ago")

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        if value.is_empty:
            return None
        if not (value.day and value.month and value.year):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        try:
            return read_date(value)
        except DomainError as error:
            raise validation_error(error) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial if self.disabled else data or DateParts()


class Point(NamedTuple):
    """A place in WGS 84, to about ten centimetres."""

    latitude: Decimal
    longitude: Decimal


class MapPinField(forms.Field):
    """A `Point` in Thailand."""

    widget = MapPinWidget
    default_error_messages: ClassVar = {
        "required": _("Put the pin on the map."),
        "unreadable": _("Write latitude and longitude as numbers, such as 13.7563 and 100.5018."),
        "swapped": _("Latitude and longitude seem to be swapped."),
        "abroad": _("This place is not in Thailand. Check the coordinates, or put the pin on the map."),
    }

    def to_python(self, value: Any) -> Point | None:
        if value is None or isinstance(value, Point):
            return value
        if value.is_empty:
            return None
        point = self._read(value)
        if not _inside(point):
            swapped = _inside(Point(point.longitude, point.latitude))
            code = "swapped" if swapped else "abroad"
            raise ValidationError(self.error_messages[code], code=code)
        return point

    def _read(self, value: Coordinates) -> Point:
        try:
            latitude, longitude = _separate(*(to_ascii_digits(text) for text in value))
            return Point(_decimal(latitude), _decimal(longitude))
        except (Invalid, InvalidOperation, ValueError):
            raise ValidationError(self.error_messages["unreadable"], code="unreadable") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


def _separate(latitude: str, longitude: str) -> tuple[str, str]:
    """Both numbers pasted into the first box are taken apart."""
    pair = _PAIR.fullmatch(latitude) if not longitude else None
    return (pair[1], pair[2]) if pair else (latitude, longitude)


def _decimal(text: str) -> Decimal:
    if not re.fullmatch(_NUMBER, text, re.ASCII):
        raise ValueError(text)
    return Decimal(text.replace(",", ".")).quantize(_PLACES)


def _inside(point: Point) -> bool:
    return _LATITUDES[0] <= point.latitude <= _LATITUDES[1] and _LONGITUDES[0] <= point.longitude <= _LONGITUDES[1]


class PhotoField(forms.Field):
    """Photos: new files, and the ids of those stored before (which the form must check to be this person's)."""

    widget = PhotoWidget
    default_error_messages: ClassVar = {
        "required": _("Add at least one photo."),
        "too_many": ngettext_lazy("Send at most %(maximum)s photo.", "Send at most %(maximum)s photos.", "maximum"),
        "too_big": _("%(name)s is larger than %(limit)s. Choose a smaller photo."),
        "empty": _("%(name)s is empty. Choose another photo."),
        "not_a_photo": _("%(name)s is not a photo we can read. Use JPEG, PNG or WebP."),
    }

    def __init__(self, *, maximum: int = 5, max_bytes: int = 10 * _MEGABYTE, **options: Any) -> None:
        self.maximum, self.max_bytes = maximum, max_bytes
        super().__init__(**options)
        self.widget.maximum = maximum

    def clean(self, value: Any) -> Photos:
        photos = value if isinstance(value, Photos) else Photos()
        count = len(photos.files) + len(photos.kept)
        if self.required and not count:
            raise ValidationError(self.error_messages["required"], code="required")
        if count > self.maximum:
            raise ValidationError(self.error_messages["too_many"], code="too_many", params={"maximum": self.maximum})
        problems = [problem for file in photos.files if (problem := self._problem(file))]
        if problems:
            raise ValidationError(problems)
        return photos

    def _problem(self, file: "UploadedFile[Any]") -> ValidationError | None:
        code = self._fault(file)
        if code is None:
            return None
        params = {"name": normalise_text(file.name or ""), "limit": filesizeformat(self.max_bytes)}
        return ValidationError(self.error_messages[code], code=code, params=params)

    def _fault(self, file: "UploadedFile[Any]") -> str | None:
        if not file.size:
            return "empty"
        if file.size > self.max_bytes:
            return "too_big"
        return None if _is_photo(file) else "not_a_photo"

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(isinstance(data, Photos) and (data.files or data.kept))


def _is_photo(file: "UploadedFile[Any]") -> bool:
    """Whether the header is a photo's; `files.services.store_image` decides on the rest."""
    try:
        with Image.open(file) as image:
            return image.format in _PHOTO_FORMATS
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return False
    finally:
        file.seek(0)
