"""Reading of addresses from the environment."""

from enum import StrEnum
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


class EnvironmentName(StrEnum):
    """Where the code runs."""

    DEVELOPMENT = "development"
    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


def database_from_url(url: str) -> dict[str, Any]:
    """Turn `postgres://user:password@host:port/name` into Django's settings of a database.

    Raises:
        ImproperlyConfigured: the scheme is not PostgreSQL's or the name is missing; the message holds no password.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres://")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ImproperlyConfigured("DATABASE_URL names no database")
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {key: unquote(value) for key, value in options.items()},
    }


def split_hosts(url: str) -> list[str]:
    """The origin of a tile server's address for the content security policy; nothing when there is none."""
    if not url:
        return []
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"]
