"""What two people agree to before it holds: one writes a version, another approves it. Public scope.

An audit row stands for each of the acts: `<name>_submitted`, `<name>_approved`, `<name>_withdrawn`.
"""

from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from billing.models import VersionState
from billing.models.versions import AgreedVersion
from kit.errors import Conflict, Invalid, Refused
from shared_apps.audit.services import record

SAME_PERSON = _("Someone else has to approve what you wrote.")
NOT_DRAFT = _("This version is no longer a draft. Make a new version.")
NOT_WAITING = _("This version does not wait for approval.")
DAY_TAKEN = _("Another approved version begins on this day. Choose another day.")
Version = TypeVar("Version", bound=AgreedVersion)


class Earliest(NamedTuple):
    """The first day from which a version may hold, and what is said of an earlier one."""

    day: date
    why: Any

    def check(self, day: date) -> None:
        """Raise Invalid when the day is too early."""
        if day < self.day:
            raise Invalid(self.why, code="past", field="effective_from")


def next_version(model: type[Version]) -> int:
    """The next number; who asks at the same time waits for the newest version's row."""
    rows = _rows(model)
    list(rows.select_for_update(of=("self",)).order_by("-version")[:1])
    return (rows.aggregate(last=Max("version"))["last"] or 0) + 1


def lock_draft(version: Version) -> Version:
    """The row, locked.

    Raises:
        Refused: it is no draft.
    """
    locked = _locked(version)
    if locked.state != VersionState.DRAFT:
        raise Refused(NOT_DRAFT, code="not_draft")
    return locked


def submit(version: Version, *, name: str, actor: Any, at: datetime) -> None:
    """Ask for approval of a draft that is locked."""
    _update(version, state=VersionState.SUBMITTED)
    record(f"{name}_submitted", actor=actor, target=version, at=at)


@transaction.atomic
def approve(version: Version, *, name: str, earliest: Earliest, actor: Any, at: datetime) -> None:
    """Let a version hold from its day.

    Raises:
        Refused: it does not wait for approval, or its writer is the one who would approve.
        Invalid: its day is too early.
        Conflict: another version begins on that day.
    """
    locked = _locked(version)
    if locked.state != VersionState.SUBMITTED:
        raise Refused(NOT_WAITING, code="not_waiting")
    if locked.written_by_id is not None and locked.written_by_id == actor.pk:
        raise Refused(SAME_PERSON, code="same_person")
    earliest.check(locked.effective_from)
    try:
        with transaction.atomic():
            _update(locked, state=VersionState.APPROVED, approved_by=actor, approved_at=at)
    except IntegrityError as error:
        raise Conflict(DAY_TAKEN, code="day_taken", field="effective_from") from error
    record(f"{name}_approved", actor=actor, target=locked, at=at)


@transaction.atomic
def withdraw(version: Version, *, name: str, actor: Any, reason: str, at: datetime) -> None:
    """Give up a version that was not approved.

    Raises:
        Refused: it was approved, or withdrawn before.
    """
    locked = _locked(version)
    if locked.state not in {VersionState.DRAFT, VersionState.SUBMITTED}:
        raise Refused(NOT_DRAFT, code="not_draft")
    _update(locked, state=VersionState.WITHDRAWN)
    record(f"{name}_withdrawn", actor=actor, target=locked, data={"reason": reason}, at=at)


def _rows(model: type[Version]) -> "models.Manager[Version]":
    return model._default_manager  # noqa: SLF001  # as Django documents it


def _locked(version: Version) -> Version:
    return _rows(type(version)).select_for_update(of=("self",)).get(pk=version.pk)


def _update(version: Version, **values: Any) -> None:
    _rows(type(version)).filter(pk=version.pk).update(**values)
