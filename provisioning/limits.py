"""How often one address on the internet may do what costs us something. Counted over all hosts."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from kit.errors import OverLimit, gettext_noop
from shared_apps.accounts.throttle import Limit, count, is_exhausted

SIGN_UPS = Limit("sign_up", seconds=3600, by_ip=60, by_identifier=60)
CODES = Limit("sign_up_code", seconds=3600, by_ip=30, by_identifier=8)
LOOK_UPS = Limit("sign_up_look_up", seconds=60, by_ip=120, by_identifier=120)


def spend(limit: Limit, request: HttpRequest, *, identifier: str = "") -> None:
    """Count one more.

    Raises:
        OverLimit: it is one too many.
    """
    ip = get_adapter().get_client_ip(request)
    # Without an identifier of its own, only the address on the internet counts.
    who = identifier or ip
    if is_exhausted(limit, ip=ip, identifier=who):
        raise OverLimit(gettext_noop("Too many requests came from your network. Wait a while and try again."))
    count(limit, ip=ip, identifier=who)
