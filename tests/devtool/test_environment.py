import pytest

from devtool.console import DevError
from devtool.environment import Addresses, Secrets, app_url, compose, database_urls, refuse_embedded_in_production

SECRETS = Secrets(key="key-of-this-checkout", app_password="p/w", subject_key="subject-key-of-this-checkout")
EMBEDDED = Addresses(database_owner="postgres://thongthin:o@127.0.0.1:20001/thongthin", redis="redis://127.0.0.1:20002")


def composed(**given: str) -> dict[str, str]:
    return compose(given, EMBEDDED, SECRETS, {"ENVIRONMENT": "development"})


def test_without_settings_the_embedded_servers_are_used() -> None:
    environment = composed()
    assert environment["DATABASE_OWNER_URL"] == EMBEDDED.database_owner
    assert environment["DATABASE_URL"] == "postgres://thongthin_app:p%2Fw@127.0.0.1:20001/thongthin"
    assert environment["REDIS_URL"] == EMBEDDED.redis
    assert environment["SECRET_KEY"] == SECRETS.key
    assert environment["ENVIRONMENT"] == "development"


def test_what_the_person_set_wins() -> None:
    environment = composed(REDIS_URL="redis://mine", SECRET_KEY="mine", ENVIRONMENT="demo")
    assert (environment["REDIS_URL"], environment["SECRET_KEY"], environment["ENVIRONMENT"]) == (
        "redis://mine",
        "mine",
        "demo",
    )


def test_an_empty_variable_counts_as_not_set() -> None:
    assert composed(REDIS_URL="", ENVIRONMENT="")["REDIS_URL"] == EMBEDDED.redis
    assert composed(ENVIRONMENT="")["ENVIRONMENT"] == "development"


def test_a_lone_database_url_is_the_owners() -> None:
    urls = database_urls({"DATABASE_URL": "postgres://boss:x@db:5433/city?sslmode=require"}, "", "secret")
    assert urls["DATABASE_OWNER_URL"] == "postgres://boss:x@db:5433/city?sslmode=require"
    assert urls["DATABASE_URL"] == "postgres://city_app:secret@db:5433/city?sslmode=require"


def test_both_database_urls_are_left_alone() -> None:
    given = {"DATABASE_URL": "postgres://a@db/x", "DATABASE_OWNER_URL": "postgres://b@db/x"}
    assert database_urls(given, "", "secret") == given


@pytest.mark.parametrize("url", ["mysql://a@db/x", "postgres://a@db", "db/x"])
def test_an_address_that_is_no_postgresql_database_is_refused(url: str) -> None:
    with pytest.raises(DevError, match="postgres://user:password@host"):
        app_url(url, "secret")


def test_production_gets_no_secret_key_of_ours() -> None:
    assert "SECRET_KEY" not in composed(ENVIRONMENT="production")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "DATABASE_URL and REDIS_URL"),
        ({"REDIS_URL": "redis://r"}, "DATABASE_URL:"),
        ({"DATABASE_URL": "postgres://a@db/x"}, "REDIS_URL:"),
    ],
)
def test_production_refuses_embedded_servers(given: dict[str, str], named: str) -> None:
    with pytest.raises(DevError, match=named):
        refuse_embedded_in_production({"ENVIRONMENT": "production", **given})


@pytest.mark.parametrize(
    "given",
    [
        {"ENVIRONMENT": "production", "THONGTHIN_ALLOW_EMBEDDED": "1"},
        {"ENVIRONMENT": "production", "DATABASE_URL": "postgres://a@db/x", "REDIS_URL": "redis://r"},
        {"ENVIRONMENT": "demo"},
        {},
    ],
)
def test_elsewhere_and_on_purpose_they_are_allowed(given: dict[str, str]) -> None:
    refuse_embedded_in_production(given)
    assert "DATABASE_URL" in composed(**given)
