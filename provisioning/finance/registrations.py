"""What the LGO's pages of money declare: who may open them, and where they stand in the menu."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from shared_apps.accounts import rights
from shared_apps.accounts.rights import Action, Duty
from tenant_apps.site.extensions import MenuItem, register_menu

SERVICE = "billing"
"""View: see package, quotations and documents. Edit: ask for quotations, accept, pay, tax data."""


def declare() -> None:
    """Declare all of it; run again, it replaces what was declared."""
    rights.register_service(
        rights.Service(
            code=SERVICE,
            label=_("Package and bills"),
            order=85,
            actions=(Action.VIEW, Action.EDIT, Action.EXPORT),
            duties={
                Duty.FINANCE: (Action.VIEW, Action.EDIT, Action.EXPORT),
                Duty.EXECUTIVE: (Action.VIEW, Action.EXPORT),
                Duty.AUDITOR: (Action.VIEW, Action.EXPORT),
            },
        )
    )
    register_menu(
        MenuItem(
            name="billing",
            label=_("Package and bills"),
            icon="receipt",
            url_name="finance",
            order=85,
            may_open=_may_look,
        )
    )


def _may_look(user: Any) -> bool:
    return bool(user.may(SERVICE, Action.VIEW))
