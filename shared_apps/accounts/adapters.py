"""What allauth asks us."""

import time
from io import BytesIO
from typing import Any, ClassVar

import segno
import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shared_apps.accounts import secrets, services, throttle
from shared_apps.accounts.models import User, UserKind
from shared_apps.notifications.delivery import sender_name
from shared_apps.notifications.services import Recipient

log = structlog.get_logger(__name__)

_EVENTS = {
    "account/email/login_code": "accounts/sign_in_code",
    "account/email/password_reset_code": "accounts/password_code",
    "account/email/password_changed": "accounts/password_changed",
    "account/email/password_reset": "accounts/password_changed",
    "mfa/email/totp_activated": "accounts/second_factor_on",
    "mfa/email/totp_deactivated": "accounts/second_factor_off",
    "mfa/email/recovery_codes_generated": "accounts/recovery_codes_made",
    "mfa/email/webauthn_added": "accounts/passkey_added",
    "mfa/email/webauthn_removed": "accounts/passkey_removed",
}
"""Our event for allauth's template of an e-mail."""

_HOMES = {UserKind.OFFICER: "/desk/", UserKind.STAFF: "/console/"}


class AccountAdapter(DefaultAccountAdapter):
    """Signing in and out, with mail and SMS by our own way."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail or the password is not right. Check both and try again."),
        "enter_current_password": _("This is not your present password. Try again."),
        "incorrect_code": _("This code is not right. Use the newest message, and check every digit."),
        "incorrect_password": _("The password is not right. Try again."),
        "rate_limited": _("You are going too fast. Wait half a minute, then try again."),
        "too_many_login_attempts": _("Too many tries. Wait 5 minutes, then try again."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of allauth's e-mails as a notification."""
        send_code_or_notice(_EVENTS[template_prefix], Recipient(email=email, language=_language()), context)

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **kwargs: Any) -> None:
        """Send a sign-in code to a phone."""
        send_code_or_notice("accounts/sign_in_code", Recipient(phone=phone, language=_language()), {"code": code})

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell people, and the log, what changed in how they sign in."""
        services.record_security_change(user=user, event=_EVENTS[template_prefix])
        if user.email:
            self.send_mail(template_prefix, user.email, context or {})

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse before the password is even looked at: allauth's limits in this LGO, ours over all of them."""
        if throttle.is_exhausted(throttle.PASSWORDS, **self._keys(request, credentials)):
            log.warning("sign_in_blocked")
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a wrong password over all LGOs."""
        throttle.count(throttle.PASSWORDS, **self._keys(request, credentials))
        log.warning("sign_in_failed")

    def _keys(self, request: HttpRequest, credentials: dict[str, Any]) -> dict[str, str]:
        return {"ip": self.get_client_ip(request), "identifier": str(credentials.get("email", ""))}

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Note the sign-in, and ask a new citizen for a name."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        services.record_sign_in(user=user, language=_language(), at=timezone.now())
        if not user.display_name:
            response["Location"] = f"{reverse('account_name')}?{urlencode({'next': response['Location']})}"
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Everyone to their own part of the site."""
        return home_of(request.user)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Home; who came by a Digital ID that they can sign out of is told so first."""
        idp = request.session.get("accounts.assurance", {}).get("idp", "")
        if settings.DIGITAL_ID_PROVIDERS.get(idp, {}).get("post_logout_url"):
            return reverse("digital_id_signed_out", args=[idp])
        return "/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account."""
        return reverse("account_overview")

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Citizens get an account by their first code, officers by invitation."""
        return False

    def set_password(self, user: Any, password: str) -> None:
        """Store a new password."""
        services.set_password(user=user, password=password)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not when the password or a code was given a moment ago, at sign-in."""
        records = get_authentication_records(self.request, self.request.user)
        if any(time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))


class SecondFactorAdapter(DefaultMFAAdapter):
    """TOTP with keys encrypted by tenant and a QR code from segno."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Your account needs a second step. It cannot be switched off."),
        "incorrect_code": _("This code is not right. Wait for the next one in the app, and try that."),
    }

    def get_totp_issuer(self) -> str:
        """What the app on the phone shows: the LGO, or the operator."""
        return sender_name()

    def build_totp_svg(self, url: str) -> str:
        """The QR code as an SVG image."""
        image = BytesIO()
        segno.make(url, error="m").save(image, kind="svg", scale=5, border=4, light="#fff", xmldecl=False, nl=False)
        return image.getvalue().decode()

    def encrypt(self, text: str) -> str:
        """Encrypt for this LGO."""
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt what this LGO encrypted."""
        return secrets.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Who must have a second factor keeps one: an app or a passkey."""
        user: User = authenticator.user
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        others = Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exclude(pk=authenticator.pk)
        return not user.needs_second_factor or others.exists()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # allauth's name
        """What a new passkey is called until its owner says otherwise."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)s") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Who asks, in the window of the browser: the LGO or the operator, at this host."""
        return {**super().get_public_key_credential_rp_entity(), "name": sender_name()}


def home_of(user: Any) -> str:
    """Where a person starts after signing in."""
    return _HOMES.get(user.kind, "/")


def send_code_or_notice(event: str, to: Recipient, context: dict[str, Any]) -> None:
    """Send an e-mail or SMS about signing in; codes are secret and soon useless."""
    services.send_notice(event=event, to=to, code=str(context.get("code", "")), at=timezone.now())


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE)[:2]
