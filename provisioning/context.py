"""What every page of the operator's host shows around its content; and of the contract, every page of a desk."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kit import clock
from provisioning import menus
from provisioning.finance.registrations import SERVICE
from shared_apps.accounts.models import User
from shared_apps.accounts.rights import Action
from shared_apps.ui.templatetags.thai import thaidate
from tenants.models import Tenant
from tenants.workflow import TenantState

FINANCE_PATH = "/desk/billing/"
_TRIAL_NOTICE = timedelta(days=14)
_TRIAL_ENDS = _("The free trial lasts until %(day)s.")
_TRIAL_OVER = _("The free trial ended on %(day)s. Everything still works for a time.")
_TERM_OVER = _("What was paid for ended on %(day)s. Everything still works for a time.")


def operator(request: HttpRequest) -> dict[str, object]:
    """Menus and links of the operator's host; at an LGO what is to be done about the contract, and a support visit."""
    tenant: Tenant | None = getattr(request, "tenant", None)
    if tenant is not None:
        visit = getattr(getattr(request, "user", None), "visit", None)
        return {"contract_notice": _contract_notice(request, tenant), "visit": visit}
    if request.path.startswith("/console/"):
        return menus.console(request)
    return menus.public(request)


def _contract_notice(request: HttpRequest, tenant: Tenant) -> dict[str, object] | None:
    """What officers are told above every page, from the snapshot of what their LGO may do; it costs no query."""
    if not request.path.startswith("/desk/"):
        return None
    url = FINANCE_PATH if _may_pay(request.user) else ""
    if not tenant.may_write:
        return {"text": _("To open it again, pay what is owed."), "url": url, "label": _("Pay or renew")}
    until, today = tenant.entitled_until, clock.today()
    on_trial = tenant.state == TenantState.TRIAL
    if until is None or until >= today + (_TRIAL_NOTICE if on_trial else timedelta(0)):
        return None
    text = _TRIAL_ENDS if until >= today else _TRIAL_OVER if on_trial else _TERM_OVER
    label = _("Choose a package") if on_trial else _("Pay or renew")
    return {"text": str(text) % {"day": thaidate(until, "medium")}, "url": url, "label": label}


def _may_pay(user: Any) -> bool:
    """Whether this officer finds the pages of money behind the link."""
    return isinstance(user, User) and user.may(SERVICE, Action.VIEW)
