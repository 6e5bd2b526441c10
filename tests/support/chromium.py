"""People with a browser: a phone or a desktop, and how they sign in."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from provisioning.demo.world import PASSWORD, SECRET
from tests.support.inspection import SIZES
from tests.support.stage import Stage

Device = Literal["phone", "desktop"]
_PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 "
    "Mobile Safari/537.36"
)
PATIENCE = 60_000
"""Milliseconds for which a page is waited for: nobody waits longer than it takes, and a busy machine takes its time."""
_MISTAKES = "status of 422"
"""What Chromium says when a form comes back with its mistakes."""

expect.set_options(timeout=PATIENCE)


def options_of(device: Device) -> dict[str, Any]:
    """What a browser context of the device is opened with."""
    width, height = SIZES[device]
    options: dict[str, Any] = {"viewport": {"width": width, "height": height}, "locale": "th-TH"}
    if device == "phone":
        options |= {"is_mobile": True, "has_touch": True, "device_scale_factor": 2, "user_agent": _PHONE}
    return options


@contextmanager
def visitor(browser: Browser, device: Device, *, expected: str = _MISTAKES, **options: Any) -> Iterator[Page]:
    """A page in a browser of its own; it must end without a word in the console that is not expected."""
    context = browser.new_context(**{**options_of(device), **options})
    context.set_default_timeout(PATIENCE)
    said = _listen(context, re.compile(expected))
    yield context.new_page()
    context.close()
    assert said == [], said


def _listen(context: BrowserContext, expected: re.Pattern[str]) -> list[str]:
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not expected.search(message.text):
            said.append(f"{message.location.get('url')}: {message.text}")

    context.on("console", note)
    context.on("weberror", lambda error: said.append(str(error.error)))
    return said


def send(page: Page) -> None:
    """Press the main button of the page's form and wait for what comes."""
    with page.expect_navigation():
        page.locator("main form:not(.digital-id) .btn-primary:visible").first.click()


def second_factor_code(secret: str = SECRET, *, later: int = 0) -> str:
    """The six digits that an app on a phone shows now, or `later` periods from now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD + later)))


def code_in(message: str) -> str:
    """The six digits of a message."""
    found = re.search(r"(?<![\d:])\d{6}(?!\d)", message)
    assert found, message
    return found.group()


def sign_in_officer(page: Page, stage: Stage, email: str, *, next_url: str = "/desk/", slug: str = "north") -> None:
    """Sign in with the password, and the second factor when it is asked for."""
    page.goto(f"{stage.url(slug)}/officers/sign-in/?next={next_url}")
    _send_password(page, email)


def sign_in_staff(page: Page, stage: Stage, email: str = "staff@dga.example") -> None:
    """Sign in to the console with password and second factor."""
    page.goto(f"{stage.url()}/console/")
    _send_password(page, email)


def _send_password(page: Page, email: str) -> None:
    page.locator("input[type=email]").fill(email)
    page.locator("input[type=password]").fill(PASSWORD)
    send(page)
    for later in (0, 1, -1):  # a code works once, and the test before may have used it: those beside it count too
        if "second-factor" in page.url:
            page.locator("input[name=code]").fill(second_factor_code(later=later))
            send(page)


def sign_in_citizen(page: Page, stage: Stage, address: str, *, next_url: str = "/") -> None:
    """Ask for a code, read it where it was sent, and enter it."""
    page.goto(f"{stage.url('north')}/accounts/login/?next={next_url}")
    page.locator("input[name=address]").fill(address)
    send(page)
    page.locator("input[name=code]").fill(code_in(stage.message("north", address)))
    send(page)
    read_notice(page)


def read_notice(page: Page) -> None:
    """Go on from the privacy notice, when a first sign-in shows it."""
    if "/privacy-notice/" in page.url:
        send(page)
