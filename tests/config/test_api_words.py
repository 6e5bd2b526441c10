"""The description of the API speaks the reader's language."""

import re
from collections.abc import Iterator
from typing import Any

from config.api_texts import TEXTS
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
    complaint = schema["paths"]["/api/v1/complaints"]["post"]["description"]
    assert complaint.startswith("File a complaint, a request for advice or a suggestion.\n\nWithout a token")


def test_no_sentence_of_the_description_is_english_for_thai_readers(browse: Browse, north: Tenant) -> None:
    """Every `description` at any depth, paragraph by paragraph."""
    schema = browse(north).get(ADDRESS).json()
    texts = {text for description in _descriptions(schema) for text in description.split("\n\n")}
    assert len(texts) > 100
    assert sorted(text for text in texts if not _THAI.search(text)) == []
    english = browse(north).get(ADDRESS, headers={"accept-language": "en"}).json()
    said = {text for description in _descriptions(english) for text in description.split("\n\n")}
    assert sorted(text for text in TEXTS if text not in said) == [], "texts that nothing says any more"


def _descriptions(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name == "description" and isinstance(value, str):
                yield value
            else:
                yield from _descriptions(value)
    elif isinstance(node, list):
        for value in node:
            yield from _descriptions(value)
