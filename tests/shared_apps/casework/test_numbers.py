"""Numbers without gap or double."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from shared_apps.casework.services import new_case_number, next_number
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.support.threads import race

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)


def test_numbers_follow_each_other(in_north: Tenant) -> None:
    with transaction.atomic():
        assert [next_number(book="x", year=2569) for _ in range(3)] == [1, 2, 3]


def test_each_book_and_each_year_begins_at_one(in_north: Tenant) -> None:
    with transaction.atomic():
        next_number(book="x", year=2569)
        assert next_number(book="y", year=2569) == 1
        assert next_number(book="x", year=2570) == 1


def test_each_lgo_counts_for_itself(in_north: Tenant, south: Tenant) -> None:
    with transaction.atomic():
        next_number(book="x", year=2569)
        with tenant_scope(south):
            assert next_number(book="x", year=2569) == 1


def test_the_year_is_that_of_bangkok(in_north: Tenant) -> None:
    eve = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
    with transaction.atomic():
        assert new_case_number(book="z", prefix="RQ", at=AT) == "RQ-2569-000001"
        assert new_case_number(book="z", prefix="RQ", at=eve) == "RQ-2569-000002"
        assert new_case_number(book="z", prefix="RQ", at=eve.replace(hour=17)) == "RQ-2570-000001"


def test_a_rollback_gives_the_number_back(in_north: Tenant) -> None:
    def fail() -> None:
        with transaction.atomic():
            next_number(book="x", year=2569)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with transaction.atomic():
        assert next_number(book="x", year=2569) == 1


def test_outside_a_transaction_no_number_is_given(committed: str, north: Tenant) -> None:
    with tenant_scope(north), pytest.raises(TransactionManagementError):
        next_number(book="x", year=2569)


def test_50_threads_get_50_numbers_though_a_third_roll_back(committed: str, north: Tenant) -> None:
    def take(index: int) -> int:
        with tenant_scope(north), transaction.atomic():
            number = next_number(book="race", year=2569)
            if index % 3 == 0:
                raise RuntimeError("rolled back")
            return number

    results = race(take, 50)

    numbers = sorted(result for result in results if isinstance(result, int))
    assert [result for result in results if isinstance(result, Exception) and str(result) != "rolled back"] == []
    assert numbers == list(range(1, 34))


def test_control_counting_without_the_lock_doubles(committed: str, north: Tenant) -> None:
    """The race is real: the same threads collide when each reads the largest number and adds one."""
    with tenant_scope(north), connection.cursor() as cursor:
        cursor.execute("INSERT INTO casework_counter (book, year, value) VALUES ('bad', 2569, 0)")

    def take(_index: int) -> int:
        with tenant_scope(north), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT value + 1 FROM casework_counter WHERE book = 'bad'")
            value: int = cursor.fetchone()[0]
            cursor.execute("SELECT pg_sleep(0.05)")
            cursor.execute("UPDATE casework_counter SET value = %s WHERE book = 'bad'", [value])
            return value

    results = race(take, 10)
    assert len(set(results)) < 10
