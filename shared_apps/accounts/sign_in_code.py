"""One-time codes for citizens, who may not have an account yet."""

from typing import Any, Self

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from allauth.core.internal.cryptokit import compare_user_code
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from kit.errors import OverLimit, gettext_noop
from shared_apps.accounts import services, throttle
from shared_apps.accounts.adapters import send_code_or_notice
from shared_apps.accounts.models import User, UserKind
from shared_apps.accounts.selectors import user_by_email, user_by_phone
from shared_apps.notifications.services import Recipient

_MAX_RESENDS = 3
_TOO_SOON = gettext_noop("A code was sent a moment ago, or too often. Wait half a minute, then try again.")


class SignInCode(AbstractCodeVerificationProcess):
    """allauth's one-time code for an e-mail address or phone number, with an account only when the code is right.

    Every address gets the same answer on the page. Officers and closed accounts are told by message, not on the page,
    that they cannot sign in this way.
    """

    session_key = "accounts.sign_in_code"

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        super().__init__(
            max_attempts=settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
            state=state,
        )
        self.request = request

    @classmethod
    def start(cls, request: HttpRequest, *, email: str = "", phone: str = "") -> Self:
        """Send a code and remember it in the session.

        Raises:
            OverLimit: too many were asked for.
        """
        process = cls(request, cls.initial_state(None, email=email, phone=phone))
        process.send()
        process.persist()
        return process

    @classmethod
    def resume(cls, request: HttpRequest) -> Self | None:
        """The code that this session waits for, unless it ran out."""
        state = request.session.get(cls.session_key)
        if not isinstance(state, dict):
            return None
        process: Self | None = cls(request, state).abort_if_invalid()
        return process

    @property
    def identifier(self) -> str:
        """The address the code went to."""
        return self.state.get("email") or self.state.get("phone") or ""

    def send(self) -> None:
        """Send a new code, or a notice to those who do not sign in by code."""
        self._count_sending()
        owner = self._owner()
        self.state["code"] = ""
        if owner is None or (owner.kind == UserKind.CITIZEN and owner.is_active):
            self.state["code"] = get_adapter().generate_login_code()
            self._send_code()
        else:
            event = "accounts/closed" if not owner.is_active else "accounts/use_officer_sign_in"
            send_code_or_notice(event, self._recipient(), {})

    def _count_sending(self) -> None:
        keys = self._keys()
        allowed = ratelimit.consume(self.request, action="request_login_code", key=self.identifier)
        if not allowed or throttle.is_exhausted(throttle.CODES_SENT, **keys):
            raise OverLimit(_TOO_SOON, code="too_many_codes")
        throttle.count(throttle.CODES_SENT, **keys)

    def _keys(self) -> dict[str, str]:
        return {"ip": get_adapter().get_client_ip(self.request), "identifier": self.identifier}

    def _owner(self) -> User | None:
        email, phone = self.state.get("email"), self.state.get("phone")
        return user_by_email(email) if email else user_by_phone(phone)

    def _recipient(self) -> Recipient:
        return Recipient(
            email=self.state.get("email", ""), phone=self.state.get("phone", ""), language=get_language() or "th"
        )

    def _send_code(self) -> None:
        adapter, code = get_adapter(), self.state["code"]
        if self.state.get("email"):
            adapter.send_mail("account/email/login_code", self.state["email"], {"code": code})
        else:
            adapter.send_verification_code_sms(user=None, phone=self.state["phone"], code=code)

    def resend(self) -> None:
        """Send another code; the earlier one stops working.

        Raises:
            OverLimit: too many were asked for.
        """
        self.send()
        self.record_resend()
        self.persist()

    @property
    def can_resend(self) -> bool:
        """Whether this session may ask once more."""
        return not self.is_resend_quota_reached(_MAX_RESENDS)

    def is_right(self, code: str) -> bool:
        """Whether this is the code. Guessing over many LGOs and sessions is counted."""
        if throttle.is_exhausted(throttle.CODES_WRONG, **self._keys()):
            return False
        is_right: bool = compare_user_code(actual=code, expected=self.code)
        if not is_right:
            throttle.count(throttle.CODES_WRONG, **self._keys())
        return is_right

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """Sign the person in.

        Raises:
            Refused: meanwhile the address became an officer's, or the account was closed.
        """
        email, phone = self.state.get("email", ""), self.state.get("phone", "")
        user = services.citizen_of(email=email, phone=phone, language=(get_language() or "th")[:2], at=timezone.now())
        self.abort()
        record_authentication(self.request, user, method="code", email=email or None, phone=phone or None)
        response: HttpResponse = perform_login(
            self.request, Login(user=user, email=email or None, redirect_url=redirect_url)
        )
        return response

    def persist(self) -> None:
        """Keep the state in the session."""
        self.request.session[self.session_key] = self.state

    def abort(self) -> None:
        """Forget the code."""
        self.request.session.pop(self.session_key, None)
