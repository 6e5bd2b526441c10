"""Forms of signing in."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from kit.errors import DomainError
from kit.phones import parse_phone
from kit.thai import normalise_text
from shared_apps.accounts.adapters import AccountAdapter
from shared_apps.accounts.selectors import user_by_email
from shared_apps.notifications.services import can_send_sms
from shared_apps.ui.fields import CleanCharField, OneTimeCodeField, validation_error

_PASSWORD_HELP = _("At least 10 characters. Three words that do not belong together are easy to remember.")


class AddressField(CleanCharField):
    """An e-mail address or a Thai mobile number; gives `("email", …)` or `("phone", …)`."""

    def to_python(self, value: Any) -> Any:
        """Read what was typed."""
        text = super().to_python(value)
        if not text:
            return text
        if "@" in text or not can_send_sms():
            return "email", _clean_email(text)
        try:
            return "phone", parse_phone(text, mobile=True).e164
        except DomainError as error:
            if any(char.isdigit() for char in text):
                raise validation_error(error) from error
        raise ValidationError(
            _("Write an e-mail such as somchai@example.com, or a mobile number such as 081 234 5678.")
        )

    def prepare_value(self, value: Any) -> Any:
        """Show what was typed."""
        return value[1] if isinstance(value, tuple) else value


def _clean_email(text: str) -> str:
    address = normalise_text(text).replace(" ", "").lower()
    EmailValidator(_("Write the whole e-mail, such as somchai@example.com."))(address)
    if len(address) > 254:
        raise ValidationError(_("This e-mail is too long."))
    return address


class SignInForm(forms.Form):
    """Where to send a code."""

    address = AddressField(max_length=254)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["address"]
        field.widget.attrs |= {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        if can_send_sms():
            field.label = _("E-mail or mobile number")
            field.error_messages["required"] = _("Write your e-mail or mobile number.")
        else:
            field.label = _("E-mail")
            field.widget.input_type = "email"
            field.error_messages["required"] = _("Write your e-mail.")


class CodeForm(forms.Form):
    """The code that came."""

    code = OneTimeCodeField(label=_("6-digit code"), error_messages={"required": _("Write the code we sent you.")})


class NameForm(forms.Form):
    """What to call a person."""

    display_name = CleanCharField(
        label=_("First name and surname"),
        max_length=150,
        min_length=2,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )


class _PlainFields:
    """allauth's forms without placeholders, which vanish while one types."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class _PasswordFields(_PlainFields):
    """Our words for allauth's fields of passwords."""

    labels = {  # noqa: RUF012  # read only
        "login": _("E-mail"),
        "email": _("E-mail"),
        "password": _("Password"),
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password once more"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = _PASSWORD_HELP if name == "password1" else ""
            field.error_messages["invalid"] = _("Write the whole e-mail, such as somchai@example.com.")


class PasswordSignInForm(_PasswordFields, account_forms.LoginForm):
    """E-mail and password of an officer or of staff."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ReauthenticateForm(_PasswordFields, account_forms.ReauthenticateForm):
    """The password once more."""


class ChangePasswordForm(_PasswordFields, account_forms.ChangePasswordForm):
    """A new password for the old one."""


class ResetPasswordForm(_PasswordFields, account_forms.ResetPasswordForm):
    """Where to send a code for a new password. Citizens have none, and get no code."""

    def clean_email(self) -> str:
        """Find the person; the page answers the same for everyone."""
        email: str = super().clean_email()
        user = user_by_email(email)
        self.users = [user] if user and user.is_active and user.has_usable_password() else []
        return email


class NewPasswordForm(_PasswordFields, account_forms.ResetPasswordKeyForm):
    """A new password after the code."""


class _ExpectedCode(_PlainFields):
    """The field of a six-digit code in place of allauth's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = OneTimeCodeField(
            label=_("6-digit code"), error_messages={"required": _("Write the code we sent you.")}
        )


class ResetCodeForm(_ExpectedCode, account_forms.ConfirmPasswordResetCodeForm):
    """The code for a new password."""


class _AppCodeField(CleanCharField):
    """Digits from an authenticator app, or a recovery code."""

    def to_python(self, value: Any) -> str | None:
        """Thai digits are digits."""
        text = super().to_python(value)
        return "".join(str(int(char)) if char.isdecimal() else char for char in text) if text else text

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask phones for digits and for the code itself."""
        attrs = {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "one-time-code"}
        return {**super().widget_attrs(widget), **attrs}


class _AppCode(_PlainFields):
    """The field of a code from the app in place of allauth's."""

    code_label = _("Code from the app, or a recovery code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _AppCodeField(
            label=self.code_label, max_length=20, error_messages={"required": _("Write the code from the app.")}
        )


class SecondFactorForm(_AppCode, mfa_forms.AuthenticateForm):
    """The second factor at sign-in."""


class SecondFactorAgainForm(_AppCode, mfa_forms.ReauthenticateForm):
    """The second factor once more."""


class SetUpSecondFactorForm(_AppCode, totp_forms.ActivateTOTPForm):
    """The first code of a new second factor."""

    code_label = _("6-digit code from the app")


class AcceptInvitationForm(NameForm):
    """Name and password of a new officer."""

    password1 = forms.CharField(
        label=_("New password"),
        max_length=128,
        strip=False,
        help_text=_PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password.")},
    )
    password2 = forms.CharField(
        label=_("New password once more"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Write the password once more.")},
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Refuse passwords that are weak, and those that differ."""
        data = super().clean() or self.cleaned_data
        first, second = data.get("password1"), data.get("password2")
        if first:
            self.user.display_name = data.get("display_name", "")
            self._refuse_weak(first)
        if first and second and first != second:
            self.add_error("password2", _("The two passwords differ. Write the same one twice."))
        return data

    def _refuse_weak(self, password: str) -> None:
        try:
            validate_password(password, self.user)
        except ValidationError as error:
            self.add_error("password1", error)


WRONG_CODE = AccountAdapter.error_messages["incorrect_code"]
