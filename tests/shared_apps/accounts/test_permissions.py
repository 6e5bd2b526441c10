"""Who may open a page."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from shared_apps.accounts.models import User
from shared_apps.accounts.permissions import (
    administrator_required,
    citizen_required,
    officer_required,
    staff_required,
)

CITIZEN, OFFICER, STAFF = User(kind="citizen"), User(kind="officer"), User(kind="staff")
ADMINISTRATOR = User(kind="officer", is_administrator=True)
# A flag left over on someone who is no officer opens nothing.
FLAGGED = User(kind="citizen", is_administrator=True)


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


@pytest.mark.parametrize(
    ("guard", "admitted"),
    [
        (officer_required, [OFFICER, ADMINISTRATOR]),
        (administrator_required, [ADMINISTRATOR]),
        (staff_required, [STAFF]),
        (citizen_required, [CITIZEN, FLAGGED]),
    ],
)
def test_others_are_told_that_there_is_no_such_page(guard: Any, admitted: list[User], rf: RequestFactory) -> None:
    for user in (CITIZEN, OFFICER, STAFF, ADMINISTRATOR, FLAGGED):
        request = rf.get("/desk/?page=2")
        request.user = user
        if user in admitted or any(user is one for one in admitted):
            assert guard(page)(request).content == b"open"
        else:
            with pytest.raises(Http404):
                guard(page)(request)


@pytest.mark.parametrize(
    ("guard", "sign_in"), [(officer_required, "/officers/sign-in/"), (staff_required, "/accounts/login/")]
)
def test_who_is_not_signed_in_is_asked_to(guard: Any, sign_in: str, rf: RequestFactory) -> None:
    request = rf.get("/desk/?page=2")
    request.user = AnonymousUser()
    assert guard(page)(request)["Location"] == f"{sign_in}?next=/desk/%3Fpage%3D2"
    assert str(guard(page).login_url) == sign_in
