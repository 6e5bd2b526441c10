import pytest
from django.utils.functional import lazystr

from kit.errors import (
    Conflict,
    DomainError,
    ErrorKind,
    Invalid,
    NotFound,
    OverLimit,
    Refused,
    gettext_noop,
)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (Conflict, ErrorKind.CONFLICT),
        (NotFound, ErrorKind.NOT_FOUND),
        (Refused, ErrorKind.REFUSED),
        (Invalid, ErrorKind.INVALID),
        (OverLimit, ErrorKind.OVER_LIMIT),
    ],
)
def test_each_class_has_its_kind(error: type[DomainError], kind: ErrorKind) -> None:
    raised = error("no")
    assert (raised.kind, raised.code, raised.field, raised.params) == (kind, str(kind), None, {})


def test_code_field_and_params_are_kept() -> None:
    error = Invalid("%(n)s digits", code="short", field="dla_code", params={"n": 7})
    assert (error.code, error.field, str(error)) == ("short", "dla_code", "7 digits")


def test_a_percent_sign_without_params_is_left_alone() -> None:
    assert str(Refused("100 %")) == "100 %"


def test_a_lazy_message_stays_lazy_and_is_resolved_when_shown() -> None:
    message = lazystr("ชื่อนี้มีผู้ใช้แล้ว %(name)s")
    error = Conflict(message, params={"name": "demo"})
    assert error.message is message
    assert str(error) == "ชื่อนี้มีผู้ใช้แล้ว demo"


def test_noop_returns_the_message_id() -> None:
    assert gettext_noop("Not found.") == "Not found."
