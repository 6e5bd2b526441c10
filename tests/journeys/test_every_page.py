"""Every page that links lead to, as each kind of visitor, on a phone and on a desktop."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.chromium import sign_in_citizen, sign_in_officer, sign_in_staff, visitor
from tests.support.crawler import Crawler
from tests.support.inspection import Inspector
from tests.support.stage import Stage

pytestmark = pytest.mark.journey
_OFFICERS = ("/desk", "/accounts")


def _crawl(page: Page, *starts: str, at_least: int, within: tuple[str, ...] = ("/",)) -> None:
    crawler = Crawler(page, within=within)
    crawler.crawl(*starts)
    assert crawler.problems == []
    assert len(crawler.visited) >= at_least, crawler.visited


def test_the_operators_site(browser: Browser, stage: Stage) -> None:
    with visitor(browser, "desktop") as page:
        _crawl(page, f"{stage.url()}/", at_least=6)


def test_the_portal_as_a_guest(browser: Browser, stage: Stage) -> None:
    north = stage.url("north")
    with visitor(browser, "desktop") as page:
        _crawl(page, f"{north}/", f"{north}/search?q=ถนน", f"{north}/accounts/password/reset/", at_least=9)


def test_the_portal_as_a_citizen(browser: Browser, stage: Stage) -> None:
    with visitor(browser, "desktop") as page:
        sign_in_citizen(page, stage, "citizen@north.example")
        mine = ("/my-cases", "/accounts", "/complaints/track")
        _crawl(page, f"{stage.url('north')}/my-cases", f"{stage.url('north')}/my-cases?q=ไม่มี", within=mine, at_least=6)


def test_the_desk_as_an_officer(browser: Browser, stage: Stage) -> None:
    with visitor(browser, "desktop") as page:
        sign_in_officer(page, stage, "officer@north.example")
        _crawl(page, f"{stage.url('north')}/desk/", within=_OFFICERS, at_least=10)


def test_the_desk_as_the_administrator(browser: Browser, stage: Stage) -> None:
    with visitor(browser, "desktop") as page:
        sign_in_officer(page, stage, "admin@north.example")
        assert re.search(r"/desk/$", page.url)
        _crawl(page, f"{stage.url('north')}/desk/", within=_OFFICERS, at_least=15)


def test_the_console(browser: Browser, stage: Stage) -> None:
    with visitor(browser, "desktop") as page:
        sign_in_staff(page, stage)
        _crawl(page, f"{stage.url()}/console/", at_least=6)


def test_pages_that_say_no(browser: Browser, stage: Stage) -> None:
    look = Inspector()
    with visitor(browser, "desktop", expected="status of 404") as page:
        for address in (f"{stage.url()}/nowhere", f"{stage.url('north')}/nowhere", f"{stage.url('nobody')}/"):
            page.goto(address)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            look(page)
    assert look.problems == []
