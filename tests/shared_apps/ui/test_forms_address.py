"""The address of a form, opened by itself: a page that helps, and still the status that programs know."""

from tenants.models import Tenant
from tests.conftest import Browse

ADDRESS = "/complaints/new/discard"


def test_a_browser_gets_a_page(browse: Browse, north: Tenant) -> None:
    response = browse(north).get(ADDRESS, headers={"accept": "text/html"})
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "หน้านี้เปิดโดยตรงไม่ได้" in response.content.decode()


def test_a_program_gets_the_status_alone(browse: Browse, north: Tenant) -> None:
    response = browse(north).get(ADDRESS, headers={"accept": "application/json"})
    assert (response.status_code, response.content) == (405, b"")
