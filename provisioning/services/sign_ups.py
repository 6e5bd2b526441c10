"""A sign-up in the making: what was typed, the code that proves the e-mail address, and sending it. Public scope."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language

from kit.errors import Invalid, OverLimit, Refused, gettext_noop
from provisioning import lgo
from provisioning.models import ProvisioningRun, SignUp
from provisioning.services.runs import Application, apply
from shared_apps.notifications.services import Recipient, notify

CODE_LENGTH = 6
CODE_LIVES = timedelta(minutes=10)
CODE_TRIES = 5
RESEND_AFTER = timedelta(seconds=60)
CODES_A_SIGN_UP = 6


class CodeProblem(StrEnum):
    """Why a code was not accepted."""

    WRONG = "wrong"
    EXPIRED = "expired"
    TRIED_TOO_OFTEN = "tried_too_often"


_CODE_MESSAGES = {
    CodeProblem.WRONG: gettext_noop("This is not the code that we sent. Look at the newest message and try again."),
    CodeProblem.EXPIRED: gettext_noop("This code is too old. Ask for a new one."),
    CodeProblem.TRIED_TOO_OFTEN: gettext_noop("The code was wrong too often. Ask for a new one."),
}


def start(*, at: datetime) -> SignUp:
    """Begin a sign-up."""
    return SignUp.objects.create(created_at=at, updated_at=at)


@transaction.atomic
def save_answers(*, sign_up: SignUp, answers: dict[str, Any], at: datetime) -> SignUp:
    """Keep what one page of the form asked for.

    Raises:
        Refused: it was sent already.
    """
    locked = _lock(sign_up)
    if locked.run_id is not None:
        raise Refused(gettext_noop("This sign-up was sent already and can no longer be changed."))
    return _update(locked, at, answers={**locked.answers, **answers})


@transaction.atomic
def send_code(*, sign_up: SignUp, at: datetime) -> SignUp:
    """Send a fresh code to the contact person's address.

    Raises:
        OverLimit: one was sent within the last minute, or too many were sent.
    """
    locked = _lock(sign_up)
    if locked.codes_sent >= CODES_A_SIGN_UP:
        raise OverLimit(gettext_noop("We sent too many codes for this sign-up. Contact us and we will help."))
    email = locked.answers["contact_email"]
    if locked.code_sent_at and locked.code_for == email and at - locked.code_sent_at < RESEND_AFTER:
        raise OverLimit(gettext_noop("Wait a minute before you ask for another code."), code="too_soon")
    code = "".join(secrets.choice("0123456789") for _ in range(CODE_LENGTH))
    number = locked.codes_sent + 1
    notify(
        "provisioning/sign_up_code",
        to=Recipient(email=email, name=locked.answers["contact_name"], language=get_language() or "th"),
        context={
            "code": code,
            "minutes": str(CODE_LIVES // timedelta(minutes=1)),
            "lgo": lgo.identity_of(locked.answers).name,
        },
        key=f"sign-up:{locked.pk}:{number}",
        secret=True,
        valid_for=CODE_LIVES,
    )
    digest = _digest(locked, code)
    return _update(locked, at, code_digest=digest, code_for=email, code_sent_at=at, code_tries=0, codes_sent=number)


def confirm(*, sign_up: SignUp, code: str, at: datetime) -> SignUp:
    """Accept the code from the e-mail.

    Raises:
        Invalid: it is wrong, too old, or was wrong too often; `code` is a CodeProblem.
    """
    with transaction.atomic():
        locked = _lock(sign_up)
        problem = _problem_of(locked, code, at)
        if problem is None:
            return _update(locked, at, confirmed_email=locked.code_for, code_digest="")
        _update(locked, at, code_tries=locked.code_tries + 1)
    raise Invalid(_CODE_MESSAGES[problem], code=problem, field="code")


def _problem_of(sign_up: SignUp, code: str, at: datetime) -> CodeProblem | None:
    if sign_up.code_tries >= CODE_TRIES:
        return CodeProblem.TRIED_TOO_OFTEN
    if not sign_up.code_digest or sign_up.code_sent_at is None or at - sign_up.code_sent_at > CODE_LIVES:
        return CodeProblem.EXPIRED
    return None if constant_time_compare(sign_up.code_digest, _digest(sign_up, code)) else CodeProblem.WRONG


@transaction.atomic
def submit(*, sign_up: SignUp, at: datetime) -> ProvisioningRun:
    """Send the sign-up. Sent twice, also at the same moment, it leads to one run.

    Raises:
        Refused: it was filled in faster than a person can, or the e-mail address is not confirmed.
        Conflict: the address or the DLA code went to somebody else; `field` says which. Nothing typed is lost.
    """
    locked = _lock(sign_up)
    if locked.run is not None:
        return locked.run
    refuse_machines(sign_up=locked, at=at)
    if not is_confirmed(locked):
        raise Refused(gettext_noop("Confirm the e-mail address first."), code="not_confirmed")
    run = apply(application=_application(locked.answers), actor=None, at=at)
    _update(locked, at, run=run)
    return run


def is_confirmed(sign_up: SignUp) -> bool:
    """Whether the address that stands there now is the one that was confirmed."""
    return bool(sign_up.confirmed_email) and sign_up.confirmed_email == sign_up.answers.get("contact_email")


def refuse_machines(*, sign_up: SignUp, at: datetime) -> None:
    """A person needs some time for the whole form.

    Raises:
        Refused: it took less.
    """
    if at - sign_up.created_at < timedelta(seconds=settings.SIGNUP_MIN_SECONDS):
        raise Refused(gettext_noop("That was very quick. Check your answers and send them again."), code="too_fast")


def forget(*, older_than: datetime) -> int:
    """Delete sign-ups not touched since `older_than`; runs and tenants keep what they need."""
    return SignUp.objects.filter(updated_at__lt=older_than).delete()[0]


def _application(answers: dict[str, Any]) -> Application:
    contact = ("contact_name", "contact_position", "contact_phone", "contact_email")
    return Application(
        identity=lgo.identity_of(answers),
        subdomain=answers["subdomain"],
        **{key: answers[key] for key in contact},
    )


def _digest(sign_up: SignUp, code: str) -> str:
    return salted_hmac(f"provisioning.sign_up:{sign_up.pk}", code, algorithm="sha256").hexdigest()


def _lock(sign_up: SignUp) -> SignUp:
    return SignUp.objects.select_for_update().get(pk=sign_up.pk)


def _update(sign_up: SignUp, at: datetime, **values: Any) -> SignUp:
    SignUp.objects.filter(pk=sign_up.pk).update(updated_at=at, **values)
    for name, value in values.items():
        setattr(sign_up, name, value)
    return sign_up
