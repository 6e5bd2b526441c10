"""Steps of the first day that are passed over, and the end of it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import NotFound
from tenant_apps.site import extensions
from tenant_apps.site.models import SiteSettings
from tenant_apps.site.services.office import change_settings, locked_row

NO_SUCH_STEP = _("There is no such step.")


@transaction.atomic
def skip_step(*, name: str, actor: Any, at: datetime) -> SiteSettings:
    """Leave a step as it is; it can be taken up again.

    Raises:
        NotFound: there is no such step.
    """
    if all(step.name != name for step in extensions.first_steps()):
        raise NotFound(NO_SUCH_STEP)
    skipped = sorted({*locked_row().steps_skipped, name})
    return change_settings(values={"steps_skipped": skipped}, actor=actor, at=at)


@transaction.atomic
def take_up_step(*, name: str, actor: Any, at: datetime) -> SiteSettings:
    """Have a skipped step to do again."""
    skipped = [one for one in locked_row().steps_skipped if one != name]
    return change_settings(values={"steps_skipped": skipped}, actor=actor, at=at)


def dismiss_start(*, actor: Any, at: datetime) -> SiteSettings:
    """Do not remind of the first steps any more; their page stays."""
    return change_settings(values={"start_dismissed_at": at}, actor=actor, at=at)
