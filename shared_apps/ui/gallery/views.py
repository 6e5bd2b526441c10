"""Pages of the gallery."""

from typing import Any
from uuid import uuid4

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from shared_apps.ui.gallery import samples
from shared_apps.ui.gallery.every_field import EveryField, InboxFilters
from shared_apps.ui.theme import DEFAULT_BRAND, tenant_css

_ERRORS = ("400", "403", "403_csrf", "404", "413", "429", "500", "503")
_CLOSED = ("tenant_preparing", "tenant_suspended", "tenant_read_only", "refused")


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    colour = request.GET.get("brand")
    brand = samples.brand_in(colour) if colour else samples.BRAND
    return render(request, f"ui/gallery/{name}.html", {"brand": brand} | context)


@login_not_required
@require_safe
def parts(request: HttpRequest) -> HttpResponse:
    """Badges, messages, steps, timeline, summary, confirmation, progress, empty state."""
    messages.success(request, "บันทึกเรียบร้อยแล้ว")
    messages.error(request, "ส่งอีเมลไม่สำเร็จ ระบบจะลองใหม่เอง")
    return _page(
        request,
        "parts",
        states=samples.STATES,
        events=samples.EVENTS,
        sections=samples.ANSWERS,
        steps=["ประเภท", "สถานที่และรายละเอียด", "ผู้แจ้ง", "ตรวจสอบ"],
        due=samples.AT,
        next_steps=["เจ้าหน้าที่รับเรื่องภายใน 1 วันทำการ", "ช่างเข้าตรวจสอบและแก้ไข", "คุณยืนยันผลและให้คะแนน"],
        qr_src=segno.make("RQ-2569-004812").svg_data_uri(),
        progress=samples.progress_at(2, reverse("gallery_progress")),
    )


@login_not_required
@require_safe
def colours(request: HttpRequest) -> HttpResponse:
    """The rules of a tenant with the colour asked for."""
    return HttpResponse(tenant_css(request.GET.get("brand", DEFAULT_BRAND)), content_type="text/css")


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A citizen's home page."""
    return _page(request, "home", tiles=samples.TILES, states=samples.STATES)


@login_not_required
def form(request: HttpRequest) -> HttpResponse:
    """Every field; with `?wrong` as it comes back with errors."""
    data = request.POST if request.method == "POST" else None
    bound = EveryField(data, request.FILES or None) if data is not None or "wrong" not in request.GET else _wrong()
    return _page(request, "form", form=bound, valid=bound.is_bound and bound.is_valid())


def _wrong() -> EveryField:
    return EveryField(
        {
            "urgent": "no",
            "detail": "ไฟดับ",
            "seen_on_day": "20",
            "seen_on_month": "11",
            "seen_on_year": "2026",
            "place_latitude": "100.98",
            "place_longitude": "13.36",
            "mobile": "0812",
            "national_id": "1101700207031",
            "dla_code": "6820101",
            "code": "12",
        }
    )


@login_not_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """An officer's list."""
    table = samples.CaseTable(samples.case_rows())
    RequestConfig(request, paginate={"per_page": 6}).configure(table)
    filters = {"form": InboxFilters(request.GET or {"state": ["new", "accepted", "doing"]})}
    menu = samples.menu(samples.MENU)
    exports = [{"url": "?format=xlsx", "label": "ส่งออก Excel"}]
    return _page(request, "desk", table=table, filter=filters, desk_menu=menu, exports=exports)


@login_not_required
@require_safe
def console(request: HttpRequest) -> HttpResponse:
    """Figures and charts of the operator."""
    menu = samples.menu(samples.CONSOLE_MENU)
    context = {"brand": samples.CONSOLE, "desk_menu": menu, "figures": samples.FIGURES, "months": samples.MONTHS}
    return _page(request, "console", **context)


@login_not_required
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """The operator's site."""
    return render(request, "ui/gallery/public.html", {"sign_up_url": "#", "site_menu": [{"label": "ราคา", "url": "#"}]})


@login_not_required
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """One poll; 286 tells htmx to stop."""
    done = int(request.GET.get("done", "0")) if request.GET.get("done", "0").isdecimal() else 0
    state = samples.progress_at(done, reverse("gallery_progress"))
    status = 200 if state["state"] == "running" else 286
    return render(request, "ui/progress.html", {"progress": state}, status=status)


@login_not_required
@require_POST
def photo(request: HttpRequest) -> JsonResponse:
    """Takes a photo and keeps nothing."""
    upload = request.FILES.get("photo")
    if upload is None or (upload.name or "").endswith("bad.jpg"):
        return JsonResponse({"error": "อ่านรูปนี้ไม่ได้ ลองเลือกรูปอื่น"}, status=422)
    return JsonResponse({"id": str(uuid4())}, status=201)


@login_not_required
@require_safe
def error(request: HttpRequest, name: str) -> HttpResponse:
    """A page of an error or of a closed site."""
    if name in _ERRORS:
        return render(request, f"{name}.html")
    if name in _CLOSED:
        return render(request, f"ui/{name}.html", {"message": "มีผู้แก้ไขเรื่องนี้ไปก่อนแล้ว", "kind": "conflict"})
    raise Http404
