"""Work on many cases at once: each in a transaction of its own, its conflict reported by itself."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kit.errors import DomainError, Invalid, OverLimit
from shared_apps.audit import services as audit
from shared_apps.casework import work
from shared_apps.jobs.services import enqueue
from shared_apps.notifications.services import Recipient, notify
from shared_apps.ui.errors import message_of
from tenant_apps.desk import selectors
from tenant_apps.desk.models import Item, Run
from tenant_apps.registry.models import Division, Officer
from tenant_apps.registry.selectors import divisions, officer_by_id

MOST = 500
"""Cases on which one act may be done at once."""
AT_ONCE = 20
"""Up to so many are done while the officer waits; more by a job whose progress is shown."""
KEPT = timedelta(days=30)
NONE = _("No case was chosen. Tick the cases first.")
TOO_MANY = _("At most %(most)s cases can be worked on at once. Narrow the list down with the filters first.")
_LISTED = 20

Row = Mapping[str, Any]


@transaction.atomic
def begin_run(
    *,
    verb: str,
    cases: Sequence[Row],
    actor: Any,
    at: datetime,
    note: str,
    officer: Officer | None = None,
    division: Division | None = None,
) -> Run:
    """Write down what is to be done with which cases (rows of `work.find`), and begin.

    Raises:
        Invalid: there is no case.
        OverLimit: there are more than `MOST`.
    """
    if not cases:
        raise Invalid(NONE)
    if len(cases) > MOST:
        raise OverLimit(TOO_MANY, params={"most": MOST})
    values: dict[str, object] = {
        "note": note,
        "officer": officer.pk if officer else None,
        "division": division.pk if division else None,
    }
    run = Run.objects.create(actor=actor, verb=verb, values=values, total=len(cases), created_at=at)
    Item.objects.bulk_create([_item(run, place, row) for place, row in enumerate(cases, start=1)])
    audit.record(f"desk.{verb}", actor=actor, target=run, data={"cases": len(cases)}, at=at)
    if len(cases) > AT_ONCE:
        enqueue("desk.work_on", run_id=str(run.pk), key=f"desk:{run.pk}")
    return run


def _item(run: Run, place: int, row: Row) -> Item:
    return Item(
        run=run,
        place=place,
        service=row["service"],
        case_id=row["id"],
        number=row["number"],
        version=row["version"],
        is_sample=row["is_sample"],
    )


def work_on(*, run: Run, at: datetime) -> None:
    """Do what waits in a run; a case that was done is passed over, so that a second try does nothing twice."""
    officer = officer_by_id(_key(run, "officer"))
    division = divisions(active_only=False).filter(pk=_key(run, "division")).first()
    with override(run.actor.language):
        for item_id in selectors.waiting_items(run):
            _work_on_one(item_id, run, _verb(run, officer, division, at))
    finish_run(run=run, at=at)


def _key(run: Run, name: str) -> int:
    value = run.values.get(name)
    return value if isinstance(value, int) else 0


def _verb(run: Run, officer: Officer | None, division: Division | None, at: datetime) -> Callable[[Item], None]:
    given: dict[str, Any] = {"actor": run.actor, "at": at, "note": str(run.values.get("note") or "")}

    def act(item: Item) -> None:
        source = work.source_of(item.service)
        case: dict[str, Any] = {"pk": item.case_id, "version": item.version}
        if run.verb == Run.Verb.ASSIGN:
            source.assign(**case, officer=officer, **given)
        else:
            source.forward(**case, division=division, **given)

    return act


@transaction.atomic
def _work_on_one(item_id: int, run: Run, act: Callable[[Item], None]) -> None:
    item = Item.objects.select_for_update().filter(pk=item_id, outcome=Item.Outcome.WAITING).first()
    if item is None:
        return
    outcome, reason = Item.Outcome.DONE, ""
    try:
        with transaction.atomic():
            act(item)
    except DomainError as error:
        outcome, reason = Item.Outcome.REFUSED, message_of(error)[:300]
    Item.objects.filter(pk=item.pk).update(outcome=outcome, reason=reason)


@transaction.atomic
def finish_run(*, run: Run, at: datetime) -> None:
    """Close a run whose cases are all done or refused, once, and tell the officer who was given work."""
    if selectors.waiting_items(run):
        return
    if Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).update(state=Run.State.DONE, finished_at=at) != 1:
        return
    data: dict[str, object] = {**selectors.outcomes(run)}
    audit.record("desk.run_finished", actor=run.actor, target=run, data=data, at=at)
    officer = officer_by_id(_key(run, "officer"))
    if run.verb == Run.Verb.ASSIGN and officer is not None and officer.user_id != run.actor_id:
        _tell(run, officer)


def _tell(run: Run, officer: Officer) -> None:
    given = Item.objects.filter(run=run, outcome=Item.Outcome.DONE, is_sample=False).order_by("place")
    numbers = list(given.values_list("number", flat=True))
    if numbers:
        user = officer.user
        notify(
            "desk/given",
            to=Recipient(email=user.email or "", name=str(user), language=user.language, user_id=user.pk),
            context={"count": str(len(numbers)), "list": "\n".join(numbers[:_LISTED]), "officer": str(run.actor)},
            key=str(run.pk),
        )


@transaction.atomic
def forget_sample(*, service: str, case_id: int) -> None:
    """Take a sample case out of what was done to many cases; runs in which nothing else was go with it."""
    items = Item.objects.filter(service=service, case_id=case_id, is_sample=True)
    runs = list(Run.objects.select_for_update().filter(pk__in=items.values("run")))
    items.delete()
    for run in runs:
        left = Item.objects.filter(run=run).count()
        if left:
            Run.objects.filter(pk=run.pk).update(total=left)
        else:
            run.delete()


def forget_old_runs(*, at: datetime) -> int:
    """Forget runs of a month ago; the audit rows stay. Returns how many."""
    deleted, _by_model = Run.objects.filter(created_at__lt=at - KEPT).delete()
    return deleted
