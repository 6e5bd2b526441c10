"""The page for developers: what it shows to be copied works when it is copied."""

import html
import json
import re

import pytest

from tenants.models import Tenant
from tests.support.api import Program

pytestmark = pytest.mark.usefixtures("empty_caches")


def test_the_sample_files_a_case_and_follows_it(north: Tenant, south: Tenant) -> None:
    program = Program(north, "north")
    page = html.unescape(program.get("/developers").content.decode())
    notice, filing, *_others = re.findall(r'(?s)<pre class="sample".*?<code>(.*?)</code>', page)
    read = program.get("/" + notice.split("/", 3)[3]).json()
    sample = json.loads(re.findall(r"(?s)-d '(.*?)'", filing)[0])
    assert sample["notice_version"] == read["version"]
    filed = program.post("/api/v1/complaints", sample)
    assert filed.status_code == 201, filed.content.decode()
    told = filed.json()
    followed = program.get(f"/api/v1/complaints/{told['tracking_code']}", X_Case_PIN=told["pin"])
    assert followed.status_code == 200
    elsewhere = Program(south, "south").get(f"/api/v1/complaints/{told['tracking_code']}", X_Case_PIN=told["pin"])
    assert elsewhere.status_code == 404


@pytest.mark.parametrize(("title", "words"), [("ก" * 500, "ไม่เกิน"), ("ก", "อย่างน้อย")])
def test_a_title_of_the_wrong_length_is_told_the_right_one(north: Tenant, title: str, words: str) -> None:
    answer = Program(north, "north").post("/api/v1/complaints", {"title": title})
    told = {one["pointer"]: one["detail"] for one in answer.json()["errors"]}
    assert words in told["#/title"]
    assert re.search(r"\d+", told["#/title"])
