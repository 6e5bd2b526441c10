"""Saved views of the inbox."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Conflict, OverLimit, Refused
from shared_apps.audit import services as audit
from tenant_apps.desk.models import Preference, SavedView
from tenant_apps.registry.models import Division

MOST_VIEWS = 30
TAKEN = _("You have a view of this name already. Choose another name.")
TOO_MANY = _("There are %(most)s views already. Remove one first.")
NOT_YOURS = _("Only the officer who saved this view can remove it.")


@transaction.atomic
def save_view(
    *, name: str, tab: str, query: str, division: Division | None, is_first: bool, actor: Any, at: datetime
) -> SavedView:
    """Keep the filters under a name, for oneself or with `division` for all of its officers.

    Raises:
        Conflict: there is one of that name.
        OverLimit: there are as many as there may be.
    """
    if SavedView.objects.filter(owner=actor).count() >= MOST_VIEWS:
        raise OverLimit(TOO_MANY, params={"most": MOST_VIEWS})
    try:
        with transaction.atomic():
            view = SavedView.objects.create(
                owner=actor, name=name, tab=tab, query=query, division=division, created_at=at
            )
    except IntegrityError as error:
        raise Conflict(TAKEN, field="name") from error
    audit.record("desk.save_view", actor=actor, target=view, data={"shared": division is not None}, at=at)
    if is_first:
        choose_first_view(view=view, actor=actor, at=at)
    return view


@transaction.atomic
def forget_view(*, view: SavedView, actor: Any, at: datetime) -> None:
    """Remove a view, also for those with whom it is shared.

    Raises:
        Refused: it is another officer's.
    """
    if view.owner_id != actor.pk:
        raise Refused(NOT_YOURS)
    audit.record("desk.forget_view", actor=actor, target=view, at=at)
    SavedView.objects.filter(pk=view.pk).delete()


@transaction.atomic
def choose_first_view(*, view: SavedView | None, actor: Any, at: datetime) -> None:
    """Let the inbox open with this view, or as it does by itself."""
    Preference.objects.update_or_create(user=actor, defaults={"first_view": view})
    audit.record("desk.first_view", actor=actor, target=view, at=at)
