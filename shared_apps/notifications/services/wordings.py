"""The LGO's own texts: checked before they are kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kit.errors import Invalid
from shared_apps.accounts.models import User
from shared_apps.audit.services import record, record_change
from shared_apps.notifications import placeholders, sms_size
from shared_apps.notifications.events import Event
from shared_apps.notifications.links import links_in
from shared_apps.notifications.models import Channel, Wording
from shared_apps.notifications.texts import Text, shipped_source

_LONGEST = {Channel.EMAIL: 5000, Channel.SMS: 600, Channel.LINE: 3000}
_MANY_PARTS = 2


@dataclass(frozen=True)
class Advice:
    """What is wrong with a text, and what may be."""

    faults: tuple[Any, ...]
    warnings: tuple[Any, ...]


def advise(event: Event, channel: Channel, text: Text) -> Advice:
    """Look at a text: `faults` forbid it, `warnings` are for the writer to judge."""
    both = f"{text.subject}\n{text.body}"
    known = {word.name for word in event.words}
    used = placeholders.used(both)
    faults = [
        _("“{%(word)s}” is not a word of this message. Choose one of the list.") % {"word": word}
        for word in used
        if word not in known
    ]
    if "{%" in both or "{{" in both:
        faults.append(_("Write single braces, as in the list of words."))
    if event.audience == "citizen" and channel != Channel.LINE and links_in(both):
        faults.append(
            _(
                "Citizens get no links by e-mail and SMS (Cabinet, 18 November 2568). "
                "Write where to look on your website in words."
            )
        )
    if len(text.body) > _LONGEST[channel]:
        faults.append(_("The text is too long. Write at most %(most)d letters.") % {"most": _LONGEST[channel]})
    warnings = [
        _("“%(word)s” is missing: without it the message says little.") % {"word": word.label}
        for word in event.words
        if word.required and word.name not in used
    ]
    if channel == Channel.SMS and sms_size.measure(text.body).parts > _MANY_PARTS:
        warnings.append(_("This SMS costs more than 2 parts."))
    return Advice(tuple(faults), tuple(warnings))


@transaction.atomic
def change_wording(*, event: Event, channel: Channel, language: str, text: Text, actor: User, at: datetime) -> Wording:
    """Keep the LGO's own text.

    Raises:
        Invalid: it has a fault.
    """
    advice = advise(event, channel, text)
    if advice.faults:
        raise Invalid(advice.faults[0], code="bad_text", field="body")
    before = _now(event, channel, language)
    wording, _new = Wording.objects.update_or_create(
        event=event.code,
        channel=channel,
        language=language,
        defaults={"subject": text.subject, "body": text.body, "changed_at": at},
    )
    after = {"subject": text.subject, "text": text.body}
    record_change("notifications.text_changed", actor=actor, target=wording, before=before, after=after, at=at)
    return wording


@transaction.atomic
def reset_wording(*, event: Event, channel: Channel, language: str, actor: User, at: datetime) -> bool:
    """Go back to the shipped text; False when it is used already."""
    found = Wording.objects.filter(event=event.code, channel=channel, language=language).first()
    if found is None:
        return False
    shipped = shipped_source(event.code, channel, language)
    before, after = _now(event, channel, language), {"subject": shipped.subject, "text": shipped.body}
    record_change("notifications.text_changed", actor=actor, target=found, before=before, after=after, at=at)
    found.delete()
    return True


def _now(event: Event, channel: Channel, language: str) -> dict[str, object]:
    own = Wording.objects.filter(event=event.code, channel=channel, language=language).first()
    text = Text(own.subject, own.body) if own else shipped_source(event.code, channel, language)
    return {"subject": text.subject, "text": text.body}


def record_export(*, actor: User, at: datetime, form: str, rows: int) -> None:
    """Record that an officer took the texts out."""
    record("notifications.texts_exported", actor=actor, data={"form": form, "rows": rows}, at=at)
