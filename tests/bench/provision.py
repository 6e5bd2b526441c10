"""Creating a tenant: ours, from the application to a live site, beside django-tenants' creation by migration.

`./dev bench provision [--quick]`. Ours is everything that the worker does: claim a spare schema, seed data, prove the
storage, the domain, open the site, invite the administrator. Theirs is `Tenant.save()` with `auto_create_schema`:
the schema and its migrations, and nothing else.
"""

import statistics
from typing import Any

from tests.bench import _harness as bench

LEVELS = {False: (5, 200, 1000), True: (5, 40)}
OURS = {False: 40, True: 12}
EMPTY = {False: 10, True: 3}
THEIRS = {False: 5, True: 2}


def main() -> None:
    """Measure at every size of the fleet."""
    quick = bench.is_quick()
    bench.machine()
    rows: list[list[str]] = []
    with bench.bench_database("provision"):
        for level in LEVELS[quick]:
            bench.grow(level)
            ours, empty, theirs = measure(level, quick)
            ratio = statistics.median(theirs) / statistics.median(ours)
            rows += [
                [str(level), "ours, from the pool", *bench.summary(ours), f"{ratio:.0f} x"],
                ["", "ours, pool empty", *bench.summary(empty), _ratio(theirs, empty)],
                ["", "django-tenants, by migration", *bench.summary(theirs), ""],
            ]
    bench.table(["tenants", "creation", "runs", "median", "p95", "faster"], rows)
    bench.finish(p95_s=round(bench.percentile(ours, 0.95), 3), ratio=round(ratio, 1), tenants=level)


def _ratio(slow: list[float], fast: list[float]) -> str:
    return f"{statistics.median(slow) / statistics.median(fast):.0f} x"


def measure(level: int, quick: bool) -> tuple[list[float], list[float], list[float]]:
    """Ours from the pool, ours with the pool empty, theirs."""
    bench.make_spares(OURS[quick])
    numbers = iter(range(level * 1000, level * 1000 + 999))
    ours = [bench.timed(lambda: create(next(numbers))) for _ in range(OURS[quick])]
    empty = [bench.timed(lambda: create(next(numbers))) for _ in range(EMPTY[quick])]
    theirs = [create_by_migration(next(numbers)) for _ in range(THEIRS[quick])]
    return ours, empty, theirs


def create(number: int) -> None:
    """An application, carried to a live site as the worker does it."""
    from django.utils import timezone

    from provisioning.models import ProvisioningRun, RunState
    from provisioning.services import runner, runs

    run = runs.apply(application=_application(number), actor=None, at=timezone.now())
    runner.provision(code=run.code)
    done = ProvisioningRun.objects.select_related("tenant").get(pk=run.pk)
    if done.state != RunState.DONE or not done.tenant.is_live:
        problems = list(done.steps.exclude(detail="").values_list("name", "detail"))
        raise RuntimeError(f"the tenant was not made: {problems}")


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


def create_by_migration(number: int) -> float:
    """django-tenants' own creation, under the owner's login."""
    from tenants.database import as_owner
    from tenants.models import Tenant
    from tenants.scope import public_scope

    tenant = Tenant(name=f"เทียบ {number}", lgo_type="sao", dla_code=f"{number:08d}", province_code="48")
    tenant.auto_create_schema = True
    with as_owner(), public_scope():
        return bench.timed(lambda: tenant.save(verbosity=0))


if __name__ == "__main__":
    main()
