"""Pages of DGA's console with all LGOs of the country: server time and number of queries.

`./dev bench console [--quick]`. 7,850 rows of LGOs in all stages, without schemas, with contracts, host names, use,
invoices and notes. The requests go through Django's handler with all middleware. Goals: each page under 100 ms of
server time (`tests.bench._pages`), and as many queries with all LGOs as with a tenth of them; with another number the
bench fails.
"""

import os
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import psycopg

from tests.bench import _harness as bench
from tests.bench._pages import GOAL, Figures, page
from tests.bench.billing import LGOS, make_customers

RUNS = 5 if bench.is_quick() else 15
LISTS = {
    "list": "/console/tenants",
    "list, page 100": "/console/tenants?page=100",
    "list, by name": "/console/tenants?sort=name",
    "list, by overdue": "/console/tenants?sort=-overdue",
    "list, by storage": "/console/tenants?sort=-used",
    "list, one package": "/console/tenants?plan=S",
    "list, overdue": "/console/tenants?overdue=yes",
    "list, storage 80 %": "/console/tenants?usage=80",
    "list, province": "/console/tenants?province_code=40",
}
SEARCHES = {
    "search, common word": f"/console/tenants?q={quote('หนอง')}",
    "search, two words": f"/console/tenants?q={quote('เทศบาล บัวใหญ่')}",
    "search, whole name": f"/console/tenants?q={quote('เทศบาลตำบลหนองบัวใหญ่77')}",
    "search, host name": "/console/tenants?q=lgo4711",
    "search, DLA code": "/console/tenants?q=00004711",
    "search, province": f"/console/tenants?q={quote('ขอนแก่น')}",
}
BOARD = {
    "board": "/console/collections",
    "stage: soon": "/console/collections/soon",
    "stage: grace": "/console/collections/grace",
    "stage: ended": "/console/collections/ended",
    "stage, by amount": "/console/collections/soon?sort=-owed",
    "stage, by contact": "/console/collections/soon?sort=last_contact",
    "stage, search": f"/console/collections/soon?q={quote('หนอง')}",
}
PAGES = LISTS | SEARCHES | BOARD
_BEGINNINGS = ("หนอง", "บ้าน", "โคก", "ดอน", "นา", "ห้วย", "คลอง", "ท่า", "วัง", "บึง")
_MIDDLES = ("บัว", "ทราย", "แสง", "ไผ่", "กุง", "ม่วง", "แก้ว", "หิน", "ตาล", "โพธิ์")
_ENDINGS = ("ใหญ่", "เหนือ", "ใต้", "กลาง", "งาม", "ทอง", "พัฒนา", "สูง")


def main() -> None:
    """Measure with a tenth and with all."""
    bench.machine()
    with bench.bench_database("console"):
        from tenants import scope

        scope.enter(None)
        bench.say(f"{LGOS:,} LGOs made in {bench.timed(make_customers):.0f} s")
        _spread()
        client = _staff()
        kept = _keep()
        found = {name: page(client, url, RUNS) for name, url in PAGES.items()}
        bench.say(f"load {os.getloadavg()[0]:.1f}")
        _leave_a_tenth()
        few = {name: page(client, url, 1) for name, url in PAGES.items()}
    bench.table(
        ["page", "server time", "of it database", "by the clock", "queries", "goal"],
        [_row(name, found[name], few[name]) for name in PAGES],
    )
    _finish(found, few, kept)


def _finish(found: dict[str, Figures], few: dict[str, Figures], kept: float) -> None:
    moved = [name for name in PAGES if found[name].queries > few[name].queries]
    bench.finish(
        list_ms=_worst(found, LISTS),
        search_ms=_worst(found, SEARCHES),
        board_ms=_worst(found, BOARD),
        queries=max(figures.queries for figures in found.values()),
        queries_constant=int(not moved),
        night_s=round(kept, 2),
        tenants=LGOS,
    )
    if moved:
        raise SystemExit(f"more queries with {LGOS:,} LGOs: {', '.join(moved)}")


def _worst(found: dict[str, Figures], names: dict[str, str]) -> float:
    return round(max(found[name].server for name in names) * 1000, 1)


def _row(name: str, found: Figures, few: Figures) -> list[str]:
    same = found.queries == few.queries
    queries = str(found.queries) if same else f"{few.queries} → {found.queries}"
    return [name, *found.cells(), queries, "ok" if found.server < GOAL else "–"]


def _staff() -> Any:
    from kit import clock
    from provisioning.services.staff import begin_duties
    from shared_apps.accounts import services
    from tests.support.browser import HostClient

    now = clock.now()
    made = services.create_staff(
        email="bench@dga.example", display_name="ดวงใจ", password="three odd words", actor=None, at=now
    )
    begin_duties(user=made, at=now)
    return HostClient(None).sign_in(made)


def _keep() -> float:
    """What the night does: where each stands is written; a second time, with nothing kept being wrong."""
    from billing.models import StoredStanding
    from billing.services.standings import keep_standings
    from kit import clock

    first = bench.timed(lambda: keep_standings(at=clock.now()))
    kept = StoredStanding.objects.count()
    second = bench.timed(lambda: keep_standings(at=clock.now() + timedelta(days=1)))
    bench.say(f"{kept:,} standings written in {bench.seconds(first)}, verified and written in {bench.seconds(second)}")
    _vacuum()
    return second


def _vacuum() -> None:
    """What autovacuum does within minutes."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("VACUUM (ANALYZE)")


def _spread() -> None:
    """Give the LGOs names, provinces, host names, ends between 300 days ago and a year ahead, invoices, use, notes."""
    from django.db import connection

    from shared_apps.geography.provinces import PROVINCES

    with connection.cursor() as cursor:
        cursor.execute(_NAMES, [*map(list, (_BEGINNINGS, _MIDDLES, _ENDINGS)), [each.code for each in PROVINCES]])
        for statement in _SPREAD:
            cursor.execute(statement)


_NAMES = """
    UPDATE tenants_tenant SET
        name = CASE WHEN n %% 3 = 0 THEN 'เทศบาลตำบล' ELSE 'องค์การบริหารส่วนตำบล' END
            || (%s::text[])[1 + n %% 10] || (%s::text[])[1 + n / 10 %% 10] || (%s::text[])[1 + n / 100 %% 8] || n %% 97,
        province_code = (%s::text[])[1 + n %% 77],
        district = (ARRAY['เมือง', 'บ้านไผ่', 'หนองเรือ', 'ชุมแพ', 'ปากช่อง'])[1 + n %% 5],
        created_at = now() - n * interval '1 minute'
    FROM (SELECT id AS key, dla_code::int AS n FROM tenants_tenant) AS numbered WHERE id = key
"""
_SPREAD = (
    """INSERT INTO tenants_domain (tenant_id, domain, is_primary)
       SELECT id, 'lgo' || dla_code::int || '.bench.test', true FROM tenants_tenant""",
    """INSERT INTO tenants_tenantusage (tenant_id, files, reserved, database, officers)
       SELECT id, bytes_allowed * (dla_code::int % 100) / 100, 0, 0, 5 FROM tenants_tenant""",
    """UPDATE billing_term SET starts_on = current_date - 665 + (id * 7919 % 665)::int,
           ends_on = current_date - 300 + (id * 7919 % 665)::int""",
    """UPDATE billing_termitem AS item SET starts_on = term.starts_on, ends_on = term.ends_on
       FROM billing_term AS term WHERE term.id = item.term_id""",
    """INSERT INTO billing_invoice (number, tenant_id, quote_id, customer, reference, gross, net, vat, vat_percent,
           withholding, issued_on, due_on, issued_at, settled, credited)
       SELECT 'IV-2569-' || id, tenant_id, id, '{}', 'IV2569' || id, gross, net, vat, 7, 0, current_date,
           current_date - 200 + (id * 31 % 230)::int, now(), 0, 0 FROM billing_quote WHERE id % 3 = 0""",
    """INSERT INTO provisioning_followup (tenant_id, kind, text, at, due_on)
       SELECT id, 'call', 'โทรแล้ว จะโอนสัปดาห์หน้า', now() - (dla_code::int % 90) * interval '1 day',
           current_date + dla_code::int % 30 FROM tenants_tenant WHERE dla_code::int % 4 = 0""",
)


def _leave_a_tenth() -> None:
    """The others are no longer looked after, and have other names, packages, debts and provinces."""
    from billing.models import StoredStanding
    from tenants.models import Tenant

    others = Tenant.objects.exclude(dla_code__endswith="0")
    StoredStanding.objects.filter(tenant__in=others).delete()
    others.update(state="declined", name="–", province_code="10")


if __name__ == "__main__":
    main()
