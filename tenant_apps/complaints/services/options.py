"""The LGO's choices for citizens' pages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction

from shared_apps.audit import services as audit
from tenant_apps.complaints.models import CitizenOptions
from tenant_apps.complaints.selectors.public import OPTIONS_KEY
from tenants.scope import require_tenant, tenant_scope

FIELDS = ("nearby_metres", "shows_cases", "allows_anonymous", "keeps_drafts_days")


@transaction.atomic
def change_citizen_options(*, values: Mapping[str, Any], actor: Any, at: datetime) -> CitizenOptions:
    """Write the options; what changed is in the audit log."""
    CitizenOptions.objects.get_or_create(pk=1)
    options = CitizenOptions.objects.select_for_update().get(pk=1)
    changes = {name: [getattr(options, name), values[name]] for name in FIELDS if name in values}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    for name, (_before, after) in changes.items():
        setattr(options, name, after)
    options.save()
    if changes:
        audit.record("complaints.change_options", actor=actor, data={"changes": changes}, at=at)
    _forget()
    return options


def _forget() -> None:
    """Now for this transaction, and after the commit since a page could put the old values back before."""
    tenant = require_tenant()
    cache.delete(OPTIONS_KEY)

    def again() -> None:
        with tenant_scope(tenant):  # the commit may come after the scope was left
            cache.delete(OPTIONS_KEY)

    transaction.on_commit(again)
