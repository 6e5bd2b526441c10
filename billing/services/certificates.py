"""Certificates of tax withheld (50 ทวิ, Revenue Code s. 50 bis): handed in, received, refused, and asked for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from billing.models import CertificateState, WithholdingCertificate
from billing.selectors.certificates import awaited_certificates
from billing.selectors.contracts import customer_of
from kit import clock
from kit.errors import Invalid, Refused
from shared_apps.audit.services import record
from shared_apps.files.services import store_file
from shared_apps.notifications.services import Recipient, notify
from shared_apps.ui.templatetags.thai import thaidate, thainumber

CERTIFICATE_PURPOSE = "billing.certificate"
REMIND_AFTER = (30, 60, 90)
"""Days after the payment on which a certificate is asked for: it is due at once (s. 50 bis), but papers take time."""
NO_NUMBER = _("Write the number of the certificate.")
IN_FUTURE = _("The certificate cannot be of a day to come.")
DECIDED = _("This certificate was received or cancelled. It can no longer be changed.")
NOT_AWAITED = _("This certificate is not awaited.")
NO_REASON = _("Write what is not right, so that the local government can mend it.")
JUST_REMINDED = _("A reminder was sent today.")
NO_ADDRESS = _("No e-mail address of this local government is known. Call it.")


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What stands on a certificate; `upload` is its PDF, when there is one."""

    number: str
    issued_on: date
    upload: "UploadedFile[Any] | None" = None


@transaction.atomic
def hand_in_certificate(
    *, certificate: WithholdingCertificate, paper: Paper, actor: Any, by: str, at: datetime
) -> WithholdingCertificate:
    """The LGO sends its certificate; the operator's finance checks it. `by` names who sent it.

    Raises:
        Refused: it was received or cancelled.
        Invalid: the number is missing, the day is to come, or the file is no PDF.
    """
    return _write(certificate, paper, CertificateState.HANDED_IN, actor=actor, by=by, at=at)


@transaction.atomic
def receive_certificate(
    *, certificate: WithholdingCertificate, paper: Paper, actor: Any, at: datetime
) -> WithholdingCertificate:
    """The operator's finance has the certificate and found it right.

    Raises:
        Refused: it was received or cancelled.
        Invalid: the number is missing, the day is to come, or the file is no PDF.
    """
    return _write(certificate, paper, CertificateState.RECEIVED, actor=actor, by="", at=at)


@transaction.atomic
def refuse_certificate(*, certificate: WithholdingCertificate, reason: str, actor: Any, at: datetime) -> None:
    """The certificate is not right: a mended one is awaited, and the LGO is told.

    Raises:
        Invalid: there is no reason.
        Refused: it was received or cancelled.
    """
    if not reason.strip():
        raise Invalid(NO_REASON, code="no_reason", field="reason")
    locked = _lock(certificate)
    _rows(locked).update(state=CertificateState.REFUSED, note=reason.strip(), decided_at=at)
    record("billing.certificate_refused", actor=actor, target=locked, data={"reason": reason.strip()}, at=at)
    locked.refresh_from_db()
    _tell("billing/certificate_refused", locked, key=f"certificate-refused:{locked.pk}:{at.isoformat()}")


@transaction.atomic
def remind_of_certificate(*, certificate: WithholdingCertificate, actor: Any, at: datetime) -> None:
    """Ask the LGO for a certificate, once a day at most.

    Raises:
        Refused: it is not awaited, was asked for today, or there is nobody to ask.
    """
    locked = _lock(certificate)
    if locked.state not in {CertificateState.AWAITED, CertificateState.REFUSED}:
        raise Refused(NOT_AWAITED, code="not_awaited")
    today = clock.bangkok_day(at)
    if locked.reminded_at and clock.bangkok_day(locked.reminded_at) == today:
        raise Refused(JUST_REMINDED, code="just_reminded")
    if not _tell("billing/certificate_awaited", locked, key=f"certificate:{locked.pk}:{today}"):
        raise Refused(NO_ADDRESS, code="no_address")
    _rows(locked).update(reminders=F("reminders") + 1, reminded_at=at)
    record("billing.certificate_reminded", actor=actor, target=locked, at=at)


def remind_of_certificates(*, at: datetime) -> int:
    """Ask for what has been awaited for 30, 60 and 90 days, once at each step; returns for how many."""
    return sum(_remind_when_due(one, at) for one in awaited_certificates())


def _remind_when_due(certificate: WithholdingCertificate, at: datetime) -> bool:
    days = (clock.bangkok_day(at) - clock.bangkok_day(certificate.since)).days
    steps = sum(days >= step for step in REMIND_AFTER)
    before = certificate.reminded_at
    taken = sum(before >= certificate.since + timedelta(days=step) for step in REMIND_AFTER) if before else 0
    if steps <= taken:
        return False
    try:
        remind_of_certificate(certificate=certificate, actor=None, at=at)
    except Refused:
        return False
    return True


def _write(
    certificate: WithholdingCertificate, paper: Paper, state: CertificateState, *, actor: Any, by: str, at: datetime
) -> WithholdingCertificate:
    if not paper.number.strip():
        raise Invalid(NO_NUMBER, code="no_number", field="number")
    if paper.issued_on > clock.bangkok_day(at):
        raise Invalid(IN_FUTURE, code="future", field="issued_on")
    locked = _lock(certificate)
    values: dict[str, Any] = {"state": state, "number": paper.number.strip(), "issued_on": paper.issued_on, "note": ""}
    if paper.upload is not None:
        stored = store_file(paper.upload, actor=actor, purpose=CERTIFICATE_PURPOSE, at=at)
        values["file_key"] = str(stored.pk)
    _rows(locked).update(**values, decided_at=at)
    data: dict[str, object] = {"number": paper.number.strip(), **({"by": by} if by else {})}
    record(f"billing.certificate_{state}", actor=actor, target=locked, data=data, at=at)
    locked.refresh_from_db()
    return locked


def _lock(certificate: WithholdingCertificate) -> WithholdingCertificate:
    rows = WithholdingCertificate.objects.select_for_update(of=("self",)).select_related("invoice__tenant")
    locked = rows.get(pk=certificate.pk)
    if locked.state in {CertificateState.RECEIVED, CertificateState.CANCELLED}:
        raise Refused(DECIDED, code="decided")
    return locked


def _rows(certificate: WithholdingCertificate) -> Any:
    return WithholdingCertificate.objects.filter(pk=certificate.pk)


def _tell(event: str, certificate: WithholdingCertificate, *, key: str) -> bool:
    """Write to the LGO's address for documents, or to its central one. Returns whether there is an address."""
    tenant = certificate.invoice.tenant
    customer = customer_of(tenant)
    email = (customer.email if customer else "") or tenant.saraban_email
    if not email:
        return False
    context = {
        "lgo": tenant.name,
        "number": certificate.invoice.number,
        "amount": thainumber(certificate.amount, 2),
        "paid_on": thaidate(certificate.since, "medium"),
        "reason": certificate.note,
    }
    notify(event, to=Recipient(email=email, name=tenant.name), context=context, key=key)
    return True
