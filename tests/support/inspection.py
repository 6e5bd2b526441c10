"""What must hold on every page: accessible, Thai, titled, and no wider than its window."""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"phone": (390, 844), "desktop": (1366, 900)}

_RUN_AXE = "axe.run(document, {resultTypes: ['violations', 'incomplete']})"
# Codes and words marked as another language are left out; labels that only a screen reader says are not.
_READ = """
() => {
  const words = [document.title];
  const skipped = ".reference, code, kbd, samp, script, style, textarea, [lang]:not([lang=th])";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.nodeType === 1 ? node : node.parentElement;
    if (element.closest(skipped)) continue;
    if (node.nodeType === 3) words.push(node.data);
    else for (const name of ["aria-label", "alt", "title", "placeholder"]) words.push(element.getAttribute(name) || "");
  }
  return words.map(text => text.trim()).filter(Boolean);
}
"""
_ADDRESSES = re.compile(
    r"\S+@\S+|\S+\.jpg\b|https?://\S*|\{\w+\}|\b[\w-]+(?:\.[\w-]+)*\.(?:localhost|go\.th|or\.th|example)\b(?::\d+)?"
)
# What a form of another maker asks for by these very words, and sample paths of an answer.
_QUOTED = re.compile(
    r"Messaging API|LINE Developers Console|Channel (?:ID|secret|access token)|Use webhook|Webhook|\bConsole\b"
    r"|Creative Commons(?: Attribution)?|CC BY|OpenAPI|Open311|GeoReport|Standard Webhooks|application/problem\+json"
    r"|Accept-Language|Idempotency-Key|If-Match|RateLimit|Retry-After"
    r"|\bDelete เพื่อลบ"
    r"|\bstatus หรือ data\.0\.status\b"
)
# Names and abbreviations that Thai writes in Latin letters.
_NAMES = [
    "EN",
    "LINE",
    "SMS",
    "GPS",
    "PIN",
    "TOTP",
    "QR",
    "Code",
    "MB",
    "GB",
    "KB",
    "DGA",
    "ThaID",
    "Digital",
    "ID",
    "DLA",
    "PDF",
    "PDPA",
    "CSV",
    "Excel",
    "WCAG",
    "AA",
    "Google",
    "Microsoft",
    "Authenticator",
    "Enter",
    "Shift",
    "Chrome",
    "Chromium",
    "Linux",
    "Android",
    "RQ",
    "QT",
    "IV",
    "RT",
    "CN",
    "SS",
    "saraban",
    "e-mail",
    "Saraban",
    "Esc",
    "JavaScript",
    "JPEG",
    "PNG",
    "xxx",
    "Traffy",
    "Fondue",
    "ISO",
    "WGS",
    "ERP",
    "WebP",
    "DPO",
    "JSON",
    "HTTP",
    "API",
    "XML",
    "GET",
    "IV",
    "RT",
    "QT",
    "CN",
    "BT",
    "Stripe",
    "UTF",
    "TIS",
    "camt",
]
_LATIN = re.compile(rf"\b(?!(?:{'|'.join(_NAMES)})\b)[A-Za-z]{{2,}}\b")
_THAI = re.compile("[ก-๙]")


class Inspector:
    """Collects what is wrong with the pages of a journey, so that one run tells everything."""

    def __init__(self, *, awake: bool = True) -> None:
        self.awake = awake
        self.problems: list[str] = []

    def __call__(self, page: Page, *, language: str = "th") -> None:
        """Look at the page; asleep, do nothing: another run of the same journey looks."""
        if not self.awake:
            return
        try:
            self.problems += inspect(page, language=language)
        except Error:  # a click before this had begun to leave the page
            page.wait_for_load_state()
            self.problems += inspect(page, language=language)


def inspect(page: Page, *, language: str = "th", sizes: Iterable[str] = SIZES) -> list[str]:
    """What is wrong with the page at these sizes; the window is as it was afterwards."""
    found = [*_structure(page, language), *(_english(page) if language == "th" else [])]
    before = page.viewport_size
    for size in sizes:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        _photograph(page, size)
        found += [f"{size}: {problem}" for problem in [*_axe(page), *_overflow(page)]]
    if before:
        page.set_viewport_size(before)
    return [f"{page.url} {problem}" for problem in dict.fromkeys(found)]


def _structure(page: Page, language: str) -> list[str]:
    facts: dict[str, Any] = page.evaluate(
        "() => ({title: document.title, headings: document.querySelectorAll('h1').length,"
        " language: document.documentElement.lang})"
    )
    problems = []
    if not re.fullmatch(r"\S.* – \S.*", facts["title"]):
        problems.append(f"title: {facts['title']!r}")
    if facts["headings"] != 1:
        problems.append(f"{facts['headings']} h1")
    if facts["language"] != language:
        problems.append(f"lang: {facts['language']}")
    return problems


def _english(page: Page) -> list[str]:
    texts: list[str] = page.evaluate(_READ)
    words = [(word, text) for text in texts for word in _LATIN.findall(_QUOTED.sub(" ", _ADDRESSES.sub(" ", text)))]
    return [f"English {word!r} in {text[:80]!r}" for word, text in words]


def thai_texts(page: Page) -> list[str]:
    """Thai sentences of a page, to be compared with what is the LGO's own data."""
    texts: list[str] = page.evaluate(_READ)
    return [text for text in texts if _THAI.search(text)]


def _axe(page: Page) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate(_RUN_AXE)
    wrong = [*found["violations"], *(item for item in found["incomplete"] if item["id"] == "color-contrast")]
    return [
        f"{item['id']}: {node['html'][:160]} {''.join(check['message'] for check in node['any'])[:160]}".strip()
        for item in wrong
        for node in item["nodes"]
    ]


def _overflow(page: Page) -> list[str]:
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{wider} px too wide"] if wider > 0 else []


def _photograph(page: Page, size: str) -> None:
    """Keep a picture for people to look at, when they ask for it."""
    folder = os.environ.get("JOURNEY_PICTURES")
    if folder:
        name = re.sub(r"[^\w.-]+", "_", re.sub(r"^\w+://|:\d+", "", page.url))[:60]
        number = len(list(Path(folder).glob("*.png")))
        page.screenshot(path=Path(folder) / f"{number:03d}-{name}-{size}.png", full_page=True)
