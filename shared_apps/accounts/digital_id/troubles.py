"""Why a sign-in with Digital ID did not work, as people are told."""

from enum import Enum
from http import HTTPStatus
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class _Page(NamedTuple):
    status: HTTPStatus
    title: Any
    text: Any


class Trouble(Enum):
    """A reason, with the status and the words of its page."""

    CANCELLED = _Page(
        HTTPStatus.OK,
        _("You did not sign in"),
        _("You stopped, or did not agree, at the Digital ID. Nothing was kept. You can try again, or use a code."),
    )
    UNKNOWN_BROWSER = _Page(
        HTTPStatus.UNAUTHORIZED,
        _("Please begin again"),
        _("This sign-in took too long, or was begun in another browser. Begin again here and stay in this browser."),
    )
    NOT_TRUSTED = _Page(
        HTTPStatus.UNAUTHORIZED,
        _("We could not check the answer"),
        _("The answer of the Digital ID did not pass our check, so we did not sign you in. Please begin again."),
    )
    INCOMPLETE = _Page(
        HTTPStatus.FORBIDDEN,
        _("The Digital ID did not say who you are"),
        _("We did not get the number that tells us it is you. Try again and agree to share it, or use a code."),
    )
    UNREACHABLE = _Page(
        HTTPStatus.SERVICE_UNAVAILABLE,
        _("The Digital ID does not answer now"),
        _("This is not your fault. Please use a code instead, or try again later."),
    )
    NOT_FRESH = _Page(
        HTTPStatus.UNAUTHORIZED,
        _("Please confirm once more"),
        _("For this service you confirm yourself anew at the Digital ID. The confirmation we got was an earlier one."),
    )
    LEVEL_TOO_LOW = _Page(
        HTTPStatus.FORBIDDEN,
        _("Your Digital ID is not yet strong enough"),
        _("This service needs an identity that was checked more closely. Verify yourself with the Digital ID first."),
    )
    ANOTHER_PERSON = _Page(
        HTTPStatus.FORBIDDEN,
        _("This is another Digital ID"),
        _("Your account here belongs to another Digital ID. Sign out first if you want to use this one."),
    )
    TAKEN = _Page(
        HTTPStatus.CONFLICT,
        _("This Digital ID has its own account here"),
        _("It cannot belong to two accounts. Sign in with the Digital ID to use the account it belongs to."),
    )
    CLOSED = _Page(
        HTTPStatus.FORBIDDEN,
        _("This account is closed"),
        _("You cannot sign in with it. Please contact the office."),
    )


class DigitalIdError(Exception):
    """A sign-in that stops here. `detail` is for the log, and names no person."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(trouble.name)
        self.trouble = trouble
        self.detail = detail
