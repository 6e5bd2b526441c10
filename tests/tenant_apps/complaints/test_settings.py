"""The settings of complaints: rules, categories, ladder."""

from typing import Any

import pytest

from kit import clock
from kit.dates import letter_year
from kit.errors import Refused
from shared_apps.audit.models import AuditEntry
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.models import Category, CitizenOptions, Complaint, EscalationStep, Policy
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.tenant_apps.complaints.conftest import AT

pytestmark = pytest.mark.usefixtures("fresh_rules")
PAGES = ("", "/warnings", "/categories", "/categories/new")
RULES = {
    "rules-reopen_days": "10",
    "rules-extension_times": "1",
    "rules-extension_days": "20",
    "rules-late_reason_days": "7",
    "rules-remind_days": "3",
    "rules-remind_times": "1",
    "rules-number_prefix": "NT",
    "rules-number_digits": "5",
    "options-allows_anonymous": "on",
    "options-nearby_metres": "300",
    "options-keeps_drafts_days": "14",
}


def category_data(category: Category, **changed: str) -> dict[str, str]:
    return {
        "name_th": category.name_th,
        "name_en": category.name_en,
        "icon": category.icon,
        "division": str(category.division_id),
        "days": "15",
        "unit": "working",
        "needs_place": "on",
        "active": "on",
        **changed,
    }


@pytest.fixture
def lights(in_north: Tenant) -> Category:
    return Category.objects.get(code="street-lights")


@pytest.mark.parametrize("page", PAGES)
def test_only_with_the_right(browse: Browse, north: Tenant, clerk: Any, administrator: Any, page: str) -> None:
    url = f"/desk/settings/complaints{page}"
    assert browse(north).sign_in(clerk).get(url).status_code == 403
    assert browse(north).sign_in(administrator).get(url).status_code == 200
    assert browse(north).get(url).status_code == 302


def test_rules_are_kept_with_their_history(
    browse: Browse, north: Tenant, south: Tenant, administrator: Any, in_north: Tenant
) -> None:
    desk = browse(north).sign_in(administrator)
    assert desk.post("/desk/settings/complaints", RULES).status_code == 302
    assert f"NT-{letter_year(clock.today())}-00001" in desk.get("/desk/settings/complaints").content.decode()
    assert selectors.policy().reopen_days == 10
    assert CitizenOptions.objects.get().nearby_metres == 300
    entry = AuditEntry.objects.get(action="complaints.change_policy")
    changes: Any = entry.data["changes"]
    assert changes["reopen_days"] == [7, 10]
    assert "remind_times" in changes
    assert "late_reason_days" not in changes
    with tenant_scope(south):
        assert selectors.policy().reopen_days == 7


@pytest.mark.parametrize(("field", "value"), [("rules-number_prefix", "ก1"), ("rules-reopen_days", "0")])
def test_wrong_rules_change_nothing(
    browse: Browse, north: Tenant, administrator: Any, in_north: Tenant, field: str, value: str
) -> None:
    page = browse(north).sign_in(administrator).post("/desk/settings/complaints", {**RULES, field: value})
    assert page.status_code == 422
    assert 'value="300"' in page.content.decode()
    assert not Policy.objects.filter(reopen_days=10).exists()


def test_a_category_comes_and_goes(browse: Browse, north: Tenant, administrator: Any, lights: Category) -> None:
    desk = browse(north).sign_in(administrator)
    data = category_data(lights, name_th="ป้ายโฆษณา", name_en="Signs", days="45", unit="calendar")
    assert desk.post("/desk/settings/complaints/categories/new", data).status_code == 302
    made = Category.objects.get(name_en="Signs")
    assert selectors.limit_of(made, filed_at=AT).days == 45
    assert not selectors.limit_of(made, filed_at=AT).is_working
    listed = desk.get("/desk/settings/complaints/categories?q=ป้าย").content.decode()
    assert "ป้ายโฆษณา" in listed
    assert "45 วันตามปฏิทิน" in listed
    assert desk.post(f"/desk/settings/complaints/categories/{made.pk}/delete").status_code == 302
    assert not Category.objects.filter(pk=made.pk).exists()


def test_a_used_category_is_not_deleted(filed: Complaint, administrator: Any) -> None:
    with pytest.raises(Refused):
        services.delete_category(category=filed.category, actor=administrator, at=AT)
    assert Category.objects.filter(pk=filed.category_id).exists()


def test_the_last_one_stays_in_use(lights: Category, administrator: Any) -> None:
    Category.objects.exclude(pk=lights.pk).update(active=False)
    with pytest.raises(Refused):
        services.change_category(
            category=lights, values={"active": False}, days=15, unit="working", actor=administrator, at=AT
        )


def test_a_new_limit_leaves_older_cases_as_they_are(
    browse: Browse, north: Tenant, administrator: Any, filed: Complaint
) -> None:
    due = filed.due_at
    url = f"/desk/settings/complaints/categories/{filed.category_id}"
    desk = browse(north).sign_in(administrator)
    assert desk.post(url, category_data(filed.category, days="5")).status_code == 302
    filed.refresh_from_db()
    assert filed.due_at == due
    assert selectors.limit_of(filed.category, filed_at=filed.submitted_at).days == 15
    assert selectors.limit_of(filed.category, filed_at=clock.now()).days == 5
    assert "5 วันทำการ" in desk.get(url).content.decode()


def test_order(browse: Browse, north: Tenant, administrator: Any, in_north: Tenant) -> None:
    first, second = selectors.categories(active_only=False)[:2]
    desk = browse(north).sign_in(administrator)
    assert desk.post(f"/desk/settings/complaints/categories/{second.pk}/up").status_code == 302
    assert list(selectors.categories(active_only=False)[:2]) == [second, first]
    desk.post(f"/desk/settings/complaints/categories/{second.pk}/up")
    assert selectors.categories(active_only=False).first() == second


def test_the_ladder_is_replaced(browse: Browse, north: Tenant, administrator: Any, in_north: Tenant) -> None:
    assert [str(step) for step in selectors.escalation_steps()] == ["share 75", "late 0", "late 3"]
    data = {
        "form-TOTAL_FORMS": "3",
        "form-INITIAL_FORMS": "3",
        "form-0-moment": "share",
        "form-0-value": "50",
        "form-0-to_heads": "on",
        "form-1-moment": "",
        "form-2-moment": "late",
        "form-2-value": "5",
        "form-2-to_executives": "on",
    }
    desk = browse(north).sign_in(administrator)
    wrong = desk.post("/desk/settings/complaints/warnings", {**data, "form-0-value": "101"})
    assert wrong.status_code == 422
    twice = {**data, "form-1-moment": "late", "form-1-value": "5", "form-1-to_heads": "on"}
    assert desk.post("/desk/settings/complaints/warnings", twice).status_code == 422
    assert EscalationStep.objects.count() == 3
    assert desk.post("/desk/settings/complaints/warnings", data).status_code == 302
    assert [str(step) for step in selectors.escalation_steps()] == ["share 50", "late 5"]
