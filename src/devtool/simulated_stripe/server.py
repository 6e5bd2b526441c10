"""The simulator as a web server of this machine."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from devtool.simulated_stripe import pages
from devtool.simulated_stripe.endpoints import Api, query_of
from devtool.simulated_stripe.simulator import Simulator
from devtool.simulated_stripe.wire import Refusal

ROOT = Path(__file__).resolve().parents[3]
StartResponse = Callable[..., Any]
_PAY = "/c/pay/"
_FONTS = "/fonts/"
_FONT_FILES = {
    f"{script}-{weight}.woff2": ROOT
    / "shared_apps"
    / "ui"
    / "static"
    / "vendor"
    / "sarabun"
    / f"{script}-{weight}.woff2"
    for script in ("thai", "latin")
    for weight in (400, 700)
}


class Site:
    """The WSGI application: the API, the pages to pay on, and the desk of the banks."""

    def __init__(self, simulator: Simulator, *, key: str) -> None:
        self._simulator = simulator
        self._api = Api(simulator, key=key)
        self._desk: dict[str, Callable[[str], Any]] = {
            "expire": simulator.expire,
            "confirm": lambda name: simulator.confirm(name, succeeded=True),
            "reject": lambda name: simulator.confirm(name, succeeded=False),
            "dispute": simulator.dispute,
            "refunded": lambda name: simulator.end_refund(name, succeeded=True),
            "refund_failed": lambda name: simulator.end_refund(name, succeeded=False),
            "win": lambda name: simulator.close_dispute(name, won=True),
            "lose": lambda name: simulator.close_dispute(name, won=False),
            "pay_out": lambda _name: simulator.pay_out(),
            "arrived": lambda name: simulator.end_payout(name, arrived=True),
            "came_back": lambda name: simulator.end_payout(name, arrived=False),
        }

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        if path.startswith("/v1/"):
            return self._answer_api(environ, start, method, path)
        if path.startswith(_PAY):
            return self._answer_payer(environ, start, method, path.removeprefix(_PAY))
        if path.startswith(_FONTS):
            return _font(start, path.removeprefix(_FONTS))
        if path == "/":
            return self._answer_desk(environ, start, method)
        return _html(start, "ไม่พบหน้านี้", HTTPStatus.NOT_FOUND)

    def _answer_api(self, environ: dict[str, Any], start: StartResponse, method: str, path: str) -> list[bytes]:
        headers = {
            "Authorization": environ.get("HTTP_AUTHORIZATION", ""),
            "Stripe-Version": environ.get("HTTP_STRIPE_VERSION", ""),
            "Idempotency-Key": environ.get("HTTP_IDEMPOTENCY_KEY", ""),
        }
        length = int(environ.get("CONTENT_LENGTH") or 0)
        encoded = environ["wsgi.input"].read(length).decode() if method == "POST" else environ["QUERY_STRING"]
        status, body = self._api.answer(method, path, encoded, headers)
        text = json.dumps(body).encode()
        kind, size = ("Content-Type", "application/json"), ("Content-Length", str(len(text)))
        start(_line(HTTPStatus(status)), [kind, size])
        return [text]

    def _answer_payer(self, environ: dict[str, Any], start: StartResponse, method: str, name: str) -> list[bytes]:
        try:
            session = self._simulator.session(name)
        except Refusal:
            return _html(start, pages.pay_page_missing(), HTTPStatus.NOT_FOUND)
        if method != "POST" or session["status"] != "open":
            return _html(start, pages.pay_page(session))
        action = query_of(environ).get("action", "")
        if action == "decline":
            self._simulator.decline(name)
            return _html(start, pages.pay_page(session, declined=True))
        acts: dict[str, Callable[[], None]] = {
            "card": lambda: self._simulator.pay(name, "card"),
            "promptpay": lambda: self._simulator.pay(name, "promptpay"),
            "later": lambda: self._simulator.pay_later(name),
        }
        if action in acts:
            acts[action]()
        return _redirect(start, session["success_url"] if action in acts else f"{_PAY}{name}")

    def _answer_desk(self, environ: dict[str, Any], start: StartResponse, method: str) -> list[bytes]:
        if method != "POST":
            self._simulator.expire_old()
            return _html(start, pages.desk(self._simulator))
        form = query_of(environ)
        try:
            if act := self._desk.get(form.get("action", "")):
                act(form.get("name", ""))
        except Refusal as refusal:
            return _html(start, pages.desk(self._simulator, problem=str(refusal)), HTTPStatus.BAD_REQUEST)
        return _redirect(start, "/")


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class _Handler(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


def make(simulator: Simulator, *, key: str, host: str, port: int) -> WSGIServer:
    """A server that listens; port 0 takes a free one."""
    server = make_server(host, port, Site(simulator, key=key), _Server, _Handler)
    shown = "localhost" if urlsplit(f"//{host}").hostname in {"127.0.0.1", "0.0.0.0"} else host  # noqa: S104  # names
    simulator.address = f"http://{shown}:{server.server_port}"
    return server


@contextmanager
def running(simulator: Simulator, *, key: str) -> Iterator[str]:
    """The simulator in a thread of this process; gives its address."""
    server = make(simulator, key=key, host="127.0.0.1", port=0)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _html(start: StartResponse, text: str, status: HTTPStatus = HTTPStatus.OK) -> list[bytes]:
    start(_line(status), [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")])
    return [text.encode()]


def _font(start: StartResponse, name: str) -> list[bytes]:
    file = _FONT_FILES.get(name)
    if file is None or not file.is_file():
        return _html(start, "", HTTPStatus.NOT_FOUND)
    start(_line(HTTPStatus.OK), [("Content-Type", "font/woff2"), ("Cache-Control", "max-age=86400")])
    return [file.read_bytes()]


def _redirect(start: StartResponse, where: str) -> list[bytes]:
    start(_line(HTTPStatus.SEE_OTHER), [("Location", where)])
    return []


def _line(status: HTTPStatus) -> str:
    return f"{status.value} {status.phrase}"
