import pytest

from devtool.console import DevError
from devtool.servers import check_database, check_redis


def test_a_database_that_does_not_answer_is_one_line_without_the_password() -> None:
    with pytest.raises(DevError, match=r"the database at 127\.0\.0\.1:1 does not answer: .*refused") as refusal:
        check_database("postgres://boss:secret@127.0.0.1:1/city")
    assert "secret" not in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_an_address_of_another_kind_of_database_is_refused() -> None:
    with pytest.raises(DevError, match="postgres://user:password@host"):
        check_database("mysql://boss:secret@127.0.0.1:1/city")


@pytest.mark.parametrize("url", ["redis://:secret@127.0.0.1:1", "http://:secret@127.0.0.1:1"])
def test_a_redis_that_does_not_answer_is_one_line_without_the_password(url: str) -> None:
    with pytest.raises(DevError, match=r"the Redis at 127\.0\.0\.1:1 does not answer") as refusal:
        check_redis(url)
    assert "secret" not in str(refusal.value)
