"""Duplicates: joined, told, taken apart."""

from datetime import timedelta
from typing import Any

import pytest

from kit.errors import DomainError, Refused
from shared_apps.notifications.models import Message
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.models import Complaint, Merge
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.support.threads import race
from tests.tenant_apps.complaints.conftest import AT, File, file_one


@pytest.fixture
def pair(file_in_north: File) -> tuple[Complaint, Complaint]:
    child = file_in_north(email="child@example.com", title="ไฟดับซ้ำ").complaint
    parent = file_in_north(email="parent@example.com", title="ไฟดับก่อน").complaint
    return child, parent


def _join(child: Complaint, parent: Complaint, actor: Any) -> None:
    child.refresh_from_db()
    services.merge(complaint=child, parent=parent, version=child.version, actor=actor, at=AT)


def test_both_reporters_hear_of_the_steps(pair: tuple[Complaint, Complaint], officer: Any) -> None:
    child, parent = pair
    _join(child, parent, officer)
    assert child.state == "merged"
    assert selectors.merged_into(child) == parent
    assert list(selectors.duplicates_of(parent)) == [child]
    Message.objects.all().delete()
    parent.refresh_from_db()
    services.accept(complaint=parent, version=parent.version, actor=officer, at=AT + timedelta(hours=1))
    services.ask(complaint=parent, version=parent.version, actor=officer, at=AT + timedelta(hours=2), note="เสาต้นไหน")
    services.resume(complaint=parent, version=parent.version, actor=officer, at=AT + timedelta(hours=3))
    services.resolve(
        complaint=parent, version=parent.version, actor=officer, at=AT + timedelta(hours=4), note="เปลี่ยนหลอดแล้ว"
    )
    told = set(Message.objects.values_list("to", "event"))
    both = {"child@example.com", "parent@example.com"}
    assert {to for to, event in told if event == "complaints/resolve"} == both
    assert {to for to, event in told if event == "complaints/ask"} == {"parent@example.com"}
    assert child.number in Message.objects.get(to="child@example.com", event="complaints/resolve").subject
    shown = [event.action for event in selectors.timeline(child, public_only=True)]
    assert shown == ["resolve", "accept", "merge", "file"]


def test_taken_apart_it_stands_on_its_own(pair: tuple[Complaint, Complaint], officer: Any) -> None:
    child, parent = pair
    _join(child, parent, officer)
    services.unmerge(complaint=child, version=child.version, actor=officer, at=AT + timedelta(days=7))
    assert child.state == "accepted"
    assert child.assignee == officer
    assert child.due_at > parent.due_at
    assert selectors.merged_into(child) is None
    assert {event.action for event in selectors.timeline(child, public_only=True)} == {"file", "merge", "unmerge"}
    assert Message.objects.filter(to="child@example.com", event="complaints/unmerge").exists()


def test_duplicates_follow_to_the_next_parent(
    pair: tuple[Complaint, Complaint], file_in_north: File, officer: Any
) -> None:
    child, parent = pair
    third = file_in_north().complaint
    _join(child, parent, officer)
    _join(parent, third, officer)
    assert set(selectors.duplicates_of(third)) == {child, parent}


def test_what_cannot_be_joined(pair: tuple[Complaint, Complaint], file_in_north: File, officer: Any) -> None:
    child, parent = pair
    with pytest.raises(Refused):
        _join(child, child, officer)
    secret = file_in_north(category="corruption").complaint
    with pytest.raises(Refused):
        _join(secret, parent, officer)
    _join(child, parent, officer)
    with pytest.raises(Refused):
        _join(parent, child, officer)
    assert Merge.objects.count() == 1


def test_crosswise_at_the_same_moment(committed: str, north: Tenant, officer: Any, south: Tenant) -> None:
    with tenant_scope(north):
        cases = [file_one().complaint for _turn in range(2)]

    def join(index: int) -> None:
        with tenant_scope(north):
            one, other = cases[index], cases[1 - index]
            services.merge(complaint=one, parent=other, version=one.version, actor=officer, at=AT)

    results = race(join, 2)
    assert sum(isinstance(result, DomainError) for result in results) == 1, results
    with tenant_scope(north):
        assert sorted(Complaint.objects.values_list("state", flat=True)) == ["merged", "new"]
    with tenant_scope(south):
        assert not Merge.objects.exists()
