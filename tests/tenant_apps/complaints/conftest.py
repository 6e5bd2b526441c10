"""Complaints of tests."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kit import clock
from tenant_apps.complaints import services
from tenant_apps.complaints.models import Complaint
from tenant_apps.complaints.selectors import category_by_code
from tenants.models import Tenant

File = Callable[..., services.Receipt]
AT = datetime(2026, 11, 20, 10, 0, tzinfo=clock.BANGKOK)
"""A Friday morning in office hours."""


def photo(name: str = "light.jpg", colour: str = "red") -> SimpleUploadedFile:
    """A small real photo."""
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(buffer, "JPEG")
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="image/jpeg")


def file_one(**values: Any) -> services.Receipt:
    """File a complaint in the tenant of the scope."""
    at, reporter, photos = values.pop("at", AT), values.pop("reporter", None), values.pop("photos", ())
    code = values.pop("category", "street-lights")
    category = category_by_code(code)
    assert category is not None
    filing = services.Filing(
        **{
            "category": category,
            "title": "ไฟถนนดับ",
            "description": "ไฟถนนหน้าโรงเรียนดับมาสามวันแล้ว",
            "place": "หน้าโรงเรียนวัดบ้านเหนือ",
            **values,
        }
    )
    return services.file_complaint(filing=filing, reporter=reporter, at=at, photos=photos)


@pytest.fixture
def file_in_north(in_north: Tenant) -> File:
    """Files complaints in north; the test runs inside north."""
    return file_one


@pytest.fixture
def filed(file_in_north: File) -> Complaint:
    """A new complaint of a guest who left a telephone number."""
    return file_in_north(name="มานะ รักดี", phone="+66898765432").complaint


@pytest.fixture
def mine(file_in_north: File, citizen: Any) -> Complaint:
    """A new complaint of the signed-in citizen."""
    return file_in_north(
        reporter=citizen, name=citizen.display_name, phone=citizen.phone, email=citizen.email, title="ท่อระบายน้ำตัน"
    ).complaint


@pytest.fixture
def fresh_rules(in_north: Tenant) -> Iterator[None]:
    """No rules or holidays that another test has cached, nor any left for the next one: its rows are rolled back."""
    cache.clear()
    yield
    cache.clear()
