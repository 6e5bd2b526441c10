"""All that an LGO keeps of one citizen, to see and to take away (PDPA s. 30, 31). Apps register their part of it.

own_data.register(own_data.Sheet(code="cases", label=_("My cases"), headers=…, rows_of=…))   # AppConfig.ready
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shared_apps.accounts import privacy, selectors
from shared_apps.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet of the workbook. `rows_of(user)` gives that person's own rows only, in the order of `headers()`."""

    code: str
    label: Any
    headers: Callable[[], Sequence[object]]
    rows_of: Callable[[User], Iterable[Sequence[Any]]]


_sheets: dict[str, Sheet] = {}


def register(*sheets: Sheet) -> None:
    """Add sheets, or replace those of their codes."""
    _sheets.update({one.code: one for one in sheets})


def sheets() -> list[Sheet]:
    """All that is kept, in the order of the apps."""
    return list(_sheets.values())


def _account(user: User) -> list[tuple[Any, Any]]:
    linked = [f"{name} ({row.date_joined:%Y-%m-%d})" for name, row in selectors.digital_ids(user.pk).items()]
    return [
        (_("Name"), user.display_name),
        (_("E-mail"), user.email),
        (_("Mobile number"), user.phone),
        (_("Language"), user.language),
        (_("Account since"), user.date_joined),
        (_("Digital ID"), ", ".join(linked)),
    ]


def _consents(user: User) -> list[tuple[Any, ...]]:
    return [
        (_purpose(row.purpose), row.version, row.given_at, row.withdrawn_at) for row in selectors.consents_of(user.pk)
    ]


def _purpose(code: str) -> str:
    if code == privacy.NOTICE:
        return _("Read the privacy notice")
    purpose = privacy.purpose_of(code)
    return str(purpose.label) if purpose else code


ACCOUNT = Sheet(
    code="account",
    label=gettext_lazy("My account"),
    headers=lambda: (_("Entry of the account"), _("What is kept")),
    rows_of=_account,
)
CONSENTS = Sheet(
    code="consents",
    label=gettext_lazy("Consents and notices"),
    headers=lambda: (_("For what"), _("Version of the notice"), _("Given"), _("Taken back")),
    rows_of=_consents,
)
