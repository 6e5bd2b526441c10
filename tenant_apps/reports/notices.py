"""The notices by which citizens learn why a case takes longer, by the action of the timeline."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.dates import format_medium
from tenant_apps.complaints.models import DelayCopy

KINDS = [("delay", _("Told while late")), ("extend", _("Time was extended"))]
COPIES = [("no", _("Not sent yet")), ("yes", _("Sent"))]


def sent_in(copy: DelayCopy) -> str:
    """When a copy was sent, and with which letter."""
    day = format_medium(copy.sent_on)
    return gettext("%(day)s, letter %(letter)s") % {"day": day, "letter": copy.letter} if copy.letter else day
