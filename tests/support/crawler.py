"""Follows the links of a site as one visitor and inspects what is found."""

import re
from collections import Counter
from http import HTTPStatus
from urllib.parse import urldefrag, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page, Response

from tests.support.inspection import inspect

_PER_KIND = 3
"""How many pages are read of one route and the same names in the query; the first on a desktop too."""
_ORDERS = frozenset({"sort", "page"})
"""Names in the query that show the same rows otherwise: one page each is read."""
# What is no page of ours: files, answers for programs, and the reference that Swagger draws.
_LEFT_OUT = re.compile(
    r"^/(files|static|dev|i18n|api|open311)/|/download/$|export|^/healthz|\.(json|xml|csv|ics|pdf|geojson)$|^/developers/reference"
)


class Crawler:
    """Reads every kind of page that links lead to from where it begins."""

    def __init__(self, page: Page, *, within: tuple[str, ...] = ("/",)) -> None:
        self.page = page
        self.within = within
        self.problems: list[str] = []
        self.visited: list[str] = []
        self._kinds: Counter[str] = Counter()
        self._sizes: dict[str, tuple[str, ...]] = {}
        self._known: set[str] = set()

    def crawl(self, *starts: str) -> None:
        """Read from these addresses on."""
        origin = urlsplit(starts[0]).netloc
        queue = [address for address in starts if self._is_new(address)]
        while queue:
            address = queue.pop(0)
            self._read(address)
            queue += [found for found in self._links() if urlsplit(found).netloc == origin and self._is_new(found)]

    def _is_new(self, address: str) -> bool:
        parts = urlsplit(address)
        if address in self._known or _LEFT_OUT.search(parts.path) or not parts.path.startswith(self.within):
            return False
        self._known.add(address)
        names = {one.split("=")[0] for one in parts.query.split("&")}
        kind = f"{_route(parts.path, parts.netloc)}?{'&'.join(sorted(names))}"
        self._kinds[kind] += 1
        self._sizes[address] = ("phone", "desktop") if self._kinds[kind] == 1 else ("phone",)
        return self._kinds[kind] <= (1 if names & _ORDERS else _PER_KIND)

    def _read(self, address: str) -> None:
        self.visited.append(address)
        if address.endswith("/paper"):
            status = self.page.evaluate("address => fetch(address).then(answer => answer.status)", address)
            self.problems += [] if status == HTTPStatus.OK else [f"{address} status {status}"]
            return
        try:
            response: Response | None = self.page.goto(address)
        except Error as error:
            if "Download is starting" not in str(error):
                raise
            return  # a file is no page
        if response is None or not response.ok:
            self.problems.append(f"{address} status {response and response.status}")
        if response and response.header_value("content-type") == "application/pdf":
            return  # Chromium shows it by a viewer of its own
        self.problems += inspect(self.page, sizes=self._sizes[address])

    def _links(self) -> list[str]:
        found: list[str] = self.page.locator("a[href]:not([download])").evaluate_all(
            "all => all.map(a => new URL(a.getAttribute('href'), document.baseURI).href)"  # also of links in drawings
        )
        return [urldefrag(link).url for link in found if link.startswith("http")]


def _route(path: str, host: str) -> str:
    """The route that answers; the path itself where none does."""
    urls = settings.TENANT_URLCONF if ".localhost" in host else settings.PUBLIC_SCHEMA_URLCONF
    try:
        return resolve(path, urlconf=urls).route
    except Resolver404:
        return path
