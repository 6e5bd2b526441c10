"""Forms of the settings about the office."""

from collections.abc import Iterator
from datetime import time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from kit.errors import Invalid
from shared_apps.ui.errors import message_of
from shared_apps.ui.fields import CleanCharField, CleanTextField, MapPinField, PhotoField, ThaiPhoneField
from shared_apps.ui.widgets import MapPinWidget
from tenant_apps.site import extensions, hours
from tenant_apps.site.models import SiteSettings


class ContactForm(forms.Form):
    """Where the office is, and how it is reached."""

    address = CleanTextField(label=_("Address"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    phone = ThaiPhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    place = MapPinField(
        label=_("Where the office is"),
        required=False,
        help_text=_("Maps for reporting a problem begin here too."),
    )

    @classmethod
    def of(cls, site: SiteSettings, data: Any = None) -> "ContactForm":
        """The form as the site is now."""
        place = (site.latitude, site.longitude) if site.has_place else None
        initial = {name: getattr(site, name) for name in ("address", "phone", "email")}
        form = cls(data, initial={**initial, "place": place})
        widget = form.fields["place"].widget
        if isinstance(widget, MapPinWidget) and site.latitude is not None and site.longitude is not None:
            widget.centre, widget.zoom = (float(site.latitude), float(site.longitude)), 12
        return form

    def values(self) -> dict[str, Any]:
        """The settings to write."""
        cleaned = self.cleaned_data
        place: tuple[Decimal | None, Decimal | None] = cleaned["place"] or (None, None)
        names = ("address", "phone", "email")
        return {name: cleaned[name] for name in names} | {"latitude": place[0], "longitude": place[1]}


class AboutForm(forms.Form):
    """What the LGO tells about itself."""

    history = CleanTextField(
        label=_("About us"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("History, area, population, what you are known for. An empty line begins a paragraph."),
    )

    @classmethod
    def of(cls, site: SiteSettings, data: Any = None) -> "AboutForm":
        """The form as the site is now."""
        return cls(data, initial={"history": site.history})

    def values(self) -> dict[str, Any]:
        """The settings to write."""
        return dict(self.cleaned_data)


class HoursForm(forms.Form):
    """When the office is open on each weekday, and its break."""

    hours_note = CleanCharField(
        label=_("Note"),
        max_length=200,
        required=False,
        help_text=_("Shown below the hours. For example: payments are taken until 15.30."),
    )
    weekend_counts = forms.BooleanField(
        label=_("Count Saturdays and Sundays on which the office is open as working days"),
        required=False,
        help_text=_("Deadlines are counted from Monday to Friday. Tick this only if your office works then too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday, name in WEEKDAYS.items():
            self.fields[f"is_open_{weekday}"] = forms.BooleanField(label=_("Open"), required=False)
            for part, label in _PARTS.items():
                self.fields[f"{part}_{weekday}"] = forms.TimeField(
                    label=label, required=False, widget=_time_input(f"{name} {label}")
                )

    @classmethod
    def of(cls, site: SiteSettings, data: Any = None) -> "HoursForm":
        """The form as the site is now."""
        initial: dict[str, Any] = {"hours_note": site.hours_note, "weekend_counts": site.weekend_counts}
        for weekday, spans in enumerate(site.weekly_hours):
            initial |= _initial_of(weekday, spans)
        return cls(data, initial=initial)

    @property
    def days(self) -> "Iterator[dict[str, Any]]":
        """The fields of each weekday, for the page."""
        for weekday, name in WEEKDAYS.items():
            fields = {part: self[f"{part}_{weekday}"] for part in ("is_open", *_PARTS)}
            yield {"name": name, "number": weekday, "errors": self.errors.get(f"opens_{weekday}"), **fields}

    def clean(self) -> dict[str, Any]:
        """Make spans of the times; a day of wrong times is named."""
        weekly = [self._day(weekday) for weekday in range(7)]
        if not self.errors:
            try:
                hours.check(weekly)
            except Invalid as error:
                self.add_error(None, message_of(error))
        return {**self.cleaned_data, "weekly_hours": weekly}

    def values(self) -> dict[str, Any]:
        """The settings to write."""
        return {name: self.cleaned_data[name] for name in ("weekly_hours", "hours_note", "weekend_counts")}

    def _day(self, weekday: int) -> list[list[str]]:
        if not self.cleaned_data.get(f"is_open_{weekday}"):
            return []
        opens, closes, pause, resumes = (self.cleaned_data.get(f"{part}_{weekday}") for part in _PARTS)
        if not (opens and closes) or bool(pause) != bool(resumes):
            self._refuse(weekday, _("Write when it opens and closes; a break needs both times, or none."))
            return []
        moments = [opens, pause, resumes, closes] if pause and resumes else [opens, closes]
        if moments != sorted(set(moments)):
            self._refuse(weekday, hours.WRONG_ORDER)
            return []
        texts = [f"{moment:%H:%M}" for moment in moments]
        return [texts[at : at + 2] for at in range(0, len(texts), 2)]

    def _refuse(self, weekday: int, message: Any) -> None:
        self.add_error(f"opens_{weekday}", _("%(day)s: %(message)s") % {"day": WEEKDAYS[weekday], "message": message})


class PictureForm(forms.Form):
    """A new picture."""

    photo = PhotoField(label=_("New picture"), maximum=1)


class ColourForm(forms.Form):
    """The brand colour."""

    colour = CleanCharField(
        label=_("Brand colour"),
        max_length=7,
        required=False,
        help_text=_("As # and six digits or letters a–f. Leave it empty for the colour the site began with."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "data-colour": ""}),
    )


class ServicesForm(forms.Form):
    """Which services are on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for service in extensions.services():
            self.fields[service.code] = forms.BooleanField(
                label=service.label, help_text=service.description, required=False
            )

    @property
    def on(self) -> frozenset[str]:
        """The codes that are ticked."""
        return frozenset(code for code, is_on in self.cleaned_data.items() if is_on)


_PARTS = {
    "opens": _("Opens"),
    "closes": _("Closes"),
    "pause": _("Break from"),
    "resumes": _("Break until"),
}


def _time_input(label: str) -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"type": "time", "aria-label": label, "class": "form-control"})


def _initial_of(weekday: int, spans: list[list[str]]) -> dict[str, Any]:
    times = [time.fromisoformat(moment) for span in spans for moment in span]
    initial: dict[str, Any] = {f"is_open_{weekday}": bool(times)}
    if times:
        initial |= {f"opens_{weekday}": times[0], f"closes_{weekday}": times[-1]}
    if len(times) == 4:
        initial |= {f"pause_{weekday}": times[1], f"resumes_{weekday}": times[2]}
    return initial
