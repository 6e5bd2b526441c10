"""Hiding people in what goes to logs, error reports and the records of failed jobs."""

import re
from typing import Any

from kit.errors import DomainError
from kit.phones import parse_phone

_NATIONAL_ID = re.compile(r"(?<!\d)\d(?:[- ]?\d){12}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+(?:@|%40)[\w-]+\.[\w.-]+")
_MOBILE = re.compile(r"(?<!\d)(?:\+66|0)[ -]?[689](?:[ -]?\d){8}(?!\d)")
# Who holds such an address may take up an invitation, or watch a set-up.
_KEY_IN_ADDRESS = re.compile(r"(/invitation/|/progress/|/support/enter/)[^/\s?#\"']+")


def mask(text: str) -> str:
    """Hide 13-digit identifiers, e-mail addresses, mobile numbers and keys in addresses."""
    for pattern, shown in (
        (_KEY_IN_ADDRESS, r"\1[key]"),
        (_EMAIL, "[e-mail]"),
        (_NATIONAL_ID, "[13 digits]"),
        (_MOBILE, "[mobile]"),
    ):
        text = pattern.sub(shown, text)
    return text


def masked(value: Any) -> Any:
    """`value` with every text in it masked; what is no plain data is shown as a masked text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, dict):
        return {key: masked(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [masked(item) for item in value]
    return mask(value if isinstance(value, str) else repr(value))


def masked_name(name: str) -> str:
    """`ส••• ใ•••`: recognisable only to those who know anyway."""
    return " ".join(f"{word[:1]}•••" for word in name.split())


def masked_phone(phone: str) -> str:
    """`xxx xxx 5678`."""
    try:
        return parse_phone(phone.split(";")[0]).masked if phone else ""
    except DomainError:
        return "•••"


def masked_email(email: str) -> str:
    """`s•••@example.go.th`."""
    name, at, host = email.partition("@")
    return f"{name[:1]}•••{at}{host}" if email else ""
