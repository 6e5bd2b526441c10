"""Creating a tenant: ours beside django-tenants' creation by migration.

`./dev bench provision [--quick]`. Two lines are drawn. "schema": a schema with all tables that the tenant may use; ours
claims a spare, or renders one when there is none, theirs is `create_schema` with its migrations. "live site":
everything from the application on, with seed data, storage, domain and the administrator's invitation, which are the
same steps in both.
"""

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.bench import _harness as bench

LEVELS = {False: (5, 200, 1000), True: (5, 40)}
OURS = {False: 40, True: 12}
EMPTY = {False: 10, True: 3}
THEIRS = {False: 5, True: 2}
WARM_UP = 2


@dataclass
class Times:
    """Seconds until the schema was there, and until the site was live."""

    schema: list[float] = field(default_factory=list)
    live: list[float] = field(default_factory=list)


def main() -> None:
    """Measure at every size of the fleet."""
    quick = bench.is_quick()
    bench.machine()
    rows: list[list[str]] = []
    with bench.bench_database("provision"):
        numbers = iter(range(5_000_000, 6_000_000))
        bench.make_spares(WARM_UP)
        create_many(WARM_UP, numbers, claim)
        for level in LEVELS[quick]:
            bench.grow(level)
            bench.make_spares(OURS[quick])
            ours = create_many(OURS[quick], numbers, claim)
            empty = create_many(EMPTY[quick], numbers, claim)
            theirs = create_many(THEIRS[quick], numbers, migrate)
            rows += _rows(level, "schema", ours.schema, empty.schema, theirs.schema)
            rows += _rows(level, "live site", ours.live, empty.live, theirs.live)
    bench.table(["tenants", "until", "creation", "runs", "median", "p95", "faster"], rows)
    bench.finish(
        p95_s=round(bench.percentile(ours.live, 0.95), 3),
        ratio=round(_ratio(theirs.schema, ours.schema), 1),
        ratio_live=round(_ratio(theirs.live, ours.live), 1),
        tenants=level,
    )


def _rows(level: int, until: str, ours: list[float], empty: list[float], theirs: list[float]) -> list[list[str]]:
    head = [str(level), until]
    return [
        [*head, "ours, from the pool", *bench.summary(ours), f"{_ratio(theirs, ours):.0f} x"],
        [*head, "ours, pool empty", *bench.summary(empty), f"{_ratio(theirs, empty):.0f} x"],
        [*head, "django-tenants, by migration", *bench.summary(theirs), ""],
    ]


def _ratio(slow: list[float], fast: list[float]) -> float:
    return statistics.median(slow) / statistics.median(fast)


def create_many(count: int, numbers: Iterator[int], make_schema: Callable[[Any], float]) -> Times:
    """Create tenants one after the other."""
    times = Times()
    for _ in range(count):
        create(next(numbers), make_schema, times)
    return times


def create(number: int, make_schema: Callable[[Any], float], times: Times) -> None:
    """An application, carried to a live site as the worker does it; `make_schema` makes the schema and times itself."""
    from django.utils import timezone

    from provisioning.models import ProvisioningRun, RunState
    from provisioning.services import runner, runs

    application = _application(number)
    made: list[ProvisioningRun] = []
    before = bench.timed(lambda: made.append(runs.apply(application=application, actor=None, at=timezone.now())))
    run = made[0]
    schema = make_schema(run.tenant)
    after = bench.timed(lambda: runner.provision(code=run.code))
    done = ProvisioningRun.objects.select_related("tenant").get(pk=run.pk)
    if done.state != RunState.DONE or not done.tenant.is_live:
        problems = list(done.steps.exclude(detail="").values_list("name", "detail"))
        raise RuntimeError(f"the tenant was not made: {problems}")
    times.schema.append(schema)
    times.live.append(before + schema + after)


def claim(tenant: Any) -> float:
    """Ours: a spare from the pool, or one rendered now."""
    from tenants import pool

    return bench.timed(lambda: pool.claim(tenant))


def migrate(tenant: Any) -> float:
    """Theirs: `create_schema`, under the owner's login. The role, which they do not have, is not timed."""
    from tenants.database import as_owner, create_role, grant_tables, open_schema, owner_connection
    from tenants.models import SpareSchema
    from tenants.scope import public_scope
    from tenants.template import current_release

    with as_owner(), public_scope():
        spent = bench.timed(lambda: tenant.create_schema(check_if_exists=True, verbosity=0))
    with owner_connection() as owner:
        create_role(owner, tenant.schema_name)
        grant_tables(owner, tenant.schema_name)
        open_schema(owner, tenant.schema_name)
    fingerprint = current_release().fingerprint
    SpareSchema.objects.create(schema_name=tenant.schema_name, fingerprint=fingerprint, claimed_by=tenant)
    return spent


def _application(number: int) -> Any:
    from provisioning.services.runs import Application
    from tenants.services import Identity

    return Application(
        identity=Identity(
            name=f"องค์การบริหารส่วนตำบล {number}",
            lgo_type="sao",
            dla_code=f"{number:08d}",
            province_code="48",
            district="เมือง",
            saraban_email=f"saraban@bench{number}.go.th",
        ),
        subdomain=f"new{number}",
        contact_name="สมหญิง ใจดี",
        contact_position="ปลัด",
        contact_phone="+66812345678",
        contact_email=f"palad{number}@example.go.th",
    )


if __name__ == "__main__":
    main()
