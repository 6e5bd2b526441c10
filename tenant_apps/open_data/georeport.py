"""Open311 GeoReport v2 on the wire: the same data as JSON and as XML, failures too.

JSON is the XML by the Spark convention: lists stand for their elements, empty elements are null.
http://wiki.open311.org/GeoReport_v2
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as Xml

from django.http import HttpRequest, HttpResponse, JsonResponse

from kit import clock

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
FORMATS = {"json": "application/json", "xml": "text/xml"}
# Names of the elements of a list, which JSON does not have.
_ITEMS = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Failed(Exception):
    """A request that Open311 answers with an error."""

    def __init__(self, status: int, description: Any) -> None:
        super().__init__(description)
        self.status = status
        self.description = description


def answer(form: str, root: str, data: Any, *, status: int = 200) -> HttpResponse:
    """`data` in the form that was asked for; `root` is the outermost element of the XML."""
    if form == "xml":
        body = Xml.tostring(_element(root, data), encoding="utf-8", xml_declaration=True)
        return HttpResponse(body, status=status, content_type="text/xml; charset=utf-8")
    return JsonResponse(
        data,
        safe=False,
        status=status,
        content_type="application/json; charset=utf-8",
        json_dumps_params={"ensure_ascii": False},
    )


def failed(request: HttpRequest, status: int, description: str) -> HttpResponse:
    """A failure in the form of the address."""
    form = "xml" if request.path.endswith(".xml") else "json"
    return answer(form, "errors", [{"code": status, "description": description}], status=status)


def moment(at: datetime | None) -> str | None:
    """A time as W3C writes it, of Bangkok, to the second."""
    return at.astimezone(clock.BANGKOK).isoformat(timespec="seconds") if at else None


def _element(name: str, data: Any) -> Xml.Element:
    element = Xml.Element(name)
    if isinstance(data, Mapping):
        element.extend(_element(key, value) for key, value in data.items())
    elif isinstance(data, Sequence) and not isinstance(data, str):
        element.extend(_element(_ITEMS[name], value) for value in data)
    elif data is not None:
        element.text = _text(data)
    return element


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_XML.sub("", str(value))
