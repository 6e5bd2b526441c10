"""Pages of complaints at 1,000 and at 100,000 cases of one LGO: server time and number of queries.

`./dev bench complaints [--quick]`. The requests go through Django's handler with all middleware, as they do from
gunicorn; the database is the embedded one. Goals: pages and Thai search under 100 ms of server time, and as many
queries with 100,000 cases as with 1,000; with another number of queries the bench fails.

What server time is stands in `tests.bench._pages`.
"""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from urllib.parse import quote

import psycopg

from tests.bench import _harness as bench
from tests.bench._pages import GOAL, Figures, page

SIZES = {False: (1_000, 100_000), True: (1_000, 20_000)}
RUNS = {False: 15, True: 5}
BATCH = 5_000
PAGES = {
    "inbox": "/desk/inbox/tab/all",
    "inbox, mine": "/desk/inbox/tab/mine",
    "inbox, overdue": "/desk/inbox/tab/overdue",
    "inbox, one status": "/desk/inbox/tab/all?state=in_progress",
    "inbox, by due day": "/desk/inbox/tab/all?sort=due_at",
    "inbox, by division": "/desk/inbox/tab/all?sort=division",
    "inbox, by officer": "/desk/inbox/tab/all?sort=assignee",
    "inbox, page 40": "/desk/inbox/tab/all?page=40",
    "search, common word": f"/desk/inbox/tab/all?q={quote('ไฟดับ')}",
    "search, two words": f"/desk/inbox/tab/all?q={quote('ถนน หมู่ 7')}",
    "search, rare word": f"/desk/inbox/tab/all?q={quote('ช้างหลุด')}",
    "search, number": "/desk/inbox/tab/all?q=RQ-2569-000777",
    "case": "/desk/complaints/RQ-2569-000777",
    "public list": "/complaints/cases",
    "nearby": "/complaints/new/nearby",
    "satisfaction": "/desk/satisfaction",
    "report, kept": "/desk/reports",
    "report, counted": "/desk/reports?kind=complaint",
}
KEPT, COUNTED = "report, kept", "report, counted"
"""Many cases are counted once and kept; few are counted each time."""
LISTS = [name for name in PAGES if name.startswith("inbox")]


def main() -> None:
    """Measure at both sizes."""
    quick = bench.is_quick()
    bench.machine()
    small, large = SIZES[quick]
    with bench.bench_database("complaints"):
        world = _World()
        before = world.measure(small, RUNS[quick])
        after = world.measure(large, RUNS[quick])
    rows = [_row(name, before[name], after[name]) for name in PAGES]
    head = ["page", f"{small:,} cases", f"{large:,} cases", "of it database", "by the clock", "queries", "goal"]
    bench.table(head, rows)
    moved = [name for name in PAGES if before[name].queries != after[name].queries and name != KEPT]
    searches = [name for name in PAGES if name.startswith("search")]
    bench.finish(
        list_ms=round(max(after[name].server for name in LISTS) * 1000, 1),
        search_ms=round(max(after[name].server for name in searches) * 1000, 1),
        queries=max(after[name].queries for name in LISTS),
        queries_constant=int(not moved),
        report_ms=round(after[KEPT].server * 1000, 1),
        report_counted_ms=round(after[COUNTED].server * 1000, 1),
        cases=large,
    )
    if moved:
        raise SystemExit(f"more or fewer queries with {large:,} cases: {', '.join(moved)}")


def _row(name: str, before: Figures, after: Figures) -> list[str]:
    same = before.queries == after.queries
    queries = str(after.queries) if same else f"{before.queries} → {after.queries}"
    return [name, bench.seconds(before.server), *after.cells(), queries, "ok" if after.server < GOAL else "–"]


class _World:
    """One LGO with an administrator and as many cases as asked for."""

    def __init__(self) -> None:
        from django.utils import timezone

        from shared_apps.accounts import services as accounts
        from tenant_apps.complaints import services as complaints
        from tenant_apps.registry import services as registry
        from tenant_apps.registry.selectors import divisions
        from tenant_apps.site import services as site
        from tenants.scope import public_scope, tenant_scope
        from tests.support.browser import HostClient

        with public_scope():
            bench.make_spares(1, 1)
            self.tenant = bench.add_tenant(1)
        self.now = timezone.now()
        with tenant_scope(self.tenant):
            for service in (registry, site, complaints):
                service.seed(at=self.now)
            self.user = accounts.create_officer(
                email="bench@example.go.th",
                display_name="ผู้ดูแล",
                password="three odd words",
                is_administrator=True,
                actor=None,
                at=self.now,
            )
            registry.appoint(user=self.user, division=divisions().first(), position="", actor=None, at=self.now)
            complaints.change_citizen_options(values={"shows_cases": True}, actor=self.user, at=self.now)
        self.client = HostClient(self.tenant, slug="bench1").sign_in(self.user)
        self._begin_a_draft()
        self.filed = 0

    def _begin_a_draft(self) -> None:
        """A draft with a pin, which the page of cases nearby asks for."""
        from tenant_apps.complaints.access import DRAFT_KEY
        from tenant_apps.complaints.models import Draft
        from tenants.scope import tenant_scope

        with tenant_scope(self.tenant):
            answers = {"category": "street-lights", "latitude": "14.35", "longitude": "100.57"}
            draft = Draft.objects.create(answers=answers, done=["topic", "place"], owner=self.user)
            self.client.remember(**{DRAFT_KEY: str(draft.pk)})

    def measure(self, size: int, runs: int) -> dict[str, Figures]:
        """What each page takes, with `size` cases."""
        from tenant_apps.reports import kept

        bench.say(f"{size:,} cases made in {bench.timed(lambda: self._grow(size)):.0f} s")
        found = {name: page(self.client, url, runs) for name, url in PAGES.items() if name != COUNTED}
        kept.MANY = 10 * size  # as for whoever asks first
        found[COUNTED] = page(self.client, PAGES[COUNTED], runs)
        kept.MANY = 10_000
        bench.say(f"load {os.getloadavg()[0]:.1f}")
        return found

    def _grow(self, size: int) -> None:
        from tenant_apps.complaints.models import Complaint, ComplaintEvent
        from tenant_apps.surveys.models import Response
        from tenants.scope import tenant_scope

        with tenant_scope(self.tenant):
            for start in range(self.filed, size, BATCH):
                cases = Complaint.objects.bulk_create(self._cases(start, min(start + BATCH, size)))
                ComplaintEvent.objects.bulk_create(_filings(cases))
                Response.objects.bulk_create(_answers(cases))
        # What autovacuum does within minutes.
        with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
            owner.execute("VACUUM (ANALYZE)")
        self.filed = size

    def _cases(self, start: int, end: int) -> Iterator[Any]:
        from tenant_apps.complaints.models import Complaint
        from tenant_apps.complaints.selectors import categories
        from tenant_apps.complaints.services.filing import searchable
        from tenant_apps.complaints.workflow import State

        chance, kinds = Random(start), list(categories())
        states = [State.CLOSED] * 14 + [State.RESOLVED, State.NEW, State.ACCEPTED, State.IN_PROGRESS, State.WAITING]
        for number in range(start + 1, end + 1):
            category, state = chance.choice(kinds), chance.choice(states)
            filed_at = self.now - timedelta(minutes=chance.randrange(60, 425 * 24 * 60))
            case = Complaint(
                number=f"RQ-2569-{number:06}",
                tracking_code=_tracking_code(number),
                state=state,
                category=category,
                division=category.division,
                assignee=self.user if chance.random() < 0.05 else None,
                title=_title(number, chance),
                description=chance.choice(_DESCRIPTIONS),
                place=f"หมู่ {chance.randrange(1, 30)} ซอย {chance.randrange(1, 200)}",
                latitude=Decimal("14.35") + Decimal(chance.randrange(-60_000, 60_000)) / 1_000_000,
                longitude=Decimal("100.57") + Decimal(chance.randrange(-60_000, 60_000)) / 1_000_000,
                reporter_name=f"ผู้แจ้ง {number}",
                reporter_phone=f"+668{number % 400:08}",
                submitted_at=filed_at,
                legal_received_at=filed_at,
                state_changed_at=filed_at,
                due_at=filed_at + timedelta(days=21),
                **_end_of(state, filed_at, chance),
            )
            case.search_text = searchable(case)
            yield case


_DESCRIPTIONS = (
    "ไฟถนนดับมาสามวันแล้ว กลางคืนมืดมาก อันตรายกับเด็กนักเรียน ขอให้ช่วยแก้ไขโดยเร็ว",
    "ถนนเป็นหลุมลึก รถจักรยานยนต์ล้มหลายครั้ง เวลาฝนตกน้ำขังมองไม่เห็นหลุม",
    "ขยะตกค้างหลายวัน ส่งกลิ่นเหม็น มีสุนัขมาคุ้ยเขี่ย ขอให้เพิ่มรอบการเก็บ",
    "ท่อระบายน้ำอุดตัน น้ำท่วมหน้าบ้านทุกครั้งที่ฝนตก น้ำไหลเข้าบ้านสองหลัง",
    "น้ำประปาไหลอ่อนและขุ่นมาหลายสัปดาห์ โดยเฉพาะช่วงเช้าและเย็น",
)


def _tracking_code(number: int) -> str:
    """One of its own for each case: of 100,000 drawn by chance, two are often alike."""
    return f"{number // 10_000:04}-{number % 10_000:04}"


def _title(number: int, chance: Random) -> str:
    if number % 9_973 == 500:  # some among the first 1,000, too
        return "ช้างหลุดเข้าสวนชาวบ้าน"
    what = chance.choice(("ไฟดับ", "ถนนเป็นหลุม", "ขยะตกค้าง", "ท่อตัน น้ำท่วม", "น้ำประปาไม่ไหล", "กิ่งไม้พาดสายไฟ"))
    return f"{what} หน้าบ้านเลขที่ {chance.randrange(1, 900)} หมู่ {chance.randrange(1, 30)}"


def _end_of(state: str, filed_at: datetime, chance: Random) -> dict[str, Any]:
    if state not in {"resolved", "closed"}:
        return {}
    answered = filed_at + timedelta(days=chance.randrange(1, 30))
    return {"resolved_at": answered, "closed_at": answered + timedelta(days=3) if state == "closed" else None}


def _filings(cases: list[Any]) -> Iterator[Any]:
    from tenant_apps.complaints.models import ComplaintEvent

    for case in cases:
        yield ComplaintEvent(case=case, action="file", to_state="new", audience="citizen", at=case.submitted_at)


def _answers(cases: list[Any]) -> Iterator[Any]:
    from tenant_apps.surveys.models import Response

    for place, case in enumerate(cases):
        if case.closed_at and place % 3 == 0:
            yield Response(
                service="complaints",
                case_reference=case.number,
                division=case.division,
                score=1 + (place // 3) % 5,
                at=case.closed_at,
            )


if __name__ == "__main__":
    main()
