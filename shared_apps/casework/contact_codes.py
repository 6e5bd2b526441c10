"""One-time codes that prove that an e-mail address or mobile phone is whoever's who types them, without an account.

The state lies in the session: the code only as a digest, under a key of this tenant. A code that was asked for with
`is_real=False` is never sent and never right; page, answer and limits are the same, so that nothing is found out.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from kit.errors import OverLimit
from shared_apps.accounts import throttle
from shared_apps.notifications.services import Recipient, notify
from tenants.scope import current_key

VALID_FOR = timedelta(minutes=10)
MAX_WRONG = 5
TOO_SOON = _("A code was sent a moment ago, or too often. Wait half a minute, then try again.")
_DIGITS = 6
_KEY = "casework.contact_code"


@dataclass(frozen=True)
class Asked:
    """What a session waits for: the code of which address, for what."""

    purpose: str
    subject: str
    email: str
    phone: str


def send_code(
    session: Any,
    *,
    purpose: str,
    subject: str,
    email: str = "",
    phone: str = "",
    ip: str,
    language: str,
    at: datetime,
    is_real: bool = True,
) -> None:
    """Send a code for `subject` (such as a case number) to one address; an earlier one stops working.

    Raises:
        OverLimit: too many were asked for, from this address of the net or for this contact.
    """
    keys = {"ip": ip, "identifier": email or phone}
    if throttle.is_exhausted(throttle.CODES_SENT, **keys):
        raise OverLimit(TOO_SOON, code="too_many_codes")
    throttle.count(throttle.CODES_SENT, **keys)
    code, salt = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}", secrets.token_hex(8)
    session[_KEY] = {
        "purpose": purpose,
        "subject": subject,
        "email": email,
        "phone": phone,
        "salt": salt,
        "digest": _digest(salt, code) if is_real else "",
        "until": (at + VALID_FOR).timestamp(),
        "wrong": 0,
    }
    if is_real:
        to = Recipient(email=email, phone=phone, language=language)
        notify("casework/code", to=to, context={"code": code}, key=salt, secret=True, valid_for=VALID_FOR)


def asked(session: Any, *, purpose: str, at: datetime) -> Asked | None:
    """What the session waits for, unless it ran out or was guessed at too often."""
    state = session.get(_KEY)
    if not isinstance(state, dict) or state.get("purpose") != purpose:
        return None
    if state["until"] < at.timestamp() or state["wrong"] >= MAX_WRONG:
        session.pop(_KEY)
        return None
    return Asked(purpose, state["subject"], state["email"], state["phone"])


def is_right(session: Any, code: str, *, ip: str) -> bool:
    """Whether this is the code that was sent; then it is used up. Guessing is counted over all sessions."""
    state = session[_KEY]
    keys = {"ip": ip, "identifier": state["email"] or state["phone"]}
    if throttle.is_exhausted(throttle.CODES_WRONG, **keys):
        return False
    if constant_time_compare(_digest(state["salt"], code), state["digest"]):
        session.pop(_KEY)
        return True
    throttle.count(throttle.CODES_WRONG, **keys)
    session[_KEY] = {**state, "wrong": state["wrong"] + 1}
    return False


def _digest(salt: str, code: str) -> str:
    return salted_hmac(f"casework.contact_code:{current_key()}", f"{salt}:{code}", algorithm="sha256").hexdigest()
