"""The days of the ladder through their pages: written by one, approved by another, never for what has happened."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from billing.ladder import Stage
from billing.models import LadderRules, VersionState
from billing.selectors import ladder_rules, standing
from billing.selectors.ladder_versions import impact_of
from billing.services import ladder_rules as services
from billing.services import renewals
from billing.services.standings import keep_standings
from kit import clock
from kit.errors import Invalid, Refused
from provisioning.money.ladder_forms import DaysField
from shared_apps.audit.selectors import entries_of
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.provisioning.money.conftest import Browse, bought
from tests.support.browser import HostClient

NEW = "/console/money/ladder/new"
VALUES: dict[str, str] = {
    "grace": "15",
    "read_only": "60",
    "export_only": "120",
    "order": "90",
    "renewal_days": "๑๒๐, 60 30",
    "trial_days": "14,3",
    "warning_days": "14,3",
    "overdue_days": "30, 1",
    "reason": "มติคณะกรรมการ 3/2569",
}


def filled(*, day: date | None = None, **changes: str) -> dict[str, str]:
    """The form with a day to come (30 days from today) and what is changed."""
    starts = day or clock.today() + timedelta(days=30)
    parts = {"day": starts.day, "month": starts.month, "year": starts.year + 543}
    return {**VALUES, **{f"effective_from_{part}": str(number) for part, number in parts.items()}, **changes}


def drafted(client: HostClient, **changes: Any) -> LadderRules:
    """A draft."""
    answer = client.post(NEW, filled(**changes))
    assert answer.status_code == 302, answer.content.decode()
    with public_scope():
        return LadderRules.objects.get(pk=int(answer.url.rsplit("/", 1)[1]))


def state_of(rules: LadderRules) -> str:
    with public_scope():
        rules.refresh_from_db()
        return rules.state


def page_of(rules: LadderRules) -> str:
    return f"/console/money/ladder/{rules.pk}"


def test_two_people_change_the_days_of_what_ends_later(
    finance: HostClient, second: HostClient, north: Tenant, south: Tenant
) -> None:
    bought(north)
    today = clock.today()
    with public_scope():
        Tenant.objects.filter(pk=south.pk).update(state="trial", entitled_until=today - timedelta(days=3))
        keep_standings(at=timezone.now())
        before = standing(south, today)
    rules = drafted(finance)
    assert rules.renewal_days == [120, 60, 30]
    assert rules.overdue_days == [1, 30]
    url = page_of(rules)
    assert finance.post(f"{url}/submit").url == url
    assert "alert-warning" in finance.post(f"{url}/decide", {"decision": "approve"}, follow=True).content.decode()
    assert state_of(rules) == VersionState.SUBMITTED
    page = second.get(url).content.decode()
    assert "สัญญา 1 ราย" in page
    assert "ผ่อนผัน 1 ราย" in page
    days = [
        (day - rules.effective_from).days + 1 for _label, *pair in second.get(url).context["examples"] for day in pair
    ]
    assert days == [15, 30, 60, 90, 120, 180], "this version, and without it"
    assert second.post(f"{url}/decide", {"decision": "approve"}).url == url
    with public_scope():
        starts = rules.effective_from
        assert ladder_rules(starts - timedelta(days=1)).grace == 30
        assert ladder_rules(starts).grace == 15
        assert standing(south, today) == before
        acts = [entry.action for entry in entries_of(rules)]
        assert acts == [f"billing.ladder_rules_{act}" for act in ("approved", "submitted", "drafted")]
    after = second.get(url).content.decode()
    assert "อนุมัติกำหนดเวลาเมื่อสิ้นสุดสัญญา" in after
    assert finance.post(f"{url}/decide", {"decision": "withdraw", "reason": "เปลี่ยนใจ"}).status_code == 302
    assert state_of(rules) == VersionState.APPROVED


def test_what_ends_from_the_day_on_follows_the_new_days(in_public: None, north: Tenant, approver: Any) -> None:
    today, now = clock.today(), timezone.now()
    rules = services.draft_rules(values=_values(today + timedelta(days=10)), actor=None, at=now)
    services.submit_rules(rules=rules, actor=None, at=now)
    services.approve_rules(rules=rules, actor=approver, at=now)
    for ends, expected in ((9, Stage.GRACE), (10, Stage.READ_ONLY)):
        Tenant.objects.filter(pk=north.pk).update(
            state="trial", entitled_until=today + timedelta(days=ends - 1), accounts=5
        )
        north.refresh_from_db()
        assert standing(north, today + timedelta(days=ends + 20)).stage == expected


def _values(day: date, **changes: Any) -> services.LadderValues:
    numbers: dict[str, Any] = {
        "grace": 15,
        "read_only": 60,
        "export_only": 120,
        "order": 90,
        "renewal_days": [120, 60],
        "trial_days": [7],
        "warning_days": [7],
        "overdue_days": [1],
        "reason": "ทดสอบ",
    }
    return services.LadderValues(effective_from=day, **{**numbers, **changes})


def test_what_it_would_mean_is_counted(in_public: None, north: Tenant, south: Tenant) -> None:
    invoice = bought(north)
    ends = north.subscription.terms.get().ends_on
    today, now = clock.today(), timezone.now()
    assert invoice.tenant == north
    keep_standings(at=now)
    first = services.draft_rules(values=_values(ends, grace=0), actor=None, at=now)
    found = impact_of(first, today)
    assert (found.contracts, found.moved, found.offered) == (1, 1, 0)
    assert found.trials + found.ending_before + found.all_over == Tenant.objects.filter(state="trial").count()
    later = services.change_rules(rules=first, values=_values(ends + timedelta(days=1), grace=0), actor=None, at=now)
    assert (impact_of(later, today).contracts, impact_of(later, today).moved) == (0, 0)
    earlier = services.change_rules(rules=first, values=_values(ends - timedelta(days=100)), actor=None, at=now)
    assert impact_of(earlier, today).offered_at_once == 1
    term = north.subscription.terms.get()
    renewals.offer_next_term(north.subscription, term, actor=None, at=now)
    assert impact_of(earlier, today).offered == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"grace": "-1"}, ""),
        ({"grace": "ก"}, ""),
        ({"grace": "95"}, "เรียงจากน้อยไปมาก"),
        ({"export_only": "10"}, "เรียงจากน้อยไปมาก"),
        ({"read_only": "99999999999"}, ""),
        ({"renewal_days": ""}, "อย่างน้อยหนึ่งจำนวน"),
        ({"renewal_days": "90;60"}, "1 ถึง 365"),
        ({"warning_days": "0"}, "1 ถึง 365"),
        ({"trial_days": "³"}, ""),
        ({"overdue_days": "1,2,3,4,5,6,7,8,9"}, "ไม่เกิน 8"),
        ({"reason": " "}, "เหตุผล"),
        ({"effective_from_year": "2400"}, ""),
        ({"day": 0}, "วันพรุ่งนี้"),
        ({"day": -1}, "ต้องไม่เป็นวันที่ผ่านมาแล้ว"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_is_kept(finance: HostClient, changes: dict[str, Any], words: str) -> None:
    with public_scope():
        before = LadderRules.objects.count()
    if "day" in changes:
        changes = {"day": clock.today() + timedelta(days=changes["day"])}
    answer = finance.post(NEW, filled(**{"order": "77", **changes}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "error-summary" in page
    assert 'value="77"' in page
    assert words in page
    with public_scope():
        assert LadderRules.objects.count() == before


def test_a_version_whose_day_has_come_is_not_approved(in_public: None, approver: Any) -> None:
    today, now = clock.today(), timezone.now()
    rules = services.draft_rules(values=_values(today + timedelta(days=1)), actor=None, at=now)
    services.submit_rules(rules=rules, actor=None, at=now)
    with pytest.raises(Invalid):
        services.approve_rules(rules=rules, actor=approver, at=now + timedelta(days=1))
    late = services.draft_rules(values=_values(today + timedelta(days=2)), actor=None, at=now)
    with pytest.raises(Invalid):
        services.submit_rules(rules=late, actor=None, at=now + timedelta(days=2))
    with pytest.raises(Refused):
        services.change_rules(rules=rules, values=_values(today + timedelta(days=5)), actor=None, at=now)
    assert ladder_rules(date.max).version == 1


def test_two_versions_do_not_begin_on_one_day(finance: HostClient, second: HostClient) -> None:
    for expected in (VersionState.APPROVED, VersionState.SUBMITTED):
        rules = drafted(finance)
        finance.post(f"{page_of(rules)}/submit")
        second.post(f"{page_of(rules)}/decide", {"decision": "approve"})
        assert state_of(rules) == expected


def test_a_draft_is_changed_and_refused_with_a_reason(finance: HostClient, second: HostClient) -> None:
    rules = drafted(finance)
    url = page_of(rules)
    assert finance.get(f"{url}/edit").context["form"]["renewal_days"].value() == "120, 60, 30"
    assert finance.post(f"{url}/edit", filled(grace="20")).status_code == 302
    finance.post(f"{url}/submit")
    assert finance.post(f"{url}/edit", filled()).status_code == 422
    assert second.post(f"{url}/decide", {"decision": "withdraw", "reason": ""}).status_code == 422
    assert second.post(f"{url}/decide", {"decision": "withdraw", "reason": "สั้นไป"}).status_code == 302
    assert state_of(rules) == VersionState.WITHDRAWN
    assert rules.grace == 20
    assert "สั้นไป" in finance.get(url).content.decode()


def test_only_finance_writes_and_only_those_who_may_decide(
    finance: HostClient, second: HostClient, browse: Browse, onlooker: Any, north: Tenant, administrator: Any
) -> None:
    rules = drafted(finance)
    url = page_of(rules)
    looking = browse(None).sign_in(onlooker)
    for client in (second, looking):
        assert client.get(NEW).status_code == 403
        assert client.post(f"{url}/edit", filled()).status_code == 403
        assert client.post(f"{url}/submit").status_code == 403
    assert looking.get(url).status_code == 403
    assert looking.post(f"{url}/decide", {"decision": "approve"}).status_code == 403
    assert browse(north).sign_in(administrator).get(url, follow=True).status_code == 404
    assert state_of(rules) == VersionState.DRAFT


def test_the_list_is_searched_and_taken_away(finance: HostClient, second: HostClient) -> None:
    drafted(finance)
    assert "ฉบับที่ 2" in finance.get("/console/money/ladder?q=มติ").content.decode()
    assert "ฉบับที่ 2" not in finance.get("/console/money/ladder?state=approved").content.decode()
    answer = second.get("/console/exports/console-ladder-rules/csv?q=มติ")
    assert "120, 60, 30" in answer.content.decode("utf-8-sig")


@pytest.mark.parametrize("text", ["", "1.5", "366", "a"])
def test_days_are_whole_numbers(text: str) -> None:
    with pytest.raises(ValidationError):
        DaysField().clean(text)


def test_the_overview_names_what_waits_for_a_second_person(finance: HostClient, second: HostClient) -> None:
    rules = drafted(finance)
    assert page_of(rules) not in second.get("/console/money/").content.decode()
    finance.post(f"{page_of(rules)}/submit")
    page = second.get("/console/money/").content.decode()
    assert f'href="{page_of(rules)}"' in page
    assert "กำหนดเวลาเมื่อสิ้นสุดสัญญาฉบับที่ 2" in page
