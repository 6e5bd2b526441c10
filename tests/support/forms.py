"""The forms of a page as data, and bodies of requests as no browser would write them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_from_bytes, urljoin, urlsplit

from lxml import html

BOUNDARY = "hostile-boundary"
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
_TYPED = frozenset({"text", "email", "tel", "search", "textarea", "url", "number"})


@dataclass(frozen=True)
class Field:
    """A control: what it is and what it holds."""

    name: str
    kind: str
    value: str

    @property
    def is_typed(self) -> bool:
        """Whether people type into it, and see it again."""
        return self.kind in _TYPED


@dataclass(frozen=True)
class Form:
    """Where a form goes and what it sends."""

    method: str
    action: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Upload:
    """A file of a request."""

    name: str
    content: bytes


Pairs = Sequence[tuple[str, "str | Upload"]]


def forms_of(body: str, url: str) -> Iterator[Form]:
    """The forms of a page at `url`."""
    if "<form" not in body:
        return
    for form in html.fromstring(body.encode(), parser=html.HTMLParser(encoding="utf-8")).forms:
        action = urlsplit(urljoin(url, form.get("action") or "")).path
        fields = (*_fields(form), *_hx_buttons(form))
        yield Form((form.get("method") or "get").upper(), action, tuple(dict.fromkeys(fields)))


def _fields(form: Any) -> Iterator[Field]:
    for control in form.xpath(".//input[@name]|.//textarea[@name]|.//select[@name]"):
        name, kind = control.get("name"), control.get("type") or control.tag
        if name == "csrfmiddlewaretoken":
            continue
        if control.tag == "select":
            options = [one.get("value") or "" for one in control.findall(".//option")]
            yield Field(name, "select", next((value for value in options if value), ""))
        else:
            text = control.text if control.tag == "textarea" else control.get("value")
            yield Field(name, kind, (text or "").strip("\n"))


def _hx_buttons(form: Any) -> Iterator[Field]:
    for button in form.xpath(".//button[@name]"):
        yield Field(button.get("name"), "button", button.get("value") or "")


def shown_values(body: str, name: str) -> list[str]:
    """What the controls of this name hold on a page."""
    page = html.fromstring(body.encode(), parser=html.HTMLParser(encoding="utf-8"))
    controls = page.xpath("//*[self::input or self::textarea][@name=$name]", name=name)
    return [str((one.text if one.tag == "textarea" else one.get("value")) or "") for one in controls]


def urlencoded(pairs: Pairs) -> bytes:
    """A form without files; what is no Unicode goes as the bytes it would be."""
    return b"&".join(
        f"{_quoted(name)}={_quoted(value.name if isinstance(value, Upload) else value)}".encode()
        for name, value in pairs
    )


def _quoted(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"))


def multipart(pairs: Pairs) -> bytes:
    """A form with files."""
    return b"".join(map(_part, pairs)) + f"--{BOUNDARY}--\r\n".encode()


def _part(pair: "tuple[str, str | Upload]") -> bytes:
    name, value = pair
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'
    if isinstance(value, Upload):
        head += f'; filename="{value.name}"\r\nContent-Type: image/jpeg'
        content = value.content
    else:
        content = value.encode("utf-8", "surrogatepass")
    return head.encode("utf-8", "surrogatepass") + b"\r\n\r\n" + content + b"\r\n"
