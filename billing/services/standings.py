"""What lists show of where LGOs stand is kept true by whatever changes it, and verified every night. Public scope.

A service that changes terms, orders, invoices or the trial carries `@keeps_standings` and tells `standing_changed` of
whom. It is written at the end of the outermost of such services, in its transaction: by then everything else is locked,
and so two of them never wait for one another.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

import structlog
from django.db import transaction

from billing.models import StoredStanding
from billing.selectors.stored import out_of_date, positions
from kit import clock
from shared_apps.audit.services import record
from tenants.models import Tenant

log = structlog.get_logger(__name__)
CHUNK = 500
_P = ParamSpec("_P")
_R = TypeVar("_R")


class _Changed(threading.local):
    """LGOs that the services of this thread have changed, until the outermost of them ends; None outside of all."""

    days: dict[UUID, date] | None = None


_changed = _Changed()


def keeps_standings(service: Callable[_P, _R]) -> Callable[_P, _R]:
    """One transaction around a service, at whose end the LGOs that it changed are written anew."""

    @wraps(service)
    def kept(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        with transaction.atomic():
            if _changed.days is not None:
                return service(*args, **kwargs)
            _changed.days = {}
            try:
                result = service(*args, **kwargs)
                _write_all(_changed.days)
            finally:
                _changed.days = None
            return result

    return kept


@keeps_standings
def standing_changed(*, tenant_id: UUID, at: datetime) -> None:
    """Have an LGO's standing written anew, at the end of the service that runs."""
    if _changed.days is not None:
        _changed.days[tenant_id] = max(clock.bangkok_day(at), clock.today())


def _write_all(days: dict[UUID, date]) -> None:
    for tenant_id in sorted(days):
        tenant = Tenant.objects.get(pk=tenant_id)
        _lock([tenant], days[tenant_id])
        _write(positions([tenant], days[tenant_id]).values())


def _lock(tenants: Sequence[Tenant], day: date) -> dict[UUID, StoredStanding]:
    """The rows of LGOs, locked in one order and made where there was none; only then is read what they shall say."""
    missing = [StoredStanding(tenant=tenant, day=day) for tenant in tenants]
    StoredStanding.objects.bulk_create(missing, ignore_conflicts=True)
    rows = StoredStanding.objects.select_for_update().filter(tenant__in=tenants).order_by("pk")
    return {row.pk: row for row in rows}


def _write(rows: Iterable[StoredStanding]) -> None:
    StoredStanding.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["tenant"], update_fields=["day", *StoredStanding.FIGURES]
    )


@dataclass(frozen=True)
class Kept:
    """How many LGOs were brought to the day, and how many of them were not what they should have been before."""

    written: int
    healed: int


def keep_standings(*, at: datetime) -> Kept:
    """Bring every LGO to the day of `at`, chunk by chunk.

    What was kept is compared with what it should have said on its own day: a difference means that something changed
    an LGO without telling. It is healed, and stands in the log and in the audit trail.
    """
    day, written, healed = clock.bangkok_day(at), 0, 0
    while chunk := list(out_of_date(day).order_by("pk")[:CHUNK]):
        healed += _bring(chunk, day, at)
        written += len(chunk)
    if written:
        log.info("standings_kept", written=written, healed=healed)
    return Kept(written, healed)


@transaction.atomic
def _bring(chunk: Sequence[Tenant], day: date, at: datetime) -> int:
    known = set(StoredStanding.objects.filter(tenant__in=chunk).values_list("pk", flat=True))
    kept = {key: row for key, row in _lock(chunk, day).items() if key in known}
    healed = 0
    for before in sorted({row.day for row in kept.values()}):
        of_that_day = [tenant for tenant in chunk if tenant.pk in kept and kept[tenant.pk].day == before]
        right = positions(of_that_day, before)
        healed += sum(_report(tenant, kept[tenant.pk], right[tenant.pk], at) for tenant in of_that_day)
    _write(positions(chunk, day).values())
    return healed


def _report(tenant: Tenant, kept: StoredStanding, right: StoredStanding, at: datetime) -> bool:
    """Whether what was kept was wrong; it is written down then."""
    was, should = kept.figures, right.figures
    wrong = {name: [str(was[name]), str(should[name])] for name in was if was[name] != should[name]}
    if not wrong:
        return False
    log.error("standing_drifted", lgo=str(tenant.pk), fields=sorted(wrong))
    record("billing.standing_healed", actor=None, target=tenant, data={"changes": wrong}, at=at)
    return True
