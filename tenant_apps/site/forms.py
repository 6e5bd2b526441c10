"""Forms about the site."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from shared_apps.ui.fields import CleanTextField, MapPinField, PhotoField, ThaiPhoneField
from shared_apps.ui.widgets import MapPinWidget, Photos
from tenant_apps.site.models import SiteSettings


class SettingsForm(forms.Form):
    """What the LGO says about itself."""

    address = CleanTextField(label=_("Address"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    phone = ThaiPhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    place = MapPinField(label=_("Where the office is"), required=False)
    history = CleanTextField(
        label=_("About us"),
        max_length=10_000,
        required=False,
        help_text=_("History, area, population, what you are known for."),
    )
    seal = PhotoField(
        label=_("Seal"),
        maximum=1,
        required=False,
        help_text=_("A square JPEG or PNG picture. It is shown at the top of every page."),
    )

    @classmethod
    def of(cls, site: SiteSettings, data: Any = None, files: Any = None) -> "SettingsForm":
        """The form as the site is now."""
        place = (site.latitude, site.longitude) if site.has_place else None
        initial = {name: getattr(site, name) for name in ("address", "phone", "email", "history")}
        form = cls(data, files, initial={**initial, "place": place})
        widget = form.fields["place"].widget
        if isinstance(widget, MapPinWidget) and site.latitude is not None and site.longitude is not None:
            widget.centre, widget.zoom = (float(site.latitude), float(site.longitude)), 12
        return form

    def values(self) -> dict[str, Any]:
        """The settings to write; without the seal."""
        cleaned = self.cleaned_data
        place: tuple[Decimal | None, Decimal | None] = cleaned["place"] or (None, None)
        names = ("address", "phone", "email", "history")
        return {name: cleaned[name] for name in names} | {"latitude": place[0], "longitude": place[1]}

    def seal_upload(self) -> "UploadedFile[Any] | None":
        """The new seal, if one was chosen."""
        photos: Photos = self.cleaned_data["seal"]
        return photos.files[0] if photos.files else None
