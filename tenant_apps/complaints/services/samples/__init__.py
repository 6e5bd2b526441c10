"""Samples of cases for officers to try: loaded one by one, taken away one by one."""

from django.utils.translation import gettext_lazy as _

from tenant_apps.complaints.services.samples.clearing import clear_next
from tenant_apps.complaints.services.samples.loading import count, load_next, planned
from tenant_apps.site.extensions import Samples

COMPLAINTS = Samples(
    name="complaints",
    label=_("Complaints, requests for advice and suggestions in every state"),
    planned=planned,
    count=count,
    load=load_next,
    clear=clear_next,
)
