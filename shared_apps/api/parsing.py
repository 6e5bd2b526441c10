"""Reading of request bodies and query strings: what a database cannot keep is refused at the door."""

import json
import re
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.errors import HttpError
from ninja.parser import Parser

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


class StrictParser(Parser):
    """JSON in UTF-8 without NaN, NUL or half surrogates."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body.

        Raises:
            ValueError: it is no JSON that can be kept.
        """
        data: dict[str, Any] = json.loads(request.body.decode("utf-8"), parse_constant=_refuse)
        _check(data)
        return data

    def parse_querydict(
        self, data: "MultiValueDict[str, Any]", list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """The query string or the form.

        Raises:
            HttpError: 400, a value cannot be kept.
        """
        found: dict[str, Any] = super().parse_querydict(data, list_fields, request)
        try:
            _check({name: value for name, value in found.items() if isinstance(value, str | list)})
        except ValueError as error:
            raise HttpError(400, str(error)) from error
        return found


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _check(data: Any) -> None:
    if isinstance(data, str):
        if _UNKEEPABLE.search(data):
            raise ValueError("a text holds NUL or half a surrogate pair")
    elif isinstance(data, dict):
        for key, value in data.items():
            _check(key)
            _check(value)
    elif isinstance(data, list):
        for value in data:
            _check(value)
