"""The description of the API speaks the reader's language."""

import re

from config.api_words import SUMMARIES, TAGS
from tenants.models import Tenant
from tests.conftest import Browse

ADDRESS = "/api/v1/openapi.json"
_THAI = re.compile("[ก-๙]")


def test_every_operation_and_tag_is_named_in_thai(browse: Browse, north: Tenant) -> None:
    schema = browse(north).get(ADDRESS).json()
    operations = [one for methods in schema["paths"].values() for one in methods.values()]
    assert {one["operationId"] for one in operations} == set(SUMMARIES), "none without a name, no name without one"
    assert [one["summary"] for one in operations if not _THAI.search(one["summary"])] == []
    used = {tag for one in operations for tag in one["tags"]}
    assert {tag["name"]: bool(_THAI.search(tag["description"])) for tag in schema["tags"]} == dict.fromkeys(used, True)
    assert used == set(TAGS)
    assert schema["info"]["description"].count("* ") == 8
    assert "โทเคน" in schema["info"]["description"]


def test_in_english_for_those_who_ask_for_it(browse: Browse, north: Tenant) -> None:
    schema = browse(north).get(ADDRESS, headers={"accept-language": "en"}).json()
    assert schema["paths"]["/api/v1/public/divisions"]["get"]["summary"] == "Divisions of the office"
    assert "Tokens: send" in schema["info"]["description"]
