"""Every address × every visitor × GET and POST, made from the URL map, so that new routes join by themselves."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings

from tenants import middleware
from tenants.models import Tenant
from tests.guards.conftest import World
from tests.support.browser import HostClient
from tests.support.samples import CHOICES, Values
from tests.support.urls import Route, addresses, routes_of
from tests.support.visitors import Answer, Visitor

METHODS = ("GET", "POST")
TENANT, OPERATOR = settings.TENANT_URLCONF, settings.PUBLIC_SCHEMA_URLCONF

# What an anonymous visitor may reach without being asked to sign in. A new public page is added here on purpose.
PUBLIC_EVERYWHERE = frozenset(
    {
        *("favicon", "robots", "tenant_css", "set_language", "dev_outbox", "without_slash"),
        *("gallery", "gallery_home", "gallery_form", "gallery_desk", "gallery_console", "gallery_public"),
        *("gallery_progress", "gallery_colours", "gallery_photo", "gallery_error"),
        *("account_login", "account_confirm_login_code", "account_logout", "account_inactive", "accept_invitation"),
        *("account_reset_password", "account_confirm_password_reset_code", "account_complete_password_reset"),
        *("account_password_reset_completed", "mfa_authenticate", "officer_sign_in"),
        "mfa_login_webauthn",
    }
)
PUBLIC = {
    TENANT: PUBLIC_EVERYWHERE
    | {
        *("digital_id_start", "digital_id_callback", "digital_id_required", "digital_id_signed_out"),
        *("site_calendar", "site_calendar_file"),
        "line_webhook",
        *("support_enter", "support_ended"),
        *("site_home", "site_search", "site_contact", "site_privacy", "site_accessibility", "file", "file_thumbnail"),
        *("open_data", "developers", "developers_reference"),
        *("complaint_new", "complaint_details", "complaint_photo", "complaint_place", "complaint_contact"),
        *("complaint_check", "complaint_discard", "complaint_filed", "complaint_track", "complaint_case"),
        *(
            "complaint_photo_place",
            "complaint_nearby",
            "complaint_alike",
            "complaint_autosave",
            "complaint_public_list",
        ),
        *("complaint_public_list", "complaint_public", "complaint_follow", "complaint_unfollow"),
        *("complaint_follow_code", "complaint_lost_pin", "complaint_lost_pin_code"),
        *("complaint_paper", "complaint_reply_photo", "complaint_reply_autosave"),
        *("complaint_answer", "complaint_confirm", "complaint_reopen", "complaint_rate"),
    },
    OPERATOR: PUBLIC_EVERYWHERE
    | {
        *("site_home", "prices", "contact", "privacy", "trial_terms", "accessibility"),
        *("sign_up", "sign_up_availability"),
        *("sign_up_check", "sign_up_confirm", "sign_up_resend", "sign_up_progress", "sign_up_progress_part"),
        *("sign_up_page", "digital_id_return", "stripe_webhook", "mail_webhook", "document_check", "staff_join"),
    },
}
# The part of the desk that officers may open who are no administrators.
OFFICERS = frozenset(
    {
        *("site_desk", "registry_profile", "desk_complaints", "desk_complaint"),
        *(
            "desk_complaint_contact",
            "desk_complaint_act",
            "desk_intake",
            "desk_photo_uncover",
            "desk_alike",
            "desk_photo",
            "desk_names",
            "desk_complaint_name",
            "desk_complaint_unname",
        ),
        *("desk_complaint_pin", "desk_inbox", "desk_inbox_tab", "desk_map", "export_list"),
        *("desk_views", "desk_view_forget", "desk_view_first", "desk_bulk", "desk_bulk_begin", "desk_runs", "desk_run"),
        "desk_run_progress",
        "desk_complaint_paper",
        *("survey_results", "survey_export", "survey_hide", "survey_show", "reports", "report_export"),
        *("report_delays", "report_delays_paper", "report_copy", "report_copy_take_back"),
    }
)
# Pages about someone's case that everyone may open: they show neither the subject nor the person, unless allowed.
OF_EVERYONE = frozenset({"complaint_public", "complaint_follow", "complaint_unfollow", "complaint_follow_code"})
_DESKS = ("/desk", "/console")
CLOSED = frozenset({404, 405})
"""There is no such page for this visitor; a wrong method says no more."""


def walk(
    visitor: Visitor, urlconf: str, values: Values, only: Callable[[Route], bool] = lambda _route: True
) -> Iterator[tuple[Route, Answer]]:
    """Ask for every address of a page by every method; `test_api_matrix` asks for those of programs."""
    for route in filter(only, (route for route in routes_of(urlconf) if not route.is_api)):
        for url in addresses(route, values, urlconf):
            for method in METHODS:
                yield route, visitor.ask(method, url)


def faults(
    world: World,
    asked: Iterator[tuple[Route, Answer]],
    wrong: Callable[[Route, Answer], bool] = lambda _route, _answer: False,
) -> list[str]:
    """Answers that are wrong for this visitor, are a 5xx, or hold what belongs to south."""
    found, count = [], 0
    for route, answer in asked:
        count += 1
        leaks = any(word in answer.body for word in world.south.canary)
        if answer.status >= 500 or leaks or wrong(route, answer):
            found.append(f"{route.name}: {answer}{' LEAK' if leaks else ''}")
    assert count, "nothing was asked"
    return found


def _shows_private(world: World, route: Route, answer: Answer) -> bool:
    # The names of categories are everyone's to read, also that of the sample.
    shows_categories = {"dev_outbox", "complaint_new", "complaint_public_list"}
    return route.name not in shows_categories and any(word in answer.body for word in world.north.canary)


def _on_a_desk(answer: Answer) -> bool:
    return answer.url.startswith(_DESKS)


@pytest.mark.parametrize("urlconf", [TENANT, OPERATOR])
def test_every_route_has_a_name_and_samples(world: World, urlconf: str) -> None:
    routes = routes_of(urlconf)
    assert len(routes) > 40
    assert len({route.name for route in routes}) == len(routes)
    for route in routes:
        assert addresses(route, world.values(urlconf), urlconf)


def test_the_lists_name_real_routes() -> None:
    """A renamed or removed route does not stay in a list, where it would let another in some day."""
    for urlconf in (TENANT, OPERATOR):
        assert PUBLIC[urlconf] <= {route.name for route in routes_of(urlconf)}
    assert {route.name for route in routes_of(TENANT)} >= OFFICERS


@pytest.mark.parametrize("urlconf", [TENANT, OPERATOR])
def test_anonymous(world: World, urlconf: str) -> None:
    visitor = world.visitor(world.north.tenant if urlconf == TENANT else None)

    def wrong(route: Route, answer: Answer) -> bool:
        # The link of an invitation is its key; it shows to whom it was sent.
        private = route.name != "accept_invitation" and _shows_private(world, route, answer)
        return private or (route.name not in PUBLIC[urlconf] and not answer.asks_to_sign_in)

    assert faults(world, walk(visitor, urlconf, world.values(urlconf)), wrong) == []


def test_a_citizen(world: World) -> None:
    visitor = world.visitor(world.north.tenant, world.north.citizen)
    asked = walk(visitor, TENANT, world.values(TENANT))
    assert faults(world, asked, lambda _route, answer: _on_a_desk(answer) and answer.status not in CLOSED) == []


def test_another_citizen_sees_nothing_of_the_first(world: World) -> None:
    visitor = world.visitor(world.north.tenant, world.north.stranger)
    identified = {"number", "code", "file_id", "user_id"}
    asked = walk(visitor, TENANT, world.values(TENANT), lambda route: bool(identified & {*route.parameters}))

    def wrong(route: Route, answer: Answer) -> bool:
        title = world.north.complaint.title in answer.body
        asks_for_pin = answer.status == 200 and "/complaints/track/" in answer.url
        return title or not (answer.status in CLOSED or asks_for_pin or route.name in OF_EVERYONE)

    assert faults(world, asked, wrong) == []


def test_an_officer(world: World) -> None:
    visitor = world.visitor(world.north.tenant, world.north.officer)

    def wrong(route: Route, answer: Answer) -> bool:
        if route.name in OFFICERS:
            return _is_closed(route, answer)
        return _on_a_desk(answer) and answer.status not in CLOSED | {403}

    assert faults(world, walk(visitor, TENANT, world.values(TENANT)), wrong) == []


def test_an_administrator_reaches_the_whole_desk(world: World) -> None:
    """The control of all that are refused: the samples do name objects that are there."""
    visitor = world.visitor(world.north.tenant, world.north.administrator)
    assert faults(world, walk(visitor, TENANT, world.values(TENANT)), _is_closed) == []


def test_staff_reach_the_whole_console(world: World) -> None:
    visitor = world.visitor(None, world.staff)
    assert faults(world, walk(visitor, OPERATOR, world.values(OPERATOR)), _is_closed) == []


def _is_closed(_route: Route, answer: Answer) -> bool:
    is_open = answer.status in {200, 286, 405} or answer.location.startswith(_DESKS)
    return _on_a_desk(answer) and answer.method == "GET" and not is_open


def _foreign_sessions(world: World) -> dict[str, tuple[Tenant | None, HostClient]]:
    """At which host which session is shown that another host gave."""
    north, south = world.north.tenant, world.south.tenant
    return {
        "south's administrator at north": (north, world.client(south, world.south.administrator)),
        "south's citizen at north": (north, world.client(south, world.south.citizen)),
        "staff at north": (north, world.client(None, world.staff)),
        "north's administrator at the operator": (None, world.client(north, world.north.administrator)),
        "north's citizen at the operator": (None, world.client(north, world.north.citizen)),
    }


@pytest.mark.parametrize(
    "case",
    [
        "south's administrator at north",
        "south's citizen at north",
        "staff at north",
        "north's administrator at the operator",
        "north's citizen at the operator",
    ],
)
def test_a_foreign_session_is_anonymous(world: World, case: str) -> None:
    tenant, client = _foreign_sessions(world)[case]
    urlconf = TENANT if tenant else OPERATOR
    foreign = world.visitor(tenant).holds_cookies_of(client)
    nobody = world.visitor(tenant)

    def differs(_route: Route, answer: Answer) -> bool:
        expected = nobody.ask(answer.method, answer.url)
        return (answer.status, answer.location) != (expected.status, expected.location)

    assert faults(world, walk(foreign, urlconf, world.values(urlconf)), differs) == []


@pytest.mark.parametrize("who", ["anonymous", "citizen", "officer", "administrator"])
def test_foreign_objects_are_not_there(world: World, who: str) -> None:
    """South's numbers at north: nothing tells that they exist anywhere."""
    user = None if who == "anonymous" else getattr(world.north, who)
    visitor = world.visitor(world.north.tenant, user)
    foreign = world.south.identifiers
    assert not {*foreign.items()} & {*world.north.identifiers.items()}

    def wrong(route: Route, answer: Answer) -> bool:
        hidden = answer.asks_to_sign_in and route.name not in PUBLIC[TENANT] and user is None
        # Who lacks the right to a page is told so before its object is looked for.
        refused = who == "officer" and answer.status == 403
        return not hidden and not refused and answer.status not in CLOSED

    asked = walk(visitor, TENANT, CHOICES | foreign, lambda route: bool({*route.parameters} & {*foreign}))
    assert faults(world, asked, wrong) == []


@pytest.mark.parametrize("urlconf", [TENANT, OPERATOR])
def test_nothing_is_posted_without_a_token(world: World, urlconf: str) -> None:
    tenant, user = (world.north.tenant, world.north.administrator) if urlconf == TENANT else (None, world.staff)
    visitor = world.visitor(tenant, user)
    visitor.client.handler.enforce_csrf_checks = True
    asked = walk(visitor, urlconf, world.values(urlconf))
    assert faults(world, asked, lambda _route, answer: answer.method == "POST" and answer.status != 403) == []


def test_control_the_matrix_sees_a_page_that_is_not_on_the_list(world: World) -> None:
    asked = walk(world.visitor(world.north.tenant), TENANT, world.values(TENANT))
    seen = faults(world, asked, lambda _route, answer: not answer.asks_to_sign_in)
    assert any(fault.startswith("site_home:") for fault in seen)


def test_control_the_matrix_sees_another_tenant(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that led to the wrong tenant would be caught by the canary."""
    monkeypatch.setattr(middleware, "tenant_of", lambda _host: world.south.tenant)
    asked = walk(world.visitor(world.north.tenant), TENANT, world.values(TENANT), lambda route: "dev" in route.name)
    assert [fault for fault in faults(world, asked) if fault.endswith("LEAK")]
