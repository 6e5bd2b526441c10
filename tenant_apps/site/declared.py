"""What the site declares to the platform: rights, and words of the history of settings."""

from django.utils.translation import gettext_lazy as _

from shared_apps.accounts.rights import Action, Duty, Service
from shared_apps.notifications.events import Event, Placeholder
from tenants.openings import Opening

SITE = Service(
    code="site",
    label=_("Citizens' site"),
    order=90,
    actions=(Action.EDIT, Action.PUBLISH, Action.SETTINGS),
    duties={Duty.COMMUNICATIONS: (Action.EDIT, Action.PUBLISH)},
)
CHANGE_LABELS = {"holiday": _("Holiday"), "in use": _("In use"), "roles": _("Roles"), "last day": _("Last day")}

HOLIDAYS = Event(
    code="site/holidays",
    label=_("Holidays of the coming year were added"),
    audience="officer",
    placeholders=("count", Placeholder(name="year", label=_("year (Buddhist era)"), sample="2571")),
)
PICTURES = _("Logo, seal and pictures of the office")
OPENINGS = (
    Opening("/contact", label=_("Contact the office")),
    Opening("/privacy", label=_("Privacy notice")),
    Opening("/accessibility"),
)
"""What everyone may read also on a closed site: whom to ask, and what becomes of personal data."""
