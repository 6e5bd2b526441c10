"""Duties of the operator's staff: who may do what in the console.

    @duty_required(Duty.FINANCE)              # on a view; any one of several duties will do
    request.user.has_duty(Duty.FINANCE)       # in a template or a service

Whoever is staff may look around in the console; acting needs a duty. An administrator holds all of them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from kit.errors import Refused
from provisioning.models import Duty, StaffDuty
from shared_apps.accounts.permissions import View, staff_required

__all__ = ["MAY_SEE_MONEY", "NO_DUTY", "Duty", "duties_of", "duty_required", "has_duty", "require_duty"]

MAY_SEE_MONEY = (Duty.FINANCE, Duty.APPROVER)
"""Whoever decides over money may look at all of it."""
NO_DUTY = _("You do not have the duty that this needs. Ask an administrator of the platform for it.")


def duties_of(user: Any) -> frozenset[str]:
    """The duties of a member of the staff; nobody else has any. Public scope."""
    if not (user.is_platform_staff and user.is_active):
        return frozenset()
    held = frozenset(StaffDuty.objects.filter(user_id=user.pk).values_list("duty", flat=True))
    return frozenset(Duty.values) if Duty.ADMINISTRATOR in held else held


def require_duty(user: Any, *duties: str) -> None:
    """Raise Refused when somebody has none of `duties`."""
    if not has_duty(user, *duties):
        raise Refused(NO_DUTY, code="no_duty")


def has_duty(user: Any, *duties: str) -> bool:
    """Whether who asks has one of `duties`; for views and their templates."""
    return bool(user.is_authenticated) and any(user.has_duty(duty) for duty in duties)


def duty_required(*duties: str) -> Callable[[View], View]:
    """For staff with one of `duties`; others of the staff are told whom to ask, and nobody else learns of the page.

    Raises:
        Refused: a member of the staff without such a duty.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require_duty(request.user, *duties)
            return view(request, *args, **kwargs)

        return staff_required(checked)

    return decorate
