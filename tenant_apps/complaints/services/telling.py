"""Telling the citizen: at each public step, in the citizen's language, without links."""

from datetime import datetime
from typing import Any

from django.utils.translation import override

from kit.phones import parse_phone
from shared_apps.notifications.services import Recipient, notify
from shared_apps.ui.templatetags.thai import thaidate
from tenant_apps.complaints.models import Complaint, OnBehalf
from tenant_apps.complaints.selectors import TOLD_TO_DUPLICATES, duplicates_of, reopen_until


def recipient_of(complaint: Complaint) -> Recipient:
    """How the reporter is reached; a landline gets no SMS."""
    return Recipient(
        email=complaint.reporter_email,
        phone=_mobile(complaint.reporter_phone),
        name=complaint.reporter_name,
        language=complaint.language,
        user_id=complaint.reporter_id,
    )


def _mobile(phone: str) -> str:
    number = phone.split(";")[0]
    return number if number and parse_phone(number).mobile else ""


def tell_all(complaint: Complaint, event: str, *, key: Any, **words: str) -> None:
    """Tell the reporter, and those whose cases were joined with this one."""
    until = reopen_until(complaint) if event == "resolve" else None
    tell(complaint, event, key=key, until=until, **words)
    if event in TOLD_TO_DUPLICATES:
        for duplicate in duplicates_of(complaint):
            tell(duplicate, event, key=key, until=until, **words)


def tell(complaint: Complaint, event: str, *, key: Any, until: datetime | None = None, **words: str) -> None:
    """Write the message of `event` to the reporter, if there is a way to reach one; never about a sample."""
    if complaint.is_sample:
        return
    with override(complaint.language):
        due = thaidate(complaint.due_at, "medium") if complaint.due_at else ""
        context = {
            "number": complaint.number,
            "code": complaint.tracking_code,
            "title": complaint.title,
            "due": due,
            "until": thaidate(until, "medium") if until else "",
            **words,
        }
    for to in (recipient_of(complaint), *_on_behalf(complaint)):
        notify(f"complaints/{event}", to=to, context=context, key=f"{complaint.pk}:{key}")


def _on_behalf(complaint: Complaint) -> list[Recipient]:
    """The person for whom it was filed, who hears of it too."""
    person = OnBehalf.objects.filter(complaint=complaint).exclude(phone="").first()
    if person is None or person.phone == complaint.reporter_phone:
        return []
    return [Recipient(phone=_mobile(person.phone), name=person.name, language=complaint.language)]


def tell_officer(complaint: Complaint, officer: Any, event: str, *, key: Any, actor: Any, **words: str) -> None:
    """Write to an officer about a case: by number and category, since a title repeats what a citizen wrote."""
    if officer.pk == actor.pk or complaint.is_sample:
        return
    with override(officer.language):
        context = {
            "number": complaint.number,
            "category": complaint.category.name,
            "due": thaidate(complaint.due_at, "medium") if complaint.due_at else "",
            "by": str(actor),
            **words,
        }
    to = Recipient(email=officer.email or "", name=str(officer), language=officer.language, user_id=officer.pk)
    notify(f"complaints/{event}", to=to, context=context, key=f"{complaint.pk}:{key}")
