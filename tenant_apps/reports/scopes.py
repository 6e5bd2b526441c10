"""What tokens may be allowed to read of the reports."""

from django.utils.translation import gettext_lazy as _

from shared_apps.api.scopes import Scope

REPORTS, SATISFACTION = "reports.view", "surveys.view"

SCOPES = (
    Scope(code=REPORTS, label=_("See the totals of reports"), right=("reports", "view"), order=30),
    Scope(code=SATISFACTION, label=_("See the totals of satisfaction"), right=("surveys", "view"), order=31),
)
