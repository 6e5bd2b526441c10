"""How the parts of the pages come out."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from kit.errors import Conflict, Invalid, NotFound, OverLimit, Refused, gettext_noop
from shared_apps.ui import brand, context, middleware, views
from shared_apps.ui.gallery import samples
from shared_apps.ui.gallery.every_field import EveryField, InboxFilters
from shared_apps.ui.templatetags import ui
from tenants.models import Tenant

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted(
    path for name in ("shared_apps", "tenant_apps", "provisioning") for path in (ROOT / name).rglob("*.html")
)
# A block of data is no script: nothing runs it, and the policy lets it stand.
_INLINE_SCRIPT = r'<script(?![^>]*\bsrc=)(?![^>]*\stype="application/json")'
FORM = "{% load crispy_forms_tags %}{{ form|crispy }}"


def _render(name: str, request: Any = None, **values: Any) -> str:
    return render_to_string(name, values, request=request)


def _form(data: dict[str, str] | None = None) -> str:
    from django.template import Context, Template

    return Template(FORM).render(Context({"form": EveryField(data)}))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_holds_inline_script_or_style(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle=|<style|javascript:|\son(click|load|change|submit|error)=", text)
    assert not re.search(_INLINE_SCRIPT, text)
    assert not re.search(r"""(src|href)=["']https?://""", text)


def test_the_error_stands_above_the_field_and_is_announced_with_it() -> None:
    page = _form({"detail": "สั้น"})
    error, control = page.index('id="id_detail_error"'), page.index('id="id_detail"')
    assert error < control
    assert re.search(r'<textarea[^>]*aria-invalid="true"[^>]*', page)
    assert 'aria-describedby="id_detail_helptext id_detail_error"' in page
    assert '<fieldset aria-describedby="id_seen_on_helptext id_seen_on_error">' in page


def test_optional_fields_say_so_and_required_ones_carry_no_asterisk() -> None:
    page = _form()
    assert re.search(r'ถ่ายรูปหรือแนบรูป\s*<span class="optional">\(ไม่บังคับ\)', page)
    assert "asterisk" not in page.lower()
    assert "*<" not in page


def test_the_summary_leads_to_each_field() -> None:
    form = EveryField({"detail": "สั้น"})
    page = _render("ui/error_summary.html", form=form)
    assert 'role="alert"' in page
    anchors = re.findall(r'href="#([^"]+)"', page)
    fields = _form({"detail": "สั้น"})
    assert "id_detail" in anchors
    assert "div_id_seen_on" in anchors
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in fields] == []


def test_a_form_without_errors_has_no_summary() -> None:
    assert "error-summary" not in _render("ui/error_summary.html", form=EveryField())


def test_the_title_of_a_page_with_errors_says_so() -> None:
    page = _render("ui/gallery/form.html", form=EveryField({}), brand=samples.BRAND)
    assert "<title>ข้อผิดพลาด: สถานที่และรายละเอียด – เทศบาลตำบลบ้านสวนผึ้ง</title>" in page
    assert "<title>สถานที่" in _render("ui/gallery/form.html", form=EveryField(), brand=samples.BRAND)


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "429", "500", "503"])
def test_pages_of_errors_need_no_request_no_user_and_no_database(name: str) -> None:
    page = _render(f"{name}.html")
    assert '<html lang="th"' in page
    assert "กลับหน้าแรก" in page


@pytest.mark.parametrize("name", ["tenant_preparing", "tenant_suspended", "tenant_read_only"])
def test_pages_of_closed_sites(name: str) -> None:
    assert "<h1" in _render(f"ui/{name}.html", RequestFactory().get("/"))


def test_too_much_data_is_413_and_the_rest_400() -> None:
    from django.core.exceptions import BadRequest, RequestDataTooBig

    request = RequestFactory().get("/")
    assert views.bad_request(request, RequestDataTooBig()).status_code == 413
    assert views.bad_request(request, BadRequest()).status_code == 400
    assert views.server_error(request).status_code == 500


@pytest.mark.parametrize(
    ("kind", "status"), [(Conflict, 409), (NotFound, 404), (Refused, 403), (Invalid, 422), (OverLimit, 429)]
)
def test_expected_failures_become_pages(kind: Any, status: int) -> None:
    error = kind(gettext_noop("Write the number."))
    handler = middleware.DomainErrorMiddleware(lambda request: views.server_error(request))
    page = handler.process_exception(RequestFactory().get("/"), error)
    assert page is not None
    assert page.status_code == status
    assert "กรอกหมายเลข" in page.content.decode()


def test_expected_failures_reach_htmx_and_scripts_in_their_form() -> None:
    handler = middleware.DomainErrorMiddleware(lambda request: views.server_error(request))
    error = Conflict(gettext_noop("Write the number."), code="taken")
    partial = handler.process_exception(RequestFactory().post("/", headers={"hx-request": "true"}), error)
    assert partial is not None
    assert partial["HX-Retarget"] == "#messages"
    assert b"<html" not in partial.content
    json = handler.process_exception(RequestFactory().post("/", headers={"accept": "application/json"}), error)
    assert json is not None
    assert json.status_code == 409
    assert b'"code": "taken"' in json.content


def test_other_failures_are_left_alone() -> None:
    handler = middleware.DomainErrorMiddleware(lambda request: views.server_error(request))
    assert handler.process_exception(RequestFactory().get("/"), ValueError()) is None


def _list(query: str = "") -> str:
    from django_tables2 import RequestConfig

    request = RequestFactory().get("/?" + query)
    table = samples.CaseTable(samples.case_rows())
    RequestConfig(request, paginate={"per_page": 6}).configure(table)
    return _render("ui/list.html", request, table=table, filter={"form": InboxFilters(request.GET)})


def test_a_list_says_its_count_sorts_and_labels_its_cells_for_phones() -> None:
    page = _list("sort=-title&state=new&division=works&page=2")
    assert "แสดง 7–12 จาก 132 รายการ" in page
    assert 'aria-sort="descending"' in page
    assert 'data-label="ผู้รับผิดชอบ"' in page
    assert re.search(r'status-info">2<span', page), "two filters in use"
    assert "sort=-title&amp;state=new&amp;division=works&amp;page=3" in page
    assert "(ไม่บังคับ)" not in page


def test_an_empty_list_says_so() -> None:
    request = RequestFactory().get("/")
    page = _render("ui/list.html", request, table=samples.CaseTable([]))
    assert "ไม่พบรายการ" in page
    assert "<table" not in page


def test_page_links_keep_the_query() -> None:
    request = RequestFactory().get("/?q=ไฟ&page=5")
    page = _render("ui/pagination.html", request, page=Paginator(range(100), 10).page(5))
    assert page.count('aria-current="page"') == 1
    assert "page=6" in page
    assert "q=%E0%B9%84%E0%B8%9F" in page


def test_a_running_job_is_polled_and_a_finished_one_is_not() -> None:
    running = _render("ui/progress.html", progress=samples.progress_at(2, "/poll"))
    assert 'hx-get="/poll?done=3"' in running
    assert '<progress max="6" value="2"' in running
    assert "hx-get" not in _render("ui/progress.html", progress=samples.progress_at(6, "/poll"))


def test_messages_are_announced_by_their_weight() -> None:
    shown = [Message(25, "บันทึกแล้ว"), Message(40, "<b>ไม่สำเร็จ</b>")]
    page = _render("ui/messages.html", messages=shown)
    assert 'alert-success alert-dismissible" role="status"' in page
    assert 'alert-danger alert-dismissible" role="alert"' in page
    assert "&lt;b&gt;" in page


def test_pages_in_line_offer_the_browser() -> None:
    line = RequestFactory().get("/?a=1", headers={"user-agent": "Mozilla/5.0 (iPhone) Safari Line/14.5.0"})
    assert context.open_in_browser_url(line) == "?a=1&openExternalBrowser=1"
    assert context.open_in_browser_url(RequestFactory().get("/", headers={"user-agent": "Offline/1"})) == ""


@pytest.mark.parametrize(
    ("name", "initial"),
    [("เทศบาลตำบลบ้านสวนผึ้ง", "บ"), ("อบต.เกาะช้าง", "ก"), ("องค์การบริหารส่วนจังหวัดชลบุรี", "ช"), ("", "ท"), ("123", "ท")],
)
def test_the_initial_stands_for_a_missing_seal(name: str, initial: str) -> None:
    assert brand.initial_of(name) == initial


def test_the_place_of_an_lgo() -> None:
    with translation.override("th"):
        assert brand.place_of(Tenant(district="อำเภอเมือง", province_code="20")) == "อ.เมือง จ.ชลบุรี"
        assert brand.place_of(Tenant(province_code="20")) == "จ.ชลบุรี"
        assert brand.place_of(Tenant(district="พระนคร", province_code="10")) == "กรุงเทพมหานคร"
        assert brand.place_of(Tenant(district="เมือง", province_code="00")) == "เมือง"


def test_a_page_knows_whose_it_is() -> None:
    request = RequestFactory().get("/")
    request.tenant = Tenant(
        name="อบต.ทุ่งคล้า", brand_colour="#1a56db", province_code="94", state="active", read_only=True
    )
    page = context.page(request)
    assert page["brand"].css_url.startswith("/tenant.css?v=")
    assert page["is_read_only"]
    request.tenant = None
    assert context.page(request)["brand"].name == "ท้องถิ่นดิจิทัล"


def test_hidden_fields_and_free_errors_are_listed_too() -> None:
    form = EveryField({})
    form.add_error(None, "แจ้งเรื่องนี้ไปแล้ว")
    problems = ui.form_errors(form)
    assert problems[0] == ("แจ้งเรื่องนี้ไปแล้ว", "form_errors")
    assert 'id="form_errors"' in _render("bootstrap5/errors.html", form=form)
