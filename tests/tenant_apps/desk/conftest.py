"""The inbox of tests: complaints, and a second service that only tests have."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest
from django.db.models import F, Value
from django.utils.translation import gettext_lazy

from shared_apps.accounts.models import User
from shared_apps.casework import work
from shared_apps.casework.work import Choice, Criteria
from tenant_apps.complaints import selectors
from tenant_apps.complaints.workflow import OPEN, State
from tenants.models import Tenant
from tests.conftest import Browse
from tests.support.browser import HostClient
from tests.tenant_apps.complaints.conftest import File, file_one


class SuggestionWork(work.WorkSource):
    """A second service: the suggestions, as if they were cases of their own with other columns."""

    service = "suggestions"
    label = gettext_lazy("Saved")

    def rows(self, user: Any, criteria: Criteria, *, at: datetime) -> Any:
        found = (
            selectors.visible_to(user).select_related(None).filter(kind="suggestion", title__contains=criteria.words)
        )
        if criteria.states:
            found = found.filter(state__in=criteria.states)
        if criteria.tab != "all":
            found = found.filter(state__in=OPEN)
        return (
            found.order_by()
            .annotate(
                service=Value(self.service),
                category_name=Value(""),
                division_name=F("division__name"),
                division_order=F("division__order"),
                assignee_name=F("assignee__display_name"),
                is_restricted=Value(False),
            )
            .values(*work.COLUMNS)
        )

    def counts(self, user: Any, *, at: datetime) -> Mapping[str, int]:
        return dict.fromkeys((tab for tab in work.TABS if tab != "all"), 100)

    def waiting_for(self, user: Any) -> int:
        return 0

    def states(self) -> Sequence[Choice]:
        return [Choice("new", "x"), Choice("own", "y")]

    def state_shown(self, code: str) -> State:
        return State(code)

    def url(self, number: str) -> str:
        return f"/elsewhere/{number}"

    def assign(self, **_given: Any) -> None:
        raise AssertionError

    def forward(self, **_given: Any) -> None:
        raise AssertionError


@pytest.fixture
def suggestions(monkeypatch: pytest.MonkeyPatch) -> Iterator[SuggestionWork]:
    """The second service, declared for one test, which every officer may see."""
    source = SuggestionWork()
    known = User.may
    monkeypatch.setattr(
        User, "may", lambda self, service, action: service == "suggestions" or known(self, service, action)
    )
    work.register(source)
    yield source
    work.forget("suggestions")


@pytest.fixture
def file_in_north(in_north: Tenant) -> File:
    """Files complaints in north; the test runs inside north."""
    return file_one


@pytest.fixture
def desk(browse: Browse, north: Tenant, officer: Any) -> HostClient:
    """An officer's browser."""
    return browse(north).sign_in(officer)
