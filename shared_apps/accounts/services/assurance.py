"""Which level of identity this LGO asks for."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from shared_apps.accounts.assurance import services
from shared_apps.accounts.models import AssuranceRule, User
from shared_apps.audit.services import record_change


@transaction.atomic
def set_levels(*, levels: Mapping[str, Decimal], actor: User, at: datetime) -> None:
    """Ask for these levels from now on; services that are not named stay as they are."""
    known = {service.code: service for service in services()}
    before = {str(known[code].label): known[code].ial for code in levels}
    after = {str(known[code].label): level for code, level in levels.items()}
    for code, level in levels.items():
        AssuranceRule.objects.update_or_create(service=code, defaults={"ial": level})
    record_change("accounts.assurance_set", actor=actor, target=None, before=before, after=after, at=at)
