"""Hostile input into every form and every list that the URL map leads to: never a 5xx, and nothing typed is lost.

HOSTILE_EXAMPLES sets how many requests each form gets; a release is tried with hundreds.
"""

import os
import re
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.urls import Resolver404, resolve
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kit.thai import normalise_text
from provisioning.models import SignUp
from provisioning.services import sign_ups
from shared_apps.accounts.models import User
from shared_apps.notifications.models import Message
from tenants.scope import public_scope, tenant_scope
from tests.factories import photos
from tests.factories.sign_ups import ANSWERS
from tests.guards.conftest import World
from tests.support.browser import HostClient
from tests.support.forms import MULTIPART, URLENCODED, Field, Form, Pairs, Upload, forms_of, multipart, shown_values
from tests.support.forms import urlencoded as encoded
from tests.support.samples import PASSWORD, PIN
from tests.support.urls import addresses, routes_of
from tests.support.visitors import Answer, Visitor

EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "6"))
TENANT, OPERATOR = django_settings.TENANT_URLCONF, django_settings.PUBLIC_SCHEMA_URLCONF
TOKEN = "a" * 32
Forms = dict[tuple[str, frozenset[str]], Form]

TEXTS = (
    *("", " ", "\x00", "ก\x00ข", "\u200b", "\u202eกลับ", "\ufeff", "\ud800", "a\udfffb", "😀" * 40, "\r\nX-Y: z"),
    *("๑๒๓๔๕๖", "²", "①", "٣", "-1", "0", "1.5", "1e999", "NaN", "Infinity", str(2**31), str(2**63), "9" * 400),
    *("' OR 1=1 --", '"; DROP TABLE accounts_user; --', "<script>alert(1)</script>", "{{ 7|add:7 }}{% debug %}"),
    *("../../etc/passwd", "https://evil.example/", "//evil.example", "=cmd|' /C calc'!A0", "a@b", "a@ก.ไทย", "ําา"),
    *("31/02/2569", "None", "null", "true", "[]", '{"a": 1}', "0812345678", "citizen@example.com", "123456", "test"),
    *("%s%n", "0x1F", "ก" * 5000),
)
HUGE = ("a" * 1_000_000, "ก " * 300_000, "<" * 1_000_000, "9" * 1_000_000, "x" * 3_000_000)
NAMES = st.sampled_from(["../../x.jpg", "", "a" * 300 + ".jpg", "x.php\x00.jpg", "รูป.svg", 'a"\r\nb: c'])
CONTENTS = st.sampled_from(
    [
        b"",
        b"\x00",
        b"%PDF-1.7",
        photos.svg(),
        photos.png_bomb(),
        photos.photo_bytes((8, 8)),
        b"\xff\xd8\xff" + b"\x00" * 99,
    ]
)
TEXT = st.one_of(*[st.sampled_from(TEXTS)] * 6, st.text(max_size=60), st.sampled_from(HUGE))
FILE = st.builds(Upload, NAMES, CONTENTS)
TYPES = st.sampled_from(
    ["application/json", "text/plain", "multipart/form-data", "image/png", "", "a/b; boundary=\x7f"]
)
QUERY_NAMES = (
    "page",
    "sort",
    "q",
    "tab",
    "show",
    "next",
    "form",
    "export",
    "kind",
    "category",
    "case",
    "brand",
    "done",
    "subdomain",
)

# What is posted by script, or from a page that another state of the case shows.
SCRIPTED: dict[str, tuple[Field, ...]] = {
    "finance_renewal": (Field("package", "radio", "S"), Field("reason", "text", "")),
    "money_aside": (Field("reason", "textarea", "ดอกเบี้ยของธนาคาร"),),
    "money_book_decide": (Field("decision", "submit", "withdraw"), Field("reason", "textarea", "ราคาผิด")),
    "money_ladder_decide": (Field("decision", "submit", "withdraw"), Field("reason", "textarea", "สั้นเกินไป")),
    "report_copy": (
        *(
            Field(f"sent_on_{part}", "text", value)
            for part, value in (("day", "20"), ("month", "11"), ("year", "2569"))
        ),
        Field("letter", "text", "นย 52001/12"),
        Field("last", "hidden", "1"),
    ),
    "complaint_photo": (Field("photo", "file", ""),),
    "desk_photo": (Field("photo", "file", ""),),
    "desk_complaint_name": (Field("officer", "select", "1"),),
    "desk_complaint_unname": (Field("user", "hidden", "1"),),
    "desk_names": (Field("q", "text", "สมชาย"),),
    "notification_text_preview": (Field("subject", "text", "เรื่อง"), Field("body", "textarea", "{number} {title}")),
    "site_holidays_import": (Field("days", "checkbox", "2026-12-31"),),
    "mfa_deactivate_totp": (),
    "complaint_autosave": (Field("step", "hidden", "details"), Field("title", "text", "ไฟดับ")),
    "complaint_photo_place": (Field("use", "hidden", "yes"),),
    "complaint_resume": (),
    "complaint_reply_photo": (Field("photo", "file", ""),),
    "complaint_reply_autosave": (Field("note", "text", "กำลังเขียน"),),
    "complaint_follow": (Field("address", "text", "ploy@example.com"),),
    "complaint_unfollow": (Field("address", "text", "ploy@example.com"),),
    "complaint_follow_code": (Field("code", "text", "123456"),),
    "complaint_lost_pin_code": (Field("code", "text", "123456"),),
    "gallery_photo": (Field("photo", "file", ""),),
    "complaint_answer": (Field("note", "textarea", "ตอบแล้วครับ"),),
    "complaint_reopen": (Field("reopen-note", "textarea", "ยังไม่เรียบร้อย"),),
    "complaint_rate": (Field("score", "radio", "5"), Field("comment", "textarea", "")),
    "complaint_confirm": (),
    "console_replay": (Field("tenant", "hidden", ""),),
    "console_act": (Field("action", "hidden", "approve"), Field("reason", "textarea", "")),
    "digital_id_start": (),
    "digital_id_unlink": (),
    "account_language": (Field("language", "hidden", "en"),),
    "account_sign_out_everywhere": (),
    "registry_person_close": (),
    "registry_person_reopen": (),
    "registry_second_factor": (),
    "registry_withdraw": (),
    "registry_resend": (),
    "sign_up_resend": (),
    "complaint_discard": (),
}


def bounded(examples: int) -> settings:
    """The same examples in every run, and no time spent on making them smaller."""
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )


# --- who fills forms in, and how far they are -------------------------------------------------------------------------


def _guest(world: World) -> HostClient:
    """Has written a whole draft, follows a case, and waits for a sign-in code."""
    client = world.client(world.north.tenant)
    client.post("/complaints/new", {"kind": "complaint", "category": "street-lights"})
    client.post("/complaints/new/details", {"title": "ไฟดับ", "description": "ไฟถนนดับมาสามวันแล้ว"})
    client.post("/complaints/new/place", {"place": "หน้าโรงเรียน"})
    client.post("/complaints/new/contact", {"name": "มานี"})
    client.post("/complaints/track", {"reference": world.north.complaint.tracking_code, "pin": PIN})
    client.post("/accounts/login/", {"address": f"{uuid4().hex}@example.com"})
    assert client.get("/complaints/new/check").status_code == 200
    assert client.get("/accounts/login/code/").status_code == 200
    return client


def _forgetful_officer(world: World) -> HostClient:
    """Has asked for a code for a new password."""
    return _forgetful(world, world.north.officer)


def _forgetful(world: World, user: User) -> HostClient:
    client = world.client(world.north.tenant)
    client.post("/accounts/password/reset/", {"email": user.email})
    assert client.get("/accounts/password/reset/code/").status_code == 200
    return client


def _officer_with_code(world: World) -> HostClient:
    """Has shown the code and chooses a new password."""
    client = _forgetful(world, world.north.administrator)
    with tenant_scope(world.north.tenant):
        sent = Message.objects.filter(to=world.north.administrator.email, event="accounts/password_code")
        code = re.search(r"\d{6}", sent.order_by("-created_at")[0].body)
    assert code
    client.post("/accounts/password/reset/code/", {"code": code[0]})
    assert client.get("/accounts/password/reset/new/").status_code == 200
    return client


def _administrator_between_factors(world: World) -> HostClient:
    """Has given the password and not yet the second factor."""
    client = world.client(world.north.tenant)
    client.post("/officers/sign-in/", {"login": world.north.administrator.email, "password": PASSWORD})
    assert client.get("/accounts/second-factor/enter/").status_code == 200
    return client


def _applicant(world: World) -> HostClient:
    """Has filled in the whole sign-up and waits for its code."""
    client = world.client(None)
    client.post("/sign-up/", {})
    with public_scope():
        sign_up = SignUp.objects.order_by("-created_at")[0]
        sign_ups.save_answers(sign_up=sign_up, answers={**ANSWERS, "subdomain": "bansuan"}, at=timezone.now())
        sign_ups.send_code(sign_up=SignUp.objects.get(pk=sign_up.pk), at=timezone.now())
    assert client.get("/sign-up/confirm").status_code == 200
    return client


VISITORS: dict[str, Callable[[World], HostClient]] = {
    "guest": _guest,
    "forgetful officer": _forgetful_officer,
    "officer with a code": _officer_with_code,
    "administrator between factors": _administrator_between_factors,
    "citizen": lambda world: world.client(world.north.tenant, world.north.citizen),
    "administrator": lambda world: world.client(world.north.tenant, world.north.administrator),
    "applicant": _applicant,
    "staff": lambda world: world.client(None, world.staff),
}


@pytest.fixture(scope="module")
def visitors(world: World) -> dict[str, Visitor]:
    """Everyone, with a fresh token against forged requests."""
    return {name: _visitor(make(world)) for name, make in VISITORS.items()}


@pytest.fixture(scope="module")
def forms(world: World, visitors: dict[str, Visitor]) -> dict[str, Forms]:
    """What everyone can be shown."""
    return {name: _forms(world, visitor) for name, visitor in visitors.items()}


def _visitor(client: HostClient) -> Visitor:
    client.cookies[django_settings.CSRF_COOKIE_NAME] = TOKEN
    client.handler.enforce_csrf_checks = True
    return Visitor(client)


def _urlconf(visitor: Visitor) -> str:
    return TENANT if visitor.client.tenant else OPERATOR


def _pages(world: World, visitor: Visitor) -> Iterator[tuple[str, str]]:
    """Name and address of every page; schemathesis attacks what programs ask for."""
    urlconf = _urlconf(visitor)
    for route in (route for route in routes_of(urlconf) if not route.is_api):
        for url in addresses(route, world.values(urlconf), urlconf):
            yield route.name, url


def _forms(world: World, visitor: Visitor) -> Forms:
    """Every form that this visitor can be shown, and what scripts post, by route and fields."""
    found: Forms = {}
    for name, url in _pages(world, visitor):
        shown = list(forms_of(visitor.ask("GET", url).body, url))
        if name in SCRIPTED:
            shown.append(Form("POST", url, SCRIPTED[name]))
        for form in shown:
            if form.method == "POST":
                route = _name(form.action, _urlconf(visitor))
                found.setdefault((route, frozenset(field.name for field in form.fields)), form)
    return found


def _name(path: str, urlconf: str) -> str:
    try:
        return resolve(path, urlconf).view_name
    except Resolver404:
        return ""


# --- the attack -------------------------------------------------------------------------------------------------------


@st.composite
def submissions(draw: st.DrawFn, form: Form) -> Pairs:
    """What a hostile client sends for a form: wrong values, and fields missing, repeated and unknown."""
    pairs: list[tuple[str, str | Upload]] = []
    wrong = draw(st.sets(st.integers(0, max(len(form.fields) - 1, 0)), max_size=3))
    for index, field in enumerate(form.fields):
        if index not in wrong:
            pairs.append((field.name, field.value))
            continue
        times = draw(st.sampled_from([0, 1, 1, 1, 1, 2]))
        strategy = st.one_of(FILE, FILE, TEXT) if field.kind == "file" else TEXT
        pairs.extend((field.name, draw(strategy)) for _time in range(times))
    if draw(st.booleans()):
        pairs.append(
            (draw(st.sampled_from(["pk", "is_administrator", "kind", "user", "next", "__class__"])), draw(TEXT))
        )
    return pairs


def _post(visitor: Visitor, form: Form, pairs: Pairs, data: st.DataObject) -> tuple[Answer, bool]:
    """Send it, mostly as a browser would encode it; whether it did arrive whole."""
    body, kind = encoded(pairs), URLENCODED
    if any(isinstance(value, Upload) for _name, value in pairs) or data.draw(st.booleans()):
        body, kind = multipart(pairs), MULTIPART
    damage = data.draw(st.sampled_from(["none"] * 6 + ["cut", "type"]))
    if damage == "cut":
        body = body[: len(body) // 2]
    elif damage == "type":
        kind = data.draw(TYPES)
    htmx = {"HTTP_HX_REQUEST": "true"} if data.draw(st.booleans()) else {}
    answer = visitor.ask("POST", form.action, data=body, content_type=kind, HTTP_X_CSRFTOKEN=TOKEN, **htmx)
    return answer, damage == "none"


def _lost(form: Form, pairs: Pairs, answer: Answer) -> list[str]:
    """The fields of a form that came back without what was typed."""
    if answer.status not in {200, 422} or "<form" not in answer.body:
        return []
    typed = {field.name for field in form.fields if field.is_typed}
    names = [name for name, _value in pairs]
    return [
        name
        for name, value in pairs
        if name in typed and names.count(name) == 1 and isinstance(value, str) and _is_plain(value)
        if (shown := shown_values(answer.body, name)) and normalise_text(value) not in map(normalise_text, shown)
    ]


def _is_plain(text: str) -> bool:
    return 0 < len(text.strip()) <= 200 and all(char.isprintable() for char in text)


@pytest.mark.parametrize("who", VISITORS)
def test_forms(visitors: dict[str, Visitor], forms: dict[str, Forms], who: str) -> None:
    assert forms[who]
    for form in forms[who].values():
        _attack(visitors[who], form)


def _attack(visitor: Visitor, form: Form) -> None:
    @bounded(EXAMPLES)
    @given(st.data())
    def attempt(data: st.DataObject) -> None:
        pairs = data.draw(submissions(form))
        answer, is_whole = _post(visitor, form, pairs, data)
        assert answer.status < 500, answer
        assert answer.status != 403 or "403_csrf" not in str(answer.response.templates), answer
        assert not is_whole or _lost(form, pairs, answer) == [], answer

    attempt()


@pytest.mark.parametrize("who", ["guest", "citizen", "administrator", "applicant", "staff"])
def test_query_strings(world: World, visitors: dict[str, Visitor], who: str) -> None:
    """Filters, sort, page, search: of every page, in every order, as long as a server lets through."""
    visitor = visitors[who]
    for _name, url in _pages(world, visitor):
        page = visitor.ask("GET", url)
        if page.status < 300:
            searched = [form for form in forms_of(page.body, url) if form.method == "GET" and form.action == url]
            names = {field.name for form in searched for field in form.fields}
            _query(visitor, url, sorted(names | {*QUERY_NAMES}), EXAMPLES * 2 if searched else 1)


def _query(visitor: Visitor, url: str, names: list[str], examples: int) -> None:
    values = st.one_of(*[st.sampled_from(TEXTS)] * 8, st.text(max_size=40), st.just("ก" * 8000))
    pairs = st.lists(st.tuples(st.sampled_from(names), values), min_size=1, max_size=6)

    @bounded(examples)
    @given(pairs, st.booleans())
    def attempt(chosen: Pairs, htmx: bool) -> None:
        headers = {"HTTP_HX_REQUEST": "true"} if htmx else {}
        answer = visitor.ask("GET", url, QUERY_STRING=encoded(chosen).decode(), **headers)
        assert answer.status < 500, answer

    attempt()


def test_every_form_was_found(world: World, visitors: dict[str, Visitor], forms: dict[str, Forms]) -> None:
    """A new route that takes a POST is attacked through its form, or is entered in SCRIPTED."""
    missed: set[tuple[str, str]] = set()
    attacked = {(_urlconf(visitors[who]), route) for who, found in forms.items() for route, _fields in found}
    for visitor in visitors.values():
        urlconf = _urlconf(visitor)
        missed |= {
            (urlconf, name)
            for name, url in _pages(world, visitor)
            if (urlconf, name) not in attacked | missed and _takes_post(visitor, url)
        }
    assert len(attacked) > 40
    assert missed == set()


def _takes_post(visitor: Visitor, url: str) -> bool:
    answer = visitor.ask("POST", url, HTTP_X_CSRFTOKEN=TOKEN)
    return answer.status in {200, 422}
