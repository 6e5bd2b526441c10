"""The environment variables that Django's processes run with."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from devtool.console import DevError

DATABASE_URL_FORM = "DATABASE_URL must look like postgres://user:password@host:5432/database"


@dataclass(frozen=True)
class Secrets:
    key: str
    app_password: str
    subject_key: str


@dataclass(frozen=True)
class Addresses:
    """Where the servers are that we started ourselves; empty where the person named their own."""

    database_owner: str = ""
    redis: str = ""


def wants_own_database(given: Mapping[str, str]) -> bool:
    return not (given.get("DATABASE_URL") or given.get("DATABASE_OWNER_URL"))


def wants_own_redis(given: Mapping[str, str]) -> bool:
    return not given.get("REDIS_URL")


def refuse_embedded_in_production(given: Mapping[str, str]) -> None:
    """The embedded servers have no backups, no replicas and an end-of-life Redis."""
    if given.get("ENVIRONMENT") != "production" or given.get("THONGTHIN_ALLOW_EMBEDDED") == "1":
        return
    missing = {"DATABASE_URL": wants_own_database(given), "REDIS_URL": wants_own_redis(given)}
    if names := " and ".join(name for name, is_missing in missing.items() if is_missing):
        raise DevError(
            f"ENVIRONMENT=production needs {names}: the embedded servers are for development "
            "(THONGTHIN_ALLOW_EMBEDDED=1 overrules this)"
        )


def app_url(owner_url: str, password: str) -> str:
    """The same database under the login that requests and jobs use, which owns nothing."""
    parts = urlsplit(owner_url)
    name = parts.path.lstrip("/")
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise DevError(DATABASE_URL_FORM)
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{quote(f'{name}_app')}:{quote(password, safe='')}@{host}").geturl()


def database_urls(given: Mapping[str, str], embedded_owner: str, app_password: str) -> dict[str, str]:
    app, owner = given.get("DATABASE_URL", ""), given.get("DATABASE_OWNER_URL", "")
    if app and owner:
        return {"DATABASE_URL": app, "DATABASE_OWNER_URL": owner}
    owner = owner or app or embedded_owner
    return {"DATABASE_URL": app_url(owner, app_password), "DATABASE_OWNER_URL": owner}


def compose(
    given: Mapping[str, str], addresses: Addresses, secrets: Secrets, defaults: Mapping[str, str]
) -> dict[str, str]:
    """What the person set, with `defaults` and the addresses of our own servers where they set nothing."""
    environment = {name: value for name, value in defaults.items() if not given.get(name)}
    if given.get("ENVIRONMENT") != "production":
        own = {"SECRET_KEY": secrets.key, "DIGITAL_ID_SUBJECT_KEY": secrets.subject_key}
        environment |= {name: value for name, value in own.items() if not given.get(name)}
    if wants_own_redis(given):
        environment["REDIS_URL"] = addresses.redis
    return {
        **given,
        **environment,
        **database_urls(given, addresses.database_owner, secrets.app_password),
        "DJANGO_SETTINGS_MODULE": given.get("DJANGO_SETTINGS_MODULE") or "config.settings",
        "PYTHONUNBUFFERED": "1",
    }


def with_programs(environment: Mapping[str, str], folder: str) -> dict[str, str]:
    return {**environment, "PATH": f"{folder}{os.pathsep}{environment.get('PATH', os.defpath)}"}
