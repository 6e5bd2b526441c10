"""The pages of the sign-up, one idea each. A form can be filled from what was saved, to check it again."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.errors import DomainError
from kit.identifiers import DlaCode, InvalidIdentifier, parse_dla_code
from kit.saraban_email import check_saraban_email
from kit.subdomain import LONGEST
from provisioning import lgo, selectors
from provisioning.saraban_texts import WARNINGS, WORTH_ASKING, problem_text
from shared_apps.geography.lgo import district_of
from shared_apps.geography.provinces import province, province_choices
from shared_apps.ui.fields import CleanCharField, OneTimeCodeField, ThaiPhoneField, validation_error
from tenants.models import LgoType
from tenants.services import DLA_CODE_TAKEN


class StepForm(forms.Form):
    """A page of the sign-up. `answers` are those of all pages so far.

    `suggestions` are values that a button may put into `suggested_field`.
    """

    suggested_field: ClassVar[str] = ""
    confirmation: ClassVar[str] = ""

    def __init__(self, *args: Any, answers: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.answers = answers
        self.suggestions: list[str] = []
        self.warnings: list[str] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and self.warnings:
            self._ask_to_confirm()
        return cleaned

    def _ask_to_confirm(self) -> None:
        """Doubtful, yet possible: the person has the last word."""
        name = self.confirmation
        self.fields[name] = forms.BooleanField(label=_("I have checked this and it is right."))
        confirmed = bool(self.data.get(name))
        self.cleaned_data[name] = confirmed
        if not confirmed:
            self.add_error(name, _("Please check again. If it is right, tick the box and go on."))


def _special_names() -> str:
    first, second = lgo.SPECIAL_NAMES
    return gettext("Write “%(first)s” or “%(second)s”.") % {"first": first, "second": second}


class TypeForm(StepForm):
    """What kind of local government it is."""

    lgo_type = forms.ChoiceField(
        label=_("Which type is your local government?"),
        choices=lgo.type_choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the type of your local government.")},
    )


class AreaForm(StepForm):
    """Where it lies and what it is called."""

    province_code = forms.ChoiceField(
        label=_("Province"),
        choices=lambda: [("", gettext("Choose a province")), *province_choices()],
        error_messages={"required": _("Choose the province.")},
    )
    district = CleanCharField(label=_("District"), max_length=100, required=False)
    name = CleanCharField(
        label=_("Name of the local government"),
        max_length=100,
        error_messages={"required": _("Write the name of your local government.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lgo_type = LgoType(self.answers["lgo_type"])
        name, district = self.fields["name"], self.fields["district"]
        if self.lgo_type == LgoType.SPECIAL:
            name.help_text = _special_names()
        else:
            short = lgo.facts_of(self.lgo_type).short_th
            name.help_text = gettext("Only the name of the place, in Thai. We put %(type)s before it.") % {
                "type": short
            }
        if lgo.has_district(self.lgo_type):
            district.required = True
            district.error_messages["required"] = _("Write the district.")
        else:
            del self.fields["district"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.lgo_type == LgoType.SPECIAL and name not in lgo.SPECIAL_NAMES:
            raise ValidationError(_special_names(), code="special")
        if not any("ก" <= letter <= "ฮ" for letter in name):
            raise ValidationError(_("Write the name in Thai letters."), code="not_thai")
        return name if self.lgo_type == LgoType.SPECIAL else lgo.place_of(name)

    def clean_district(self) -> str:
        return district_of(str(self.cleaned_data["district"]))


class DlaCodeForm(StepForm):
    """The DLA code, as text: a leading zero is part of it."""

    suggested_field = "dla_code"
    confirmation = "dla_code_checked"

    dla_code = CleanCharField(
        label=_("DLA code"),
        help_text=_(
            "8 digits, as in your central e-mail address saraban_06560115@dla.go.th. Type the zero in front too."
        ),
        max_length=30,
        error_messages={"required": _("Write the 8 digits of the DLA code.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["dla_code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "class": "reference"}

    def clean_dla_code(self) -> str:
        try:
            code = parse_dla_code(self.cleaned_data["dla_code"])
        except DomainError as error:
            if isinstance(error, InvalidIdentifier) and error.suggestion:
                self.suggestions = [error.suggestion]
            raise validation_error(error) from error
        self._check_province(code)
        if selectors.dla_code_is_taken(str(code)):
            raise ValidationError(gettext(DLA_CODE_TAKEN), code="taken")
        self._check_type(code)
        return str(code)

    def _check_province(self, code: DlaCode) -> None:
        chosen = self.answers["province_code"]
        if lgo.province_fits(chosen, code.province):
            return
        names = {"code": str(province(code.province)), "chosen": str(province(chosen))}
        message = _("This code belongs to %(code)s, but you chose %(chosen)s. Check digits 3 and 4, or the province.")
        raise ValidationError(message, code="province", params=names)

    def _check_type(self, code: DlaCode) -> None:
        told = lgo.type_of_code(code.type_digits)
        chosen = LgoType(self.answers["lgo_type"])
        if told is not None and told != chosen:
            names = {"code": lgo.facts_of(told).name_th, "chosen": lgo.facts_of(chosen).name_th}
            text = gettext("Codes that begin like this usually belong to %(code)s, but you chose %(chosen)s.")
            self.warnings.append(text % names)


class AddressForm(StepForm):
    """The subdomain."""

    suggested_field = "subdomain"

    subdomain = CleanCharField(
        label=_("Web address"),
        help_text=_("English letters, digits and hyphens; short and easy to say on the telephone."),
        max_length=LONGEST + 200,
        error_messages={"required": _("Write the name of your web address.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        attrs = {
            "autocapitalize": "none",
            "autocomplete": "off",
            "spellcheck": "false",
            "aria-controls": "availability",
            "hx-get": reverse("sign_up_availability"),
            "hx-trigger": "input changed delay:400ms",
            "hx-target": "#availability",
            "hx-sync": "this:replace",
        }
        self.fields["subdomain"].widget.attrs |= attrs

    def clean_subdomain(self) -> str:
        typed = str(self.cleaned_data["subdomain"]).lower().removesuffix(f".{selectors.base_domain()}")
        try:
            return selectors.free_subdomain(typed)
        except DomainError as error:
            self.suggestions = selectors.subdomain_suggestions(typed, answers=self.answers)
            raise validation_error(error) from error


class MailboxForm(StepForm):
    """The central saraban mailbox."""

    suggested_field = "saraban_email"
    confirmation = "saraban_email_checked"

    saraban_email = CleanCharField(
        label=_("Central e-mail address (saraban)"),
        max_length=300,
        error_messages={"required": _("Write the central e-mail address.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        attrs = {"inputmode": "email", "autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        self.fields["saraban_email"].widget.attrs |= attrs

    def clean_saraban_email(self) -> str:
        check = check_saraban_email(self.cleaned_data["saraban_email"], dla_code=self.answers["dla_code"])
        if not check.ok:
            self.suggestions = [check.suggestion] if check.suggestion else []
            raise ValidationError(problem_text(check), code=str(check.problem))
        self.warnings = [str(WARNINGS[warning]) for warning in check.warnings if warning in WORTH_ASKING]
        return check.address


class ContactForm(StepForm):
    """The person to whom the site is handed over: its first administrator."""

    contact_name = CleanCharField(
        label=_("Name and surname"), max_length=150, error_messages={"required": _("Write your name and surname.")}
    )
    contact_position = CleanCharField(
        label=_("Position"), max_length=150, error_messages={"required": _("Write your position.")}
    )
    contact_phone = ThaiPhoneField(
        label=_("Telephone"),
        help_text=_("Such as 081 234 5678, or 02 123 4567 ต่อ 12"),
        max_length=40,
        error_messages={"required": _("Write a telephone number.")},
    )
    contact_email = forms.EmailField(
        label=_("Your work e-mail"),
        help_text=_("We send a code to it now, and the invitation to administer the site later."),
        max_length=254,
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Check the e-mail address. It looks like name@example.go.th."),
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contact_name"].widget.attrs["autocomplete"] = "name"
        self.fields["contact_position"].widget.attrs["autocomplete"] = "organization-title"
        self.fields["contact_email"].widget.attrs |= {"autocomplete": "email", "autocapitalize": "none"}

    def clean_contact_email(self) -> str:
        return str(self.cleaned_data["contact_email"]).lower()


class TrapForm(forms.Form):
    """A field that people do not see and programs fill in."""

    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave the field “Leave this field empty” empty and send again."), code="trap")
        return ""


class CheckForm(TrapForm):
    """The terms, before it is sent."""

    terms = forms.BooleanField(
        label=_(
            "I am authorised by my local government and accept the terms of the free trial and the privacy notice."
        ),
        error_messages={"required": _("Tick the box to accept the terms.")},
    )


class CodeForm(forms.Form):
    """The code from the e-mail."""

    code = OneTimeCodeField(label=_("6-digit code"), error_messages={"required": _("Write the code from the e-mail.")})
