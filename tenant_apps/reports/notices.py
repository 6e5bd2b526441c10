"""The notices by which citizens learn why a case takes longer, by the action of the timeline."""

from django.utils.translation import gettext_lazy as _

KINDS = [("delay", _("Told while late")), ("extend", _("Time was extended"))]
