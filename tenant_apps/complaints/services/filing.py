"""Filing: from a draft, or from what another channel took down, to a numbered case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from kit.errors import Conflict, Invalid, NotFound
from kit.thai import search_fold
from kit.tracking import PIN_LENGTH, new_pin
from kit.workflow import Audience
from shared_apps.accounts import privacy
from shared_apps.accounts.services import consents
from shared_apps.audit import services as audit
from shared_apps.casework.codes import pin_digest, pin_matches
from shared_apps.casework.deadlines import due_after
from shared_apps.casework.services import add_event, audit_mark, insert_case, new_case_number
from shared_apps.files.models import StoredFile
from tenant_apps.complaints.models import SAMPLE_PREFIX, Category, Complaint, Draft, Kind, OnBehalf, Photo
from tenant_apps.complaints.selectors import calendar, category_by_code, limit_of, policy, public_text, step_to_do
from tenant_apps.complaints.services.publishing import FILED, publish
from tenant_apps.complaints.services.telling import tell
from tenant_apps.complaints.workflow import COMPLAINT_WORKFLOW
from tenants.scope import current_key

BOOK = "complaints"
SAMPLE_BOOK = "complaints.samples"
NOT_COMPLETE = _("Something is still missing. Please go through the steps again.")
NO_DRAFT = _("What you began was not found. It may have been sent already or removed.")


@dataclass(frozen=True, kw_only=True)
class Behalf:
    """For whom somebody else files; `relation` is one of `OnBehalf.Relation`, `phone` E.164 or empty."""

    name: str
    relation: str
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Filing:
    """What is filed. Texts are normalised already; the phone is E.164.

    `is_private` is false only when the reporter was told that others will read the subject. `captions` say by the id
    of a stored photo what it shows. What an officer has taken down is received at once, at any hour. A sample takes no
    number of the real book.
    """

    category: Category
    title: str
    description: str
    kind: str = Kind.COMPLAINT
    place: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    name: str = ""
    phone: str = ""
    email: str = ""
    language: str = "th"
    is_private: bool = True
    on_behalf: Behalf | None = None
    captions: Mapping[str, str] = field(default_factory=dict)
    is_taken_down: bool = False
    is_sample: bool = False


@dataclass(frozen=True)
class Receipt:
    """What the citizen is shown after filing; `pin` is kept nowhere."""

    complaint: Complaint
    pin: str


@transaction.atomic
def file_complaint(
    *,
    filing: Filing,
    reporter: Any,
    at: datetime,
    photos: Sequence[StoredFile] = (),
    pin: str | None = None,
    notice_version: str = "",
    sender: Any = None,
) -> Receipt:
    """Give the matter its number, clock, division, tracking code and PIN, and acknowledge it.

    `reporter` is the citizen's user, or None for a guest, who was shown the notice of `notice_version`; whoever has an
    account was shown it at sign-in. `sender` is whose program sent it, when that is not the reporter.
    """
    pin = pin or new_pin()
    complaint = _create(filing, reporter, at, pin)
    _keep_what_belongs(complaint, filing, photos)
    if reporter is None:
        consents.note_guest_notice(case_number=complaint.number, version=notice_version, at=at)
    sent: dict[str, object] = {"sender": sender.pk} if sender is not None and sender != reporter else {}
    add_event(complaint, action="file", actor=reporter, at=at, audience=Audience.CITIZEN, is_public=True, data=sent)
    data = {"photos": len(photos), **audit_mark(complaint)}
    audit.record("complaints.file", actor=reporter or sender, target=complaint, data=data, at=at)
    tell(complaint, "filed", key="filed")
    publish(complaint, FILED, at=at)
    return Receipt(complaint, pin)


def _keep_what_belongs(complaint: Complaint, filing: Filing, photos: Sequence[StoredFile]) -> None:
    Photo.objects.bulk_create(
        [Photo(complaint=complaint, file=file, caption=filing.captions.get(str(file.pk), "")) for file in photos]
    )
    person = filing.on_behalf
    if person is not None:
        OnBehalf.objects.create(complaint=complaint, name=person.name, relation=person.relation, phone=person.phone)


def _create(filing: Filing, reporter: Any, at: datetime, pin: str) -> Complaint:
    working = calendar()
    received = at if filing.is_taken_down else working.legal_receipt(at)
    limit = limit_of(filing.category, filed_at=at)
    complaint = Complaint(
        number=_new_number(filing, at),
        state=COMPLAINT_WORKFLOW.initial,
        kind=filing.kind,
        category=filing.category,
        title=filing.title,
        description=filing.description,
        place=filing.place,
        latitude=filing.latitude,
        longitude=filing.longitude,
        reporter=reporter,
        reporter_name=filing.name,
        reporter_phone=filing.phone,
        reporter_email=filing.email,
        language=filing.language,
        is_private=filing.is_private,
        is_sample=filing.is_sample,
        division=filing.category.division,
        submitted_at=at,
        legal_received_at=received,
        due_at=due_after(received, limit, working),
        state_changed_at=at,
    )
    complaint.public_text = public_text(complaint)

    def prepare() -> None:
        complaint.pin_digest = pin_digest(tracking_code=complaint.tracking_code, pin=pin)
        complaint.search_text = searchable(complaint)

    insert_case(complaint, prepare=prepare)
    return complaint


def _new_number(filing: Filing, at: datetime) -> str:
    if filing.is_sample:
        return new_case_number(book=SAMPLE_BOOK, prefix=SAMPLE_PREFIX, at=at)
    rules = policy()
    return new_case_number(book=BOOK, prefix=rules.number_prefix, at=at, digits=rules.number_digits)


def searchable(complaint: Complaint) -> str:
    """All that a case is found by. A number is kept with and without its zeros, a phone as it is dialled here."""
    number = complaint.number
    phone = complaint.reporter_phone.split(";")[0]
    parts = (
        number,
        complaint.tracking_code,
        str(int(number.rsplit("-", 1)[-1])),
        complaint.title,
        complaint.description,
        complaint.place,
        complaint.category.name_th,
        complaint.reporter_name,
        f"0{phone[3:]}" if phone.startswith("+66") else phone,
    )
    return search_fold("\n".join(part for part in parts if part))


@transaction.atomic
def submit_draft(*, draft_id: UUID, reporter: Any, language: str, at: datetime) -> Receipt:
    """File what the draft holds, once: pressed twice, it gives the same receipt again.

    Raises:
        NotFound: there is no such draft.
        Invalid: a step is still missing.
    """
    # Not joined with the case: whoever waited for the lock would see the row of the case as it was before.
    draft = Draft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise NotFound(NO_DRAFT)
    pin = _pin_of(draft)
    if draft.complaint is not None:
        return Receipt(draft.complaint, pin)
    category = category_by_code(draft.answers.get("category", ""))
    if category is None or step_to_do(draft) != "check":
        raise Invalid(NOT_COMPLETE)
    filing = _filing_of(draft, category, language)
    keep_anonymous = draft.answers.get("anonymous") == "yes"
    known = None if keep_anonymous else reporter
    photos, version = _photos_of(draft), privacy.current_version(at)
    receipt = file_complaint(filing=filing, reporter=known, at=at, photos=photos, pin=pin, notice_version=version)
    Draft.objects.filter(pk=draft.pk).update(
        answers={}, typed={}, photos=[], photo_notes={}, complaint=receipt.complaint, filed_at=at, changed_at=at
    )
    return receipt


def receipt_of(draft: Draft) -> Receipt:
    """The receipt of a filed draft, for the page that shows it.

    Raises:
        Conflict: the PIN cannot be shown any more.
    """
    complaint = draft.complaint
    pin = _pin_of(draft)
    if complaint is None or not pin_matches(
        tracking_code=complaint.tracking_code, pin=pin, digest=complaint.pin_digest
    ):
        raise Conflict(NO_DRAFT)
    return Receipt(complaint, pin)


def _pin_of(draft: Draft) -> str:
    """The PIN comes from the draft's random id, so that it need not be kept and both presses of a button show it."""
    digest = salted_hmac("complaints.draft.pin", f"{current_key()}:{draft.pk}", algorithm="sha256").hexdigest()
    return f"{int(digest, 16) % 10**PIN_LENGTH:0{PIN_LENGTH}d}"


def _filing_of(draft: Draft, category: Category, language: str) -> Filing:
    answers = draft.answers
    has_place = answers.get("kind") != Kind.ADVICE
    return Filing(
        kind=answers.get("kind", Kind.COMPLAINT),
        category=category,
        title=answers["title"],
        description=answers["description"],
        place=answers.get("place", "") if has_place else "",
        latitude=_number(answers.get("latitude")) if has_place else None,
        longitude=_number(answers.get("longitude")) if has_place else None,
        name=answers.get("name", ""),
        phone=answers.get("phone", ""),
        email=answers.get("email", ""),
        language=language,
        is_private=answers.get("shown") != "yes",
        on_behalf=_behalf_of(answers),
        captions={key: note.get("caption", "") for key, note in draft.photo_notes.items()},
    )


def _behalf_of(answers: Mapping[str, str]) -> Behalf | None:
    if answers.get("whose") != "other":
        return None
    return Behalf(
        name=answers.get("behalf_name", ""),
        relation=answers.get("behalf_relation", OnBehalf.Relation.OTHER),
        phone=answers.get("behalf_phone", ""),
    )


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def _photos_of(draft: Draft) -> list[StoredFile]:
    found = {str(file.pk): file for file in StoredFile.objects.filter(pk__in=draft.photos)}
    return [found[key] for key in draft.photos if key in found]
