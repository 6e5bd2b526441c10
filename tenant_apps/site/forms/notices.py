"""The form of a new privacy notice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit import clock
from shared_apps.ui.fields import CleanCharField, CleanTextField, ThaiDateField, ThaiPhoneField
from tenant_apps.site.models import PrivacyNotice

_TEXT_HELP = _("A line that begins with ## is a heading, one that begins with - is an item of a list.")


class NoticeForm(forms.Form):
    """A version to publish; earlier ones stay."""

    text_th = CleanTextField(
        label=_("Text in Thai"), max_length=30_000, help_text=_TEXT_HELP, widget=forms.Textarea(attrs={"rows": 20})
    )
    text_en = CleanTextField(
        label=_("Text in English"),
        max_length=30_000,
        required=False,
        help_text=_("Without it, people who read English see the Thai text."),
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    dpo_name = CleanCharField(label=_("Name of the data protection officer (DPO)"), max_length=150, required=False)
    dpo_phone = ThaiPhoneField(label=_("Telephone of the DPO"), required=False)
    dpo_email = forms.EmailField(label=_("E-mail of the DPO"), max_length=254, required=False)
    effective_from = ThaiDateField(label=_("In force from"), in_future=True)

    @classmethod
    def of(cls, notice: PrivacyNotice | None, data: Any = None) -> "NoticeForm":
        """The form, filled with the text in force."""
        names = ("text_th", "text_en", "dpo_name", "dpo_phone", "dpo_email")
        initial = {name: getattr(notice, name) for name in names} if notice else {}
        return cls(data, initial={**initial, "effective_from": clock.today()})
