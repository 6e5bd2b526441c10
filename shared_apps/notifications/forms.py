"""Forms of channels, tests and choices."""

import json
from email.utils import parseaddr
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from shared_apps.notifications import mail_domain, placeholders, wording_rows
from shared_apps.notifications.events import Event
from shared_apps.notifications.models import (
    Channel,
    EmailSender,
    LineChannel,
    Retention,
    SmsAccount,
    SmsBody,
    SmsChoice,
)
from shared_apps.notifications.services.wordings import advise
from shared_apps.notifications.texts import Text
from shared_apps.ui.fields import CleanCharField, CleanTextField, ThaiDateField, ThaiPhoneField

_SECRET = forms.PasswordInput(attrs={"autocomplete": "off"}, render_value=False)
_KEEP = _("Leave it empty to keep what is stored.")
_WORDS = _("Words that are filled in: {to} +66…, {to_local} 08…, {to_digits} 66…, {text}, {sender}, {reference}.")


class EmailSenderForm(forms.Form):
    """Whose name e-mails carry."""

    from_name = CleanCharField(
        label=_("Sender's name"), required=False, max_length=120, help_text=_("Empty: the name of your office.")
    )
    reply_to = forms.EmailField(
        label=_("Answers go to"), required=False, help_text=_("Citizens who press “reply” write to this address.")
    )

    own_address = forms.EmailField(
        label=_("Our own sender address"),
        required=False,
        help_text=_(
            "Such as no-reply@banmai.go.th. Empty: the platform's address. You set records in your DNS for it."
        ),
    )

    @classmethod
    def of(cls, row: EmailSender, data: Any) -> "EmailSenderForm":
        """The form of what is stored."""
        form = cls(data, initial={name: getattr(row, name) for name in cls.base_fields})
        if not mail_domain.is_offered():
            del form.fields["own_address"]
        return form

    def clean_own_address(self) -> str:
        """On the LGO's own domain: neither the platform's nor one of a provider of mailboxes."""
        address: str = self.cleaned_data["own_address"].lower()
        domain = address.rpartition("@")[2]
        platform = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()
        if domain and any(f".{domain}".endswith(f".{taken}") for taken in (platform, settings.BASE_DOMAIN)):
            raise ValidationError(_("This domain is the platform's. Write an address of your office's own domain."))
        return address


class SmsAccountForm(forms.Form):
    """Which gateway, and how it is asked. What belongs to another choice is neither looked at nor changed."""

    ASKING: ClassVar = ("url", "body", "headers", "fields_sent")
    ANSWER: ClassVar = ("success_field", "success_value", "reference_field", "credit_field")
    SENDER: ClassVar = ("sender", "renew_on")

    choice = forms.ChoiceField(label=_("SMS gateway"), choices=SmsChoice.choices, widget=forms.RadioSelect)
    url = forms.URLField(
        label=_("Address of the gateway"), required=False, assume_scheme="https", help_text=_("Begins with https://")
    )
    body = forms.ChoiceField(label=_("Form of the request"), choices=SmsBody.choices, required=False)
    headers = forms.CharField(
        label=_("Headers (JSON)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_KEEP,
    )
    fields_sent = forms.CharField(
        label=_("Fields (JSON)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_WORDS,
    )
    success_field = CleanCharField(
        label=_("Field that tells success"),
        required=False,
        max_length=80,
        help_text=_("Such as status, or data.0.status. Empty: the HTTP status tells."),
    )
    success_value = CleanCharField(label=_("Its value on success"), required=False, max_length=80)
    reference_field = CleanCharField(label=_("Field with the message's number"), required=False, max_length=80)
    credit_field = CleanCharField(label=_("Field with the remaining credit"), required=False, max_length=80)
    sender = forms.RegexField(
        r"^[A-Za-z0-9 ._-]{1,11}$",
        label=_("Sender's name"),
        required=False,
        help_text=_("As registered at the provider: at most 11 Latin letters and digits."),
        error_messages={"invalid": _("Use at most 11 Latin letters and digits, as the name is registered.")},
    )
    renew_on = ThaiDateField(
        label=_("Registration to be renewed by"),
        required=False,
        help_text=_("Sender names are renewed every year. We warn you 45 days before."),
    )
    monthly_limit = forms.IntegerField(
        label=_("SMS parts a month at most"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("Empty: no limit of your own."),
    )

    @classmethod
    def of(cls, row: SmsAccount, data: Any) -> "SmsAccountForm":
        """The form of what is stored, without its secrets."""
        hidden = {"headers", "fields_sent"}
        return cls(data, initial={name: getattr(row, name) for name in cls.base_fields if name not in hidden})

    def clean_headers(self) -> dict[str, str] | None:
        """Names and values, both text."""
        found = _json_object(self.cleaned_data["headers"])
        if found is not None and not all(isinstance(value, str) and _is_header(value) for value in found.values()):
            raise ValidationError(_("Each header is one line of text in quotation marks."))
        return found

    def clean_fields_sent(self) -> dict[str, Any] | None:
        """A JSON object."""
        return _json_object(self.cleaned_data["fields_sent"])

    def clean(self) -> dict[str, Any]:
        """An own gateway has an address; mistakes in what is not used are none."""
        found = super().clean() or {}
        for name in self._unused(found.get("choice")):
            self.errors.pop(name, None)
            found.pop(name, None)
        if found.get("choice") == SmsChoice.OWN and not found.get("url") and "url" not in self.errors:
            self.add_error("url", _("Write the address of the gateway, from the provider's manual."))
        return found

    def _unused(self, choice: str | None) -> tuple[str, ...]:
        own = (*self.ASKING, *self.ANSWER, *self.SENDER)
        return {SmsChoice.PLATFORM.value: own, SmsChoice.OFF.value: (*own, "monthly_limit")}.get(choice or "", ())

    def values(self) -> dict[str, Any]:
        """What is kept openly of the gateway that was chosen."""
        hidden = {"headers", "fields_sent"}
        found = {name: value for name, value in self.cleaned_data.items() if name not in hidden}
        return {**found, "body": found["body"] or SmsBody.JSON} if "body" in found else found

    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields of an own gateway under their headings."""
        named = ((_("How the gateway is asked"), self.ASKING), (_("What it answers"), self.ANSWER))
        return [(label, [self[name] for name in names]) for label, names in (*named, (_("The sender"), self.SENDER))]


def _is_header(value: str) -> bool:
    return value.isprintable() and value == value.strip() and bool(value)


def _json_object(text: str) -> dict[str, Any] | None:
    if not text.strip():
        return None
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ValidationError(_('Write a JSON object, such as {"to": "{to}", "message": "{text}"}.'))
    return found


class LineChannelForm(forms.Form):
    """The keys of a Messaging API channel."""

    is_on = forms.BooleanField(label=_("Send by LINE"), required=False)
    channel_id = forms.RegexField(
        r"^[0-9]{6,20}$",
        label=_("Channel ID"),
        required=False,
        error_messages={"invalid": _("The channel ID has digits only. Copy it from the LINE Developers console.")},
    )
    secret = CleanCharField(label=_("Channel secret"), required=False, max_length=100, widget=_SECRET, help_text=_KEEP)
    token = CleanCharField(
        label=_("Channel access token (long-lived)"), required=False, max_length=500, widget=_SECRET, help_text=_KEEP
    )

    @classmethod
    def of(cls, row: LineChannel, data: Any) -> "LineChannelForm":
        """The form of what is stored, without its secrets."""
        form = cls(data, initial={"is_on": row.is_on, "channel_id": row.channel_id})
        form.row = row
        return form

    row: LineChannel

    def clean(self) -> dict[str, Any]:
        """Nothing can be sent without both keys."""
        found = super().clean() or {}
        if found.get("is_on"):
            for name, label in (("secret", _("Write the channel secret.")), ("token", _("Write the access token."))):
                if not found.get(name) and not getattr(self.row, name) and name not in self.errors:
                    self.add_error(name, label)
        return found


class TestMessageForm(forms.Form):
    """A message to oneself."""

    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices, widget=forms.RadioSelect)
    phone = ThaiPhoneField(
        label=_("Mobile number"), required=False, mobile=True, help_text=_("Only for a test by SMS.")
    )

    def clean(self) -> dict[str, Any]:
        """An SMS needs a number."""
        found = super().clean() or {}
        if found.get("channel") == Channel.SMS and not found.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Write the mobile number that the test goes to."))
        return found


def _group_choices() -> list[tuple[str, Any]]:
    return [("", _("All")), *((group.code, group.label) for group in wording_rows.groups())]


class WordingFilterForm(forms.Form):
    """Which texts are listed."""

    q = CleanCharField(label=_("Search by event"), required=False, max_length=100)
    group = forms.ChoiceField(label=_("About"), required=False, choices=_group_choices)
    audience = forms.ChoiceField(
        label=_("Whom it goes to"),
        required=False,
        choices=[("", _("All")), ("citizen", _("to citizens")), ("officer", _("to officers"))],
    )
    changed = forms.ChoiceField(
        label=_("Wording"),
        required=False,
        choices=[("", _("All")), ("own", _("Changed by us")), ("shipped", _("As shipped"))],
    )

    def rows(self) -> list[wording_rows.WordingRow]:
        """The texts that fit; all when what is asked for cannot be."""
        return wording_rows.rows(self.cleaned_data if self.is_valid() else {})


class RetentionForm(forms.Form):
    """How long messages are kept."""

    days = forms.IntegerField(label=_("Keep messages for (days)"), min_value=30, max_value=3650)

    @classmethod
    def of(cls, row: Retention, data: Any) -> "RetentionForm":
        """The form of what is stored."""
        return cls(data, initial={"days": row.days})


class DeliveryForm(forms.Form):
    """When an officer wants what is not urgent."""

    daily = forms.BooleanField(
        label=_("One summary each working day"),
        required=False,
        help_text=_("At 08:30, in place of single messages. Urgent ones come at once."),
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Between these hours nothing comes that is not urgent. Empty: at any hour."),
    )
    quiet_until = forms.TimeField(
        label=_("until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def clean(self) -> dict[str, Any]:
        """Both hours or none."""
        found = super().clean() or {}
        if (found.get("quiet_from") is None) != (found.get("quiet_until") is None) and not self.errors:
            self.add_error("quiet_until", _("Write both hours, or leave both empty."))
        return found


class ChannelsForm(forms.Form):
    """By which channels to hear of each group of events."""

    def __init__(
        self, data: Any, *, groups: list[Any], choices: list[tuple[str, Any]], initial: dict[str, Any]
    ) -> None:
        super().__init__(data, initial=initial)
        for group in groups:
            self.fields[group.code] = forms.MultipleChoiceField(
                label=group.label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )


class WordingForm(forms.Form):
    """A text, with labels of words in its own language in braces."""

    subject = CleanCharField(
        label=_("Subject of the e-mail"),
        max_length=200,
        error_messages={"required": _("Write what the e-mail is about.")},
    )
    body = CleanTextField(label=_("Text"), max_length=6000, error_messages={"required": _("Write the text.")})

    def __init__(self, data: Any, *, event: Event, channel: Channel, language: str, text: Text) -> None:
        self.event, self.channel, self.language = event, channel, language
        initial = {"subject": self._shown(text.subject), "body": self._shown(text.body)}
        super().__init__(data, initial=initial)
        self.fields["body"].widget.attrs["rows"] = 4 if channel == Channel.SMS else 10
        if channel != Channel.EMAIL:
            del self.fields["subject"]

    def words(self) -> list[dict[str, Any]]:
        """What may be filled in: how to write it, and a sample."""
        with override(self.language):
            return [
                {"written": f"{{{word.label}}}", "sample": str(word.sample), "required": word.required}
                for word in self.event.words
            ]

    def text(self) -> Text:
        """What was typed, as it is kept."""
        found = getattr(self, "cleaned_data", {})
        raw = {name: found.get(name) or self.data.get(name, "") for name in ("subject", "body")}
        return Text(self._stored(str(raw["subject"])), self._stored(str(raw["body"])))

    def clean(self) -> dict[str, Any]:
        """Free of faults."""
        found = super().clean() or {}
        if not self.errors:
            for fault in advise(self.event, self.channel, self.text()).faults:
                self.add_error("body", fault)
        return found

    def _shown(self, text: str) -> str:
        with override(self.language):
            return placeholders.shown(text, self.event.words)

    def _stored(self, text: str) -> str:
        with override(self.language):
            return placeholders.stored(text, self.event.words)
