"""allauth's forms of passkeys, with our words."""

from typing import Any

from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shared_apps.ui.fields import CleanCharField

NOT_ACCEPTED = _("This passkey did not work. Try again, or use another way.")


_LONGEST = 20_000


class CredentialField(forms.JSONField):
    """What the browser says of a passkey; a number too long for Python, or a nest too deep, is no more than wrong."""

    def to_python(self, value: Any) -> Any:
        """The value, read."""
        if isinstance(value, str) and len(value) > _LONGEST:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class _Explained:
    """Say what is wrong with a passkey, not with a code."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField(widget=forms.HiddenInput)
        self.fields["credential"].error_messages.update(required=NOT_ACCEPTED, invalid=NOT_ACCEPTED)

    def clean_credential(self) -> Any:
        """Whatever is wrong with it, the answer is the same."""
        try:
            return super().clean_credential()  # type: ignore[misc]  # allauth's form
        except (ValidationError, TypeError, KeyError, AttributeError) as error:
            raise ValidationError(NOT_ACCEPTED, code="passkey") from error


class SignInWithPasskeyForm(_Explained, webauthn.LoginWebAuthnForm):
    """A passkey in place of e-mail and password."""


class SecondStepByPasskeyForm(_Explained, webauthn.AuthenticateWebAuthnForm):
    """A passkey after the password."""


class PasskeyAgainForm(_Explained, webauthn.ReauthenticateWebAuthnForm):
    """A passkey once more."""


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A new passkey and its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField(widget=forms.HiddenInput)
        self.fields["name"] = CleanCharField(
            label=_("Name of the passkey"),
            max_length=60,
            required=False,
            help_text=_("So that you know it later, for example: my phone"),
        )
        self.fields["passwordless"] = forms.BooleanField(
            label=_("Sign in with it without a password"),
            required=False,
            initial=True,
            help_text=_("Untick this only for a security key without fingerprint or PIN."),
        )
        self.fields["credential"].error_messages.update(required=NOT_ACCEPTED, invalid=NOT_ACCEPTED)

    def clean(self) -> dict[str, Any]:
        """Whatever is wrong with it, the answer is the same."""
        try:
            data: dict[str, Any] = super().clean()
        except (ValidationError, TypeError, KeyError, AttributeError) as error:
            raise ValidationError(NOT_ACCEPTED, code="passkey") from error
        return data


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    """Another name of a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = CleanCharField(
            label=_("Name of the passkey"), max_length=60, error_messages={"required": _("Write a name.")}
        )
