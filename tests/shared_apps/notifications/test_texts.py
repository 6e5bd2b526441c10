"""Citizens get no links."""

import pytest

from shared_apps.notifications.links import links_in, open_outside, without_links
from shared_apps.notifications.texts import OFFICERS, faults_of_all_templates, faults_of_template


@pytest.mark.parametrize(
    "text",
    [
        "ดูที่ https://north.go.th/case",
        "ดูที่http://evil.example",
        "เปิดwww.evil.xyzเลย",
        "ไปที่ evil-bank.com/login",
        "ที่bit.ly/abc",
        "NORTH.GO.TH",
        "อบต.ไทย",
        "กดลิงก์ bit.ly/เงินเยียวยา",
        "lin.ee/abcd",
        "north dot go dot th",
        "เข้า evil จุด com นะ",
        "evil[.]com",
        "evil(dot)com",
        "evil . com",
        "hxxps://evil.example/x",
        "evil\u200b.com",
        "ｅｖｉｌ．ｃｏｍ",
        "คนไทย.คอม",
        "line://ti/p/@evil",
        "evil.com:8443/pay",
    ],
)
def test_links_are_found_and_cut(text: str) -> None:
    assert links_in(text)
    assert not links_in(without_links(text))


@pytest.mark.parametrize(
    "text",
    [
        "เลขที่ ร.12/2569 วันที่ 20 พ.ย. 2569 เวลา 09.30 น.",
        "อบต.บ้านใหม่ โทร. 02.123.4567",
        "saraban@dla.go.th",
        "3.5 กม.",
        "ไฟดับ 3 จุด ที่ถนนใหญ่ 2 จุด",
        "Done. To follow, call us.",
        "LED 12 จุด in total",
    ],
)
def test_what_is_no_link_stays(text: str) -> None:
    assert without_links(text) == text


@pytest.mark.parametrize(
    "source", ["ไปที่ north.go.th", "{% url 'home' %}", "{{ case_url }}", "{{ site.link|default:'' }}", "www.x.com"]
)
def test_faults_of_a_citizens_template(source: str) -> None:
    assert faults_of_template(source)
    assert faults_of_template(f"{OFFICERS}{source}") == []


def test_no_template_of_ours_has_a_fault() -> None:
    assert faults_of_all_templates() == []


def test_line_opens_links_outside() -> None:
    text = open_outside("ดู https://north.example/desk?x=1. แล้วตอบ (https://n.example/a#b)")
    assert text == (
        "ดู https://north.example/desk?x=1&openExternalBrowser=1. แล้วตอบ (https://n.example/a?openExternalBrowser=1#b)"
    )
    assert open_outside(text) == text
