"""Which rights a person holds, and what a page says to who lacks one."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from kit.errors import Refused
from shared_apps.accounts import rights
from shared_apps.accounts.permissions import right_required

pytestmark = pytest.mark.usefixtures("in_north")


def _opened(user: Any, service: str, action: str) -> HttpResponse:
    request = RequestFactory().get("/desk/")
    request.user = user
    view = right_required(service, action)(lambda _request: HttpResponse("inside"))
    response = view(request)
    assert isinstance(response, HttpResponse)
    return response


def test_an_administrator_holds_every_right(administrator: Any) -> None:
    assert administrator.rights == rights.every_right()
    assert _opened(administrator, "people", "settings").content == b"inside"


def test_a_citizen_holds_none(citizen: Any) -> None:
    assert citizen.rights == frozenset()


def test_a_closed_account_holds_none(administrator: Any) -> None:
    administrator.is_active = False
    assert administrator.rights == frozenset()


def test_an_officer_works_on_cases_but_is_told_when_a_right_is_missing(officer: Any) -> None:
    assert officer.may("complaints", "view")
    assert _opened(officer, "complaints", "view").content == b"inside"
    with pytest.raises(Refused, match="สิทธิ์"):
        _opened(officer, "people", "edit")


def test_a_right_that_nobody_declared_is_held_by_nobody(administrator: Any) -> None:
    assert not administrator.may("moon", "view")
